import type { MessageInitShape } from '@bufbuild/protobuf'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { SearchQuerySchema } from '@zitadel/proto/zitadel/user/v2/query_pb.js'
import { type ListUsersRequestSchema, UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Call } from '../../../access/call.ts'
import type { Membership } from '../../../access/principal.ts'
import { onInstance, onOrganization, testCall, testTime } from '../../../testing/testLog.ts'
import { admin, openReadsWorld, type ReadsWorld } from './readsWorld.ts'

type Query = MessageInitShape<typeof SearchQuerySchema>
type Request = MessageInitShape<typeof ListUsersRequestSchema>

let world: ReadsWorld

beforeAll(async () => {
  world = await openReadsWorld()
  const inOtherInstance = testCall('admin', { instanceId: 'i2' })
  const at = (minutes: number): Call => ({ ...admin, now: new Date(testTime.getTime() + minutes * 60_000) })
  await world.person(
    { id: 'ada', given: 'Ada', family: 'Lovelace', nick: 'Countess', email: 'Ada@Mail.example' },
    at(1),
  )
  await world.person({ id: 'bob', given: 'bob', family: 'Ångström', phone: '+41791112233' }, at(2))
  await world.person({ id: 'cleo', given: 'Cleo', username: '100%_real', scope: 'o1' }, at(3))
  await world.person({ id: 'dan', given: 'Dan', username: 'dan@home', orgId: 'o2', scope: 'o2' }, at(4))
  await world.machine('m1')
  await world.person({ id: 'eve', orgId: 'o3', given: 'ADAM' }, at(5))
  await world.person({ id: 'ada', given: 'Ada', email: 'Ada@Mail.example' }, inOtherInstance)
  await world.append('bob', [{ type: 'user.locked', payload: { automatic: false, until: null } }])
  const until = at(-1).now.toISOString()
  await world.append('eve', [{ type: 'user.locked', payload: { automatic: true, until } }])
  await world.append('dan', [{ type: 'user.deactivated', payload: {} }])
})
afterAll(() => world.close())

async function list(request: Request, call = admin) {
  const { details, result } = await world.ask(UserService.method.listUsers, request, call)
  return { ids: result.map(({ userId }) => userId), total: Number(details?.totalResult), result }
}

async function matching(query: Query['query'], call = admin) {
  const { ids, total } = await list({ query: { asc: true }, queries: [{ query }] as Query[] }, call)
  expect(total).toBe(ids.length)
  return ids
}

const everyone = ['ada', 'bob', 'cleo', 'dan', 'eve', 'm1']

test('without queries the whole instance is listed, and no other one', async () => {
  expect(await list({ query: { asc: true } })).toMatchObject({ ids: everyone, total: 6 })
  expect((await list({})).ids).toEqual(everyone.toReversed())
})

test('texts match by method, literally', async () => {
  const userName = (text: string, method: number) =>
    matching({ case: 'userNameQuery', value: { userName: text, method } })
  expect(await userName('100%_real', 0)).toEqual(['cleo'])
  expect(await userName('100%_REAL', 0)).toEqual([])
  expect(await userName('100%_REAL', 1)).toEqual(['cleo'])
  expect(await userName('%', 4)).toEqual(['cleo'])
  expect(await userName('_', 4)).toEqual(['cleo'])
  expect(await userName('d', 2)).toEqual(['dan'])
  expect(await userName('D', 2)).toEqual([])
  expect(await userName('D', 3)).toEqual(['dan'])
  expect(await userName('A', 7)).toEqual(['ada'])
  const email = (emailAddress: string, method: number) =>
    matching({ case: 'emailQuery', value: { emailAddress, method } })
  expect(await email('ada@mail', 2)).toEqual([])
  expect(await email('Ada@Mail', 2)).toEqual(['ada'])
  expect(await email('ADA@MAIL', 5)).toEqual(['ada'])
})

test('every column can be searched', async () => {
  expect(await matching({ case: 'firstNameQuery', value: { firstName: 'ada', method: 3 } })).toEqual([
    'ada',
    'eve',
  ])
  expect(await matching({ case: 'lastNameQuery', value: { lastName: 'ÅNGSTRÖM', method: 1 } })).toEqual([
    'bob',
  ])
  expect(await matching({ case: 'nickNameQuery', value: { nickName: 'unte', method: 4 } })).toEqual(['ada'])
  expect(await matching({ case: 'displayNameQuery', value: { displayName: 'a l', method: 4 } })).toEqual([])
  expect(await matching({ case: 'displayNameQuery', value: { displayName: 'a l', method: 5 } })).toEqual([
    'ada',
  ])
  expect(await matching({ case: 'phoneQuery', value: { number: '2233', method: 6 } })).toEqual(['bob'])
  expect(await matching({ case: 'typeQuery', value: { type: 2 } })).toEqual(['m1'])
  expect(await matching({ case: 'organizationIdQuery', value: { organizationId: 'o2' } })).toEqual(['dan'])
  expect(await matching({ case: 'inUserIdsQuery', value: { userIds: ['m1', 'ada', 'ADA'] } })).toEqual([
    'ada',
    'm1',
  ])
  const userEmails = ['Ada@Mail.example', 'BOB@mail.example']
  expect(await matching({ case: 'inUserEmailsQuery', value: { userEmails } })).toEqual(['ada'])
})

test('a state is what holds now: a lock whose time is over has ended', async () => {
  const state = (number: number) => matching({ case: 'stateQuery', value: { state: number } })
  expect(await state(1)).toEqual(['ada', 'cleo', 'eve', 'm1'])
  expect(await state(2)).toEqual(['dan'])
  expect(await state(4)).toEqual(['bob'])
  expect(await state(5)).toEqual([])
  const { result } = await list({
    queries: [{ query: { case: 'inUserIdsQuery', value: { userIds: ['eve'] } } }],
  })
  expect(result[0]?.state).toBe(1)
})

test('login names are the username, or the username at each verified domain', async () => {
  const loginName = (text: string, method: number) =>
    matching({ case: 'loginNameQuery', value: { loginName: text, method } })
  expect(await loginName('ada', 0)).toEqual(['ada'])
  expect(await loginName('100%_real', 0)).toEqual([])
  expect(await loginName('100%_real@uno.example', 0)).toEqual(['cleo'])
  expect(await loginName('100%_REAL@UNO.example', 0)).toEqual([])
  expect(await loginName('100%_REAL@UNO.example', 1)).toEqual(['cleo'])
  expect(await loginName('100%_real@wish.example', 0)).toEqual([])
  expect(await loginName('100%_real@other.example', 0)).toEqual([])
  expect(await loginName('dan@home@two.example', 0)).toEqual(['dan'])
  expect(await loginName('dan@home@t', 2)).toEqual(['dan'])
  expect(await loginName('dan@ho', 2)).toEqual(['dan'])
  expect(await loginName('home@two', 4)).toEqual(['dan'])
  expect(await loginName('.exam', 4)).toEqual(['cleo', 'dan'])
  expect(await loginName('real@one.example', 6)).toEqual(['cleo'])
  expect(await loginName('o.example', 6)).toEqual(['cleo', 'dan'])
  expect(await loginName('home', 6)).toEqual([])
  const { result } = await list({
    queries: [{ query: { case: 'inUserIdsQuery', value: { userIds: ['cleo'] } } }],
  })
  expect(result[0]).toMatchObject({
    loginNames: ['100%_real@one.example', '100%_real@uno.example'],
    preferredLoginName: '100%_real@one.example',
  })
})

test('or, and, not nest', async () => {
  const human: Query = { query: { case: 'typeQuery', value: { type: 1 } } }
  const ada: Query = { query: { case: 'firstNameQuery', value: { firstName: 'Ada', method: 0 } } }
  const o2: Query = { query: { case: 'organizationIdQuery', value: { organizationId: 'o2' } } }
  const not = (query: Query): Query => ({ query: { case: 'notQuery', value: { query } } })
  const or = (...queries: Query[]): Query => ({ query: { case: 'orQuery', value: { queries } } })
  const and = (...queries: Query[]): Query => ({ query: { case: 'andQuery', value: { queries } } })
  expect(await matching(or(ada, o2).query)).toEqual(['ada', 'dan'])
  expect(await matching(not(or(ada, o2)).query)).toEqual(['bob', 'cleo', 'eve', 'm1'])
  expect(await matching(and(human, not(or(ada, o2))).query)).toEqual(['bob', 'cleo', 'eve'])
  expect(await matching(not(not(ada)).query)).toEqual(['ada'])
})

test('every column sorts both ways, case ignored, and pages do not overlap', async () => {
  const sorted = async (sortingColumn: number) => (await list({ query: { asc: true }, sortingColumn })).ids
  expect(await sorted(2)).toEqual(['m1', 'ada', 'eve', 'bob', 'cleo', 'dan'])
  expect(await sorted(1)).toEqual(['cleo', 'ada', 'bob', 'dan', 'eve', 'm1'])
  expect(await sorted(7)).toEqual(['ada', 'cleo', 'm1', 'dan', 'bob', 'eve'])
  expect(await sorted(8)).toEqual(['ada', 'bob', 'cleo', 'dan', 'eve', 'm1'])
  expect(await sorted(9)).toEqual(['m1', 'ada', 'bob', 'cleo', 'dan', 'eve'])
  for (const sortingColumn of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    const ascending = await sorted(sortingColumn)
    expect((await list({ sortingColumn })).ids).toEqual(ascending.toReversed())
    const pages = [0n, 2n, 4n, 6n].map((offset) =>
      list({ query: { asc: true, offset, limit: 2 }, sortingColumn }),
    )
    const answers = await Promise.all(pages)
    expect(answers.flatMap(({ ids }) => ids)).toEqual(ascending)
    expect(answers.map(({ total }) => total)).toEqual([6, 6, 6, 6])
  }
  expect(await list({ query: { offset: 2n ** 64n - 1n } })).toMatchObject({ ids: [], total: 6 })
})

test('everyone sees themselves, organization roles their organization, instance roles all', async () => {
  const seen = async (call: Call) => {
    const { ids, total } = await list({ query: { asc: true } }, call)
    expect(total).toBe(ids.length)
    return ids
  }
  const as = (userId: string, orgId: string, ...memberships: Membership[]) =>
    testCall(userId, { orgId, memberships })
  expect(await seen(as('ada', 'o1'))).toEqual(['ada'])
  expect(await seen(as('ada', 'o1', onOrganization('o1', 'ORG_OWNER')))).toEqual(['ada', 'bob', 'cleo', 'm1'])
  expect(await seen(as('ada', 'o1', onOrganization('o2', 'ORG_OWNER')))).toEqual(['ada', 'dan'])
  expect(
    await seen(as('ada', 'o1', onOrganization('o2', 'ORG_OWNER'), onOrganization('o3', 'ORG_OWNER_VIEWER'))),
  ).toEqual(['ada', 'dan', 'eve'])
  expect(await seen(as('ada', 'o1', onOrganization('o2', 'ORG_USER_SELF_MANAGER')))).toEqual(['ada'])
  expect(await seen(as('ada', 'o1', onInstance('IAM_OWNER_VIEWER')))).toEqual(everyone)
  const project = { scope: 'project', aggregateId: 'p1', orgId: 'o1', roles: ['PROJECT_OWNER'] } as const
  expect(await seen(testCall('eve', { orgId: 'o3', memberships: [project] }))).toEqual(['eve'])
  const elsewhere = testCall('nobody', { instanceId: 'i2', memberships: [onInstance('IAM_OWNER')] })
  expect(await seen(elsewhere)).toEqual([])
})

test('queries do not widen what the caller sees', async () => {
  const any: Query = { query: { case: 'emailQuery', value: { emailAddress: '', method: 4 } } }
  const or: Query['query'] = {
    case: 'orQuery',
    value: { queries: [any, { query: { case: 'notQuery', value: { query: any } } }] },
  }
  expect(await matching(or, testCall('ada'))).toEqual(['ada'])
})

test('management lists the context organization, with v1 states', async () => {
  const ask = async (orgId: string, state?: number) => {
    const queries = state === undefined ? [] : [{ query: { case: 'stateQuery', value: { state } } as const }]
    const { details, result } = await world.ask(
      ManagementService.method.listUsers,
      { query: { asc: true }, queries },
      { ...admin, orgId },
    )
    return [Number(details?.totalResult), ...result.map(({ id }) => id)]
  }
  expect(await ask('o1')).toEqual([4, 'ada', 'bob', 'cleo', 'm1'])
  expect(await ask('o2')).toEqual([1, 'dan'])
  expect(await ask('o1', 4)).toEqual([1, 'bob'])
  expect(await ask('o1', 5)).toEqual([0])
})

test('the counters agree with the rows through every change, and vanish with the instance', async () => {
  const { database, log } = world.deps
  const differences = () =>
    database.query(`select instance_id, org_id, kind, status_rank, locked_until, sum(n) from (
        select instance_id, org_id, kind, status_rank, locked_until, total as n from user_counts
        union all select instance_id, org_id, kind, status_rank, locked_until, -1 from users) d
      group by 1, 2, 3, 4, 5 having sum(n) <> 0`)
  const call = testCall('admin', { instanceId: 'i3' })
  const ids = Array.from({ length: 20 }, (_, at) => `person${at}`)
  await Promise.all(ids.map((id) => world.person({ id, orgId: `o${id.length}` }, call)))
  expect(await differences()).toEqual([])
  const locked = { type: 'user.locked', payload: { automatic: true, until: testTime.toISOString() } }
  await Promise.all(ids.slice(0, 8).map((id) => world.append(id, [locked], { call })))
  await Promise.all(
    ids.slice(4, 12).map((id) => world.append(id, [{ type: 'user.removed', payload: {} }], { call })),
  )
  expect(await differences()).toEqual([])
  await log.removeInstance('i3')
  expect(await database.query(`select * from user_counts where instance_id = 'i3'`)).toEqual([])
  expect(await differences()).toEqual([])
})
