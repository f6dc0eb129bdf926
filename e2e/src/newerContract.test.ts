import { ActionService } from '@sallyport/contract/zitadel/action/v2/action_service_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2beta/authorization_service_pb.js'
import { ByteFilterMethod } from '@sallyport/contract/zitadel/filter/v2/filter_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import type { SearchQuery } from '@sallyport/contract/zitadel/user/v2/query_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { TextFilterMethod } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import { UserService as UserServiceOf131 } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type Protocol, testServer } from '../../server/src/testing/testServer.ts'
import { addApp } from './factors.ts'
import { addPerson } from './people.ts'
import { addProject, authorize } from './projectFixtures.ts'
import { addRecoveryCodes } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'

const server = await testServer()
const protocols: readonly Protocol[] = ['connect', 'grpc', 'grpc-web']

describe('what is known and not built', () => {
  test.each(protocols)('is refused by its name over %s', async (protocol) => {
    const actions = server.client(ActionService, { protocol })
    await expect(actions.listTargets({})).rejects.toThrow('zitadel.action.v2.ActionService/ListTargets')
    expect(await statusOf(actions.listTargets({}))).toBe('Unimplemented')
  })

  test('is refused by its name over REST', async () => {
    expect(await server.rest('POST', '/v2/actions/targets/search', { body: {} })).toMatchObject({
      status: 501,
      json: { message: expect.stringContaining('zitadel.action.v2.ActionService/ListTargets') },
    })
  })
})

test.each(protocols)('clients of both generations read the same user over %s', async (protocol) => {
  const { userId } = await addPerson(server)
  const older = await server.client(UserServiceOf131, { protocol }).getUserByID({ userId })
  const newer = await server.client(UserService, { protocol }).getUserByID({ userId })
  expect(newer).toEqual(older)
  expect(newer.user?.userId).toBe(userId)
})

test('a path with a slip of the pen is served as clients of today and of 1.3.1 write it', async () => {
  const path = (word: string) => `/admin/v1/text/${word}/message/passwordreset/de`
  const right = await server.rest('GET', path('default'))
  expect(right).toMatchObject({ status: 200, json: { customText: { title: expect.any(String) } } })
  expect((await server.rest('GET', path('deafult'))).json).toEqual(right.json)
})

describe('filters of users by metadata', () => {
  type Filter = Extract<SearchQuery['query'], { readonly case: `metadata${string}` }>
  type Init = { readonly case: Filter['case']; readonly value: object }
  const bytes = (text: string) => new TextEncoder().encode(text)
  const key = (text: string, method = TextFilterMethod.EQUALS): Init => ({
    case: 'metadataKeyFilter',
    value: { key: text, method },
  })
  const value = (text: string, method = ByteFilterMethod.EQUALS): Init => ({
    case: 'metadataValueFilter',
    value: { value: bytes(text), method },
  })
  const entries = {
    both: { team: 'red', city: 'Oslo' },
    crossed: { team: 'Oslo', city: 'red' },
    none: {},
  }
  const added = (async () => {
    const ids = new Map<string, string>()
    for (const [name, metadata] of Object.entries(entries)) {
      const { userId } = await addPerson(server)
      ids.set(userId, name)
      const rows = Object.entries(metadata).map(([each, text]) => ({ key: each, value: bytes(text) }))
      if (rows.length > 0) await server.client(UserService).setUserMetadata({ userId, metadata: rows })
    }
    return ids
  })()
  const found = async (...queries: object[]) => {
    const ids = await added
    const ours = { query: { case: 'inUserIdsQuery', value: { userIds: [...ids.keys()] } } }
    const request = { queries: [ours, ...queries.map((query) => ({ query }))] as never }
    const { result, details } = await server.client(UserService).listUsers(request)
    expect(details?.totalResult).toBe(BigInt(result.length))
    return result.map(({ userId }) => ids.get(userId)).sort()
  }

  test.each([
    ['a key', [key('team')], ['both', 'crossed']],
    ['a part of a key', [key('ea', TextFilterMethod.CONTAINS)], ['both', 'crossed']],
    ['a value', [value('Oslo')], ['both', 'crossed']],
    ['another value', [value('red', ByteFilterMethod.NOT_EQUALS)], ['both', 'crossed']],
    ['key and value of one entry', [key('team'), value('red')], ['both']],
    ['two keys, which no entry has', [key('team'), key('city')], []],
    ['a value in another case', [value('oslo')], []],
    ['a wildcard, which means itself', [key('t%', TextFilterMethod.STARTS_WITH)], []],
  ] as const)('match by %s', async (_, filters, names) => {
    expect(await found(...filters)).toEqual(names)
  })

  test('join with other queries, and leave users without metadata to them', async () => {
    const [none] = [...(await added)].filter(([, name]) => name === 'none').map(([id]) => id)
    const noMetadata = { case: 'inUserIdsQuery', value: { userIds: [none] } }
    const either = (...queries: object[]) => ({
      case: 'orQuery',
      value: { queries: queries.map((query) => ({ query })) },
    })
    expect(await found(either(noMetadata, value('Oslo')))).toEqual(['both', 'crossed', 'none'])
  })

  test('refuse a value that is too long and a method that is not there', async () => {
    expect(await statusOf(found(value('x'.repeat(201))))).toBe('InvalidArgument')
    expect(await statusOf(found(value('x', 7 as ByteFilterMethod)))).toBe('InvalidArgument')
  })
})

test('authorizations are found by several users, in both generations', async () => {
  const { projectId, orgId: organizationId } = await addProject(server, { roles: ['a'] })
  const people = await Promise.all([1, 2, 3].map(() => addPerson(server)))
  const ids = people.map(({ userId }) => userId)
  for (const userId of ids) await authorize(server, { userId, projectId, organizationId, roleKeys: ['a'] })
  const two = ids.slice(0, 2)
  const { authorizations } = await server.client(AuthorizationService).listAuthorizations({
    filters: [{ filter: { case: 'inUserIds', value: { ids: two } } }],
  })
  expect(authorizations.map(({ user }) => user?.id).sort()).toEqual(two.toSorted())
  const { result } = await server
    .client(ManagementService, { headers: { 'x-zitadel-orgid': organizationId } })
    .listUserGrants({
      queries: [{ query: { case: 'inUserIdsQuery', value: { inUserIds: two } } }],
    })
  expect(result.map(({ userId }) => userId).sort()).toEqual(two.toSorted())
})

describe('a recovery code among the checks of a session', () => {
  test('is accepted once', async () => {
    const used = { code: 'InvalidArgument', id: 'second_factor.recovery_code_used' }
    const { userId } = await addPerson(server)
    await addApp(server, userId)
    const [code = ''] = await addRecoveryCodes(server, userId)
    const sessions = server.client(SessionService)
    const checks = { user: { search: { case: 'userId' as const, value: userId } }, recoveryCode: { code } }
    const { sessionId } = await sessions.createSession({ checks })
    expect(sessionId).not.toBe('')
    expect(await refusalOf(sessions.createSession({ checks }))).toEqual(used)
    expect(await refusalOf(sessions.setSession({ sessionId, checks: { recoveryCode: { code } } }))).toEqual(
      used,
    )
  })

  test('must not be empty', async () => {
    const { userId } = await addPerson(server)
    const checks = {
      user: { search: { case: 'userId' as const, value: userId } },
      recoveryCode: { code: '' },
    }
    expect(await statusOf(server.client(SessionService).createSession({ checks }))).toBe('InvalidArgument')
  })
})
