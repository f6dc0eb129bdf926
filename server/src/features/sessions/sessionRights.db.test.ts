import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { TimestampQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { SessionFieldName } from '@zitadel/proto/zitadel/session/v2/session_pb.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalOf } from '../../testing/refusalOf.ts'
import { caller, instanceRole, openSessionWorld, place, type SessionWorld } from './sessionWorld.ts'

let world: SessionWorld
beforeAll(async () => {
  world = await openSessionWorld()
})
afterAll(() => world.close())

const byId = (userId: string) => ({ user: { search: { case: 'userId' as const, value: userId } } })
const later = (seconds: number) => new Date(place.now.getTime() + seconds * 1000)

test('who may create, change, see and end a session', async () => {
  const userId = await world.person()
  const owner = caller('org-owner', [{ scope: 'org', aggregateId: 'o1', roles: ['ORG_OWNER'] }])
  const foreign = caller('foreign', [{ scope: 'org', aggregateId: 'o2', roles: ['ORG_OWNER'] }])
  const manager = instanceRole('IAM_ORG_MANAGER', 'manager')
  expect((await refusalOf(world.rpc('createSession', {}, caller('u')))).kind).toBe('not_found')
  expect((await refusalOf(world.rpc('createSession', {}, owner))).kind).toBe('not_found')
  expect((await refusalOf(world.rpc('createSession', {}, manager))).kind).toBe('permission_denied')
  const { sessionId } = await world.rpc('createSession', {
    checks: byId(userId),
    userAgent: { fingerprintId: userId },
  })
  const set = (call: object) =>
    refusalOf(world.rpc('setSession', { sessionId, lifetime: { seconds: 9n } }, call))
  expect((await set(caller(userId))).kind).toBe('not_found')
  expect((await set(owner)).kind).toBe('permission_denied')
  const read = (call: object) => world.rpc('getSession', { sessionId }, call)
  await read(owner)
  await read(caller(userId))
  const neighbour = caller('neighbour')
  if (neighbour.principal?.kind !== 'user') throw new Error('a user is needed')
  await read({ principal: { ...neighbour.principal, userAgentId: userId } })
  expect((await refusalOf(read(neighbour))).kind).toBe('not_found')
  expect((await refusalOf(read(foreign))).kind).toBe('not_found')
  const end = (call: object, token?: string) =>
    world.rpc('deleteSession', { sessionId, ...(token && { sessionToken: token }) }, call)
  expect((await refusalOf(end(foreign))).kind).toBe('not_found')
  expect((await refusalOf(end(owner, 'wrong'))).kind).toBe('permission_denied')
  await end(caller(userId))
})

test('lists show and count what the caller may see, under all queries at once', async () => {
  const userId = await world.person()
  const creator = instanceRole('IAM_LOGIN_CLIENT', `creator-${userId}`)
  const ids: string[] = []
  for (const seconds of [1, 2, 3]) {
    const userAgent = { fingerprintId: `agent-${userId}` }
    const call = { ...creator, now: later(seconds) }
    ids.push((await world.rpc('createSession', { checks: byId(userId), userAgent }, call)).sessionId)
  }
  const list = async (queries: object[], call: object = creator, query: object = {}) => {
    const sortingColumn = SessionFieldName.CREATION_DATE
    const { sessions, details } = await world.rpc('listSessions', { queries, query, sortingColumn }, call)
    return { ids: sessions.map(({ id }) => ids.indexOf(id)), total: Number(details?.totalResult) }
  }
  const mine = { query: { case: 'creatorQuery', value: {} } }
  const after = (method: TimestampQueryMethod) => ({
    query: { case: 'creationDateQuery', value: { creationDate: timestampFromDate(later(2)), method } },
  })
  expect(await list([mine])).toEqual({ ids: [2, 1, 0], total: 3 })
  expect(await list([mine], creator, { asc: true, limit: 1, offset: 1n })).toEqual({ ids: [1], total: 3 })
  expect(await list([mine, after(TimestampQueryMethod.GREATER)])).toEqual({ ids: [2], total: 1 })
  expect(await list([mine, after(TimestampQueryMethod.LESS_OR_EQUALS)])).toEqual({ ids: [1, 0], total: 2 })
  expect(await list([{ query: { case: 'idsQuery', value: { ids: [ids[1], 'x'] } } }])).toEqual({
    ids: [1],
    total: 1,
  })
  expect(
    await list([{ query: { case: 'userIdQuery', value: { id: userId } } }], caller(userId)),
  ).toMatchObject({ total: 3 })
  const agent = { query: { case: 'userAgentQuery', value: { fingerprintId: `agent-${userId}` } } }
  const stranger = caller('stranger')
  expect(await list([agent], stranger)).toEqual({ ids: [], total: 0 })
  const orgOwner = caller('x', [{ scope: 'org', aggregateId: 'o1', roles: ['ORG_OWNER'] }])
  expect(await list([agent], orgOwner)).toMatchObject({ total: 3 })
  const otherOrg = caller('x', [{ scope: 'org', aggregateId: 'o2', roles: ['ORG_OWNER'] }])
  expect(await list([agent], otherOrg)).toMatchObject({ total: 0 })
  for (const query of [
    { case: undefined },
    { case: 'creatorQuery', value: { id: '' } },
    { case: 'userAgentQuery', value: {} },
    { case: 'userAgentQuery', value: { fingerprintId: '' } },
  ]) {
    expect((await refusalOf(list([{ query }]))).kind).toBe('invalid_argument')
  }
})
