import type { DescMessage, DescMethodUnary, MessageShape } from '@bufbuild/protobuf'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { SettingsService } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { parseTemplate } from '../../contract/restRoutes.ts'
import { RequestBinding } from './requestBinding.ts'

function bind(
  method: DescMethodUnary,
  template: string,
  body: string,
  url: string,
  payload = '',
): MessageShape<DescMessage> {
  const [path = '', query = ''] = url.split('?')
  const binding = new RequestBinding({ method, body, variables: parseTemplate(template).variables })
  return binding.bind(path.split('/').slice(1), query, payload)
}

test('path variables are decoded and win over the body', () => {
  const { removeTOTP } = UserService.method
  expect(bind(removeTOTP, '/u/{user_id}', '*', '/u/a%2Fb%20c', '{"userId":"x"}')).toMatchObject({
    userId: 'a/b c',
  })
  expect(() => bind(removeTOTP, '/u/{user_id}', '', '/u/%zz')).toThrow(
    'percent escape that is malformed or not UTF-8',
  )
})

test('query: nested names in either spelling, booleans, unknown names ignored', () => {
  const method = SettingsService.method.getLoginSettings
  expect(bind(method, '/s', '', '/s?ctx.org_id=7&x=1')).toMatchObject({
    ctx: { resourceOwner: { case: 'orgId', value: '7' } },
  })
  expect(bind(method, '/s', '', '/s?ctx.orgId=7')).toMatchObject({
    ctx: { resourceOwner: { case: 'orgId', value: '7' } },
  })
  expect(bind(method, '/s', '', '/s?ctx.instance=true')).toMatchObject({
    ctx: { resourceOwner: { case: 'instance', value: true } },
  })
  expect(() => bind(method, '/s', '', '/s?ctx.instance=maybe')).toThrow('instance must be true or false')
  expect(() => bind(method, '/s', '', '/s?ctx=maybe')).toThrow('ctx is a message')
})

test('query: 64-bit numbers, enums by name and number, repeated fields', () => {
  const { listUsers, listAuthenticationMethodTypes } = UserService.method
  expect(bind(listUsers, '/u', '', '/u?query.offset=9007199254740993&sorting_column=1')).toMatchObject({
    query: { offset: 9007199254740993n },
    sortingColumn: 1,
  })
  expect(bind(listUsers, '/u', '', '/u?sortingColumn=USER_FIELD_NAME_EMAIL')).toMatchObject({
    sortingColumn: 6,
  })
  expect(() => bind(listUsers, '/u', '', '/u?sortingColumn=NOPE')).toThrow('sorting_column has no value NOPE')
  expect(() => bind(listUsers, '/u', '', '/u?query.offset=x')).toThrow(/offset/)
  expect(() => bind(listUsers, '/u', '', '/u?query.offset=1&query.offset=2')).toThrow('more than once')
  expect(bind(listAuthenticationMethodTypes, '/u/{user_id}', '', '/u/1?domain_query.domain=a')).toMatchObject(
    { userId: '1' },
  )
})

test('query: repeated values, durations, timestamps and bytes keep their JSON forms', () => {
  const { setSession, createSession } = SessionService.method
  expect(bind(setSession, '/s/{session_id}', '', '/s/1?lifetime=1.5s&metadata[k]=aGk=')).toMatchObject({
    sessionId: '1',
    lifetime: { seconds: 1n, nanos: 500000000 },
    metadata: { k: new Uint8Array([104, 105]) },
  })
  const { addMachineKey, addOIDCApp } = ManagementService.method
  expect(bind(addMachineKey, '/k', '', '/k?expiration_date=2026-01-02T03:04:05Z')).toMatchObject({
    expirationDate: { seconds: 1767323045n },
  })
  expect(bind(addOIDCApp, '/a', '', '/a?redirect_uris=a&redirect_uris=b')).toMatchObject({
    redirectUris: ['a', 'b'],
  })
  expect(() => bind(createSession, '/s', '', '/s?lifetime=soon')).toThrow(/lifetime|Duration/)
})

test('body: the whole message, one field, nothing; unknown fields ignored', () => {
  const { setEmail } = UserService.method
  const json = '{"email":"a@b.c","unknown":{"deep":[1]},"isVerified":true}'
  expect(bind(setEmail, '/u/{user_id}', '*', '/u/1', json)).toMatchObject({
    userId: '1',
    email: 'a@b.c',
    verification: { case: 'isVerified', value: true },
  })
  const { addHumanUser } = UserService.method
  expect(bind(addHumanUser, '/u', 'profile', '/u?username=ada', '{"givenName":"Ada"}')).toMatchObject({
    username: 'ada',
    profile: { givenName: 'Ada' },
  })
  expect(bind(setEmail, '/u/{user_id}', '*', '/u/1?email=x', '')).toMatchObject({ email: '' })
})

test.each(['[]', '"x"', '{"email":5}', '{"isVerified":"yes"}'])('body %s is an invalid argument', (json) => {
  expect(() => bind(UserService.method.setEmail, '/u', '*', '/u', json)).toThrow('[invalid_argument]')
})
