import { create, createRegistry, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf'
import { ListEventsRequestSchema } from '@sallyport/contract/zitadel/admin_pb.js'
import { CreateSessionRequestSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { SetSecuritySettingsRequestSchema } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import {
  AddHumanUserRequestSchema,
  AddOTPEmailRequestSchema,
} from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { contractFiles } from './services.ts'
import { validate } from './validate.ts'

const filterFrom = (from: { seconds: bigint; nanos: number }) => ({ case: 'from' as const, value: from })

function reason<Desc extends DescMessage>(schema: Desc, init: MessageInitShape<Desc>): string | undefined {
  return validate(schema, create(schema, init))?.message
}

test('lengths count code points and name message and field as protoc-gen-validate does', () => {
  expect(reason(AddOTPEmailRequestSchema, {})).toBe(
    'invalid AddOTPEmailRequest.UserId: value length must be between 1 and 200 runes, inclusive',
  )
  expect(reason(AddOTPEmailRequestSchema, { userId: '😀'.repeat(200) })).toBeUndefined()
  expect(reason(AddOTPEmailRequestSchema, { userId: '😀'.repeat(201) })).toContain('between 1 and 200 runes')
})

test('a refusal is an invalid argument under the one code that carries no detail', () => {
  expect(validate(AddOTPEmailRequestSchema, create(AddOTPEmailRequestSchema))).toMatchObject({
    code: 'request.invalid',
    kind: 'invalid_argument',
  })
})

test('required messages, and the first failed rule of an embedded message', () => {
  expect(reason(AddHumanUserRequestSchema, {})).toBe('invalid AddHumanUserRequest.Profile: value is required')
  expect(reason(AddHumanUserRequestSchema, { profile: { familyName: 'x' } })).toBe(
    'invalid AddHumanUserRequest.Profile: embedded message failed validation | caused by: ' +
      'invalid SetHumanProfile.GivenName: value length must be between 1 and 200 runes, inclusive',
  )
})

const profile = { givenName: 'Ada', familyName: 'Lovelace' }
test.each([
  ['ada@example.com', true],
  ['ada@exämple.com', true],
  ['ada', false],
  ['ada@', false],
  ['@example.com', false],
  ['a b@example.com', false],
  ['Ada <ada@example.com>', false],
])('e-mail address %s: %s', (email, ok) => {
  const text = reason(AddHumanUserRequestSchema, { profile, email: { email } })
  if (ok) expect(text).toBeUndefined()
  else expect(text).toMatch(/SetHumanEmail\.Email: value must be a valid email address$/)
})

test('optional fields are checked only when they are set; lists item by item', () => {
  const email = { email: 'ada@example.com' }
  expect(reason(AddHumanUserRequestSchema, { profile, email, username: '' })).toMatch(
    /AddHumanUserRequest\.Username/,
  )
  const text = reason(AddHumanUserRequestSchema, {
    profile,
    email,
    metadata: [{ key: 'k', value: new Uint8Array(1) }, {}],
  })
  expect(text).toMatch(
    /Metadata\[1\]: embedded message failed validation \| caused by: invalid SetMetadataEntry\.Key/,
  )
})

test('durations are compared exactly', () => {
  const lifetime = { seconds: -1n, nanos: 0 }
  expect(reason(CreateSessionRequestSchema, { lifetime })).toBe(
    'invalid CreateSessionRequest.Lifetime: value must be greater than 0s',
  )
  expect(reason(CreateSessionRequestSchema, { lifetime: { seconds: 0n, nanos: 1 } })).toBeUndefined()
  expect(reason(SetSecuritySettingsRequestSchema, {})).toBeUndefined()
})

test.each([
  [{ seconds: 253_402_300_800n, nanos: 0 }, 'invalid Timestamp.Seconds'],
  [{ seconds: -(2n ** 63n), nanos: 0 }, 'invalid Timestamp.Seconds'],
  [{ seconds: 0n, nanos: -1 }, 'invalid Timestamp.Nanos'],
])('a time %o is outside of what its type allows', (creationDate, cause) => {
  expect(reason(ListEventsRequestSchema, { creationDateFilter: filterFrom(creationDate) })).toContain(cause)
})

test.each([
  [{ seconds: 2n ** 62n, nanos: 0 }, 'invalid Duration.Seconds'],
  [{ seconds: 1n, nanos: -1 }, 'invalid Duration.Nanos'],
])('a duration %o is outside of what its type allows', (lifetime, cause) => {
  expect(reason(CreateSessionRequestSchema, { lifetime })).toContain(cause)
})

test('the largest times pass', () => {
  const last = { seconds: 253_402_300_799n, nanos: 999_999_999 }
  expect(reason(ListEventsRequestSchema, { creationDateFilter: filterFrom(last) })).toBeUndefined()
  expect(
    reason(CreateSessionRequestSchema, { lifetime: { seconds: 315_576_000_000n, nanos: 0 } }),
  ).toBeUndefined()
})

test('required oneofs', () => {
  const messages = [...createRegistry(...contractFiles)].filter((type) => type.kind === 'message')
  const request = messages.find((type) => type.typeName === 'zitadel.user.v2.SetPasswordRequest')
  if (request === undefined) throw new Error('the contract has no SetPasswordRequest')
  expect(reason(request, { userId: '1', newPassword: { password: 'x' } })).toBeUndefined()
  const retrieve = messages.find(
    (type) => type.typeName === 'zitadel.user.v2.RetrieveIdentityProviderIntentRequest',
  )
  if (retrieve === undefined) throw new Error('the contract has no RetrieveIdentityProviderIntentRequest')
  expect(reason(retrieve, {})).toContain('IdpIntentId')
})

test('every rule of the contract is supported, and every message type compiles', () => {
  const messages = [...createRegistry(...contractFiles)].filter((type) => type.kind === 'message')
  expect(messages.length).toBeGreaterThan(2000)
  for (const type of messages) expect(() => validate(type, create(type))).not.toThrow()
})
