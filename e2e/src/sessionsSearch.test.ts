import { type Timestamp, timestampFromDate } from '@bufbuild/protobuf/wkt'
import { TimestampQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { type SearchQuery, SessionFieldName } from '@zitadel/proto/zitadel/session/v2/session_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SessionService as SessionServiceBeta } from '@zitadel/proto/zitadel/session/v2beta/session_service_pb.js'
import { expect, test } from 'vitest'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addPerson, password } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'

const clock = testClock()
let ownToken: string
let second: Timestamp

const server = await testServer({ clock })

type Query = SearchQuery['query']
const created = (method: TimestampQueryMethod) =>
  ({ case: 'creationDateQuery', value: { creationDate: second, method } }) as Query
const creator = (id?: string) => ({ case: 'creatorQuery', value: id === undefined ? {} : { id } }) as Query
const agent = (fingerprintId?: string) =>
  ({ case: 'userAgentQuery', value: fingerprintId === undefined ? {} : { fingerprintId } }) as Query
const user = () => ({ case: 'userIdQuery', value: { id: userId } }) as Query
const byIds = (...wanted: string[]) => ({ case: 'idsQuery', value: { ids: wanted } }) as Query

interface Search {
  readonly queries: readonly Query[]
  readonly page?: { asc?: boolean; limit?: number; offset?: bigint }
  readonly options?: ClientOptions
}

/** The places of the found sessions in `ids` (-1: another one), and the total. */
async function search({ queries, page = {}, options = {} }: Search) {
  const { sessions, details } = await server.client(SessionService, options).listSessions({
    queries: queries.map((query) => ({ query })) as SearchQuery[],
    query: page,
    sortingColumn: SessionFieldName.CREATION_DATE,
  })
  return [sessions.map(({ id }) => ids.indexOf(id)), Number(details?.totalResult)]
}

const org = await addOrg(server)
const { userId } = await addPerson(server, { headers: org.headers })
const { userId: creatorId, token: creatorToken } = await addMachine(server, { roles: ['IAM_LOGIN_CLIENT'] })
const client = server.client(SessionService, { token: creatorToken })
const checked = { search: { case: 'userId' as const, value: userId } }
/** The sessions that the tests look for, one per second. */
const ids: string[] = []
for (const checks of [{ user: checked }, { user: checked, password: { password } }, {}]) {
  clock.advance(1)
  if (ids.length === 1) second = timestampFromDate(clock.now())
  const userAgent = { fingerprintId: ids.length < 2 ? 'agent-a' : 'agent-b' }
  const { sessionId, sessionToken } = await client.createSession({ checks, userAgent })
  ids.push(sessionId)
  if (ids.length === 2) ownToken = sessionToken
}
clock.advance(1)
await server.client(SessionService).createSession({})

test('a query finds what matches it, several only what matches all', async () => {
  const mine = creator(creatorId)
  const expected: readonly (readonly [Search, number[]])[] = [
    [{ queries: [] }, [-1, 2, 1, 0]],
    [{ queries: [mine] }, [2, 1, 0]],
    [{ queries: [creator()] }, [-1]],
    [{ queries: [creator()], options: { token: creatorToken } }, [2, 1, 0]],
    [{ queries: [creator('nobody')] }, []],
    [{ queries: [byIds(ids[2] ?? '', 'nothing')] }, [2]],
    [{ queries: [user()] }, [1, 0]],
    [{ queries: [agent('agent-a')] }, [1, 0]],
    [{ queries: [agent()], options: { token: ownToken } }, [1, 0]],
    [{ queries: [agent('agent-b'), user()] }, []],
    [{ queries: [mine, created(TimestampQueryMethod.EQUALS)] }, [1]],
    [{ queries: [mine, created(TimestampQueryMethod.GREATER)] }, [2]],
    [{ queries: [mine, created(TimestampQueryMethod.GREATER_OR_EQUALS)] }, [2, 1]],
    [{ queries: [mine, created(TimestampQueryMethod.LESS)] }, [0]],
    [{ queries: [mine, created(TimestampQueryMethod.LESS_OR_EQUALS)] }, [1, 0]],
  ]
  for (const [request, found] of expected) {
    expect(await search(request), JSON.stringify(request.queries.map((query) => query.case))).toEqual([
      found,
      found.length,
    ])
  }
})

test('pages count everything that matches; ascending turns the order', async () => {
  const queries = [creator(creatorId)]
  expect(await search({ queries, page: { asc: true } })).toEqual([[0, 1, 2], 3])
  expect(await search({ queries, page: { asc: true, limit: 1, offset: 1n } })).toEqual([[1], 3])
  expect(await search({ queries, page: { limit: 2 } })).toEqual([[2, 1], 3])
  expect(await search({ queries, page: { offset: 3n } })).toEqual([[], 3])
})

test('lists show and count the sessions that Get would show', async () => {
  const tokenOf = async (machine: Parameters<typeof addMachine>[1]) => ({
    token: (await addMachine(server, machine)).token,
  })
  const expected: readonly (readonly [ClientOptions, number[]])[] = [
    [{ token: ownToken }, [1, 0]],
    [await tokenOf({ orgId: org.orgId, roles: ['ORG_OWNER'] }), [1, 0]],
    [await tokenOf({ orgId: org.orgId, roles: ['ORG_SETTINGS_MANAGER'] }), []],
    [await tokenOf({ roles: ['ORG_OWNER'] }), []],
    [await tokenOf({ orgId: org.orgId }), []],
    [await tokenOf({ roles: ['IAM_OWNER_VIEWER'] }), [-1, 2, 1, 0]],
  ]
  for (const [options, found] of expected) {
    expect(await search({ queries: [], options })).toEqual([found, found.length])
  }
})

test('queries that name nothing are refused', async () => {
  const nothing: readonly (readonly [Query, ClientOptions?])[] = [
    [{ case: undefined }],
    [creator('')],
    [agent('')],
    [agent()],
  ]
  for (const [query, options] of nothing) {
    const request = { queries: [query], ...(options && { options }) }
    expect((await refusalOf(search(request))).code, String(query.case)).toBe('InvalidArgument')
  }
  const anonymous = search({ queries: [], options: { token: null } })
  expect((await refusalOf(anonymous)).code).toBe('Unauthenticated')
})

test('session.v2beta finds the same', async () => {
  const { sessions, details } = await server.client(SessionServiceBeta).listSessions({
    queries: [{ query: { case: 'userIdQuery', value: { id: userId } } }],
  })
  expect(sessions.map(({ id }) => ids.indexOf(id))).toEqual([1, 0])
  expect(details).toMatchObject({ totalResult: 2n, timestamp: expect.anything() })
})
