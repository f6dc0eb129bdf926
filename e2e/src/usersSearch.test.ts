import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TextQueryMethod as Text } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { type SearchQuerySchema, Type, UserFieldName } from '@zitadel/proto/zitadel/user/v2/query_pb.js'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { ListUsersRequestSchema, UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import {
  ListUsersRequestSchema as BetaRequestSchema,
  UserService as UserServiceBeta,
} from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { UserFieldName as FieldV1 } from '@zitadel/proto/zitadel/user_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { refusalOf } from './refusal.ts'
import { addOrg } from './tenants.ts'

type Query = MessageInitShape<typeof SearchQuerySchema>
type One = NonNullable<Query['query']>

const clock = testClock()

/** A word for each user, in the order they were created; their ids begin with it. */
const people = [
  {
    id: 'ada',
    username: 'Ada.L',
    given: 'Ada',
    family: 'Lovelace',
    nick: 'Countess',
    email: 'Ada@One.example',
  },
  { id: 'bob', username: '100%_bob', given: 'bob', family: 'Ångström', nick: '', email: 'bob@one.example' },
  { id: 'cleo', username: 'cleo', given: 'Cleo', family: 'de Nil', nick: 'queen', email: 'cleo@two.example' },
  { id: 'dan', username: 'dan\\el', given: 'ADAM', family: 'Zed', nick: 'Dan', email: 'dan@two.example' },
] as const
const everyone = ['ada', 'bob', 'cleo', 'dan', 'robot']

const server = await testServer({ clock })

const ours: Query = { query: { case: 'inUserIdsQuery', value: { userIds: everyone } } }
const idsOf = (rows: readonly { readonly userId: string }[]) => rows.map(({ userId }) => userId)

async function matching(...queries: One[]) {
  const request = { query: { asc: true }, queries: [ours, ...queries.map((query) => ({ query }))] }
  const { result, details } = await server.client(UserService).listUsers(request)
  expect(details?.totalResult).toBe(BigInt(result.length))
  // The same message on the wire, with another package's name.
  const bytes = toBinary(ListUsersRequestSchema, create(ListUsersRequestSchema, request))
  const beta = await server.client(UserServiceBeta).listUsers(fromBinary(BetaRequestSchema, bytes))
  expect(idsOf(beta.result)).toEqual(idsOf(result))
  return idsOf(result)
}

const userName = (text: string, method: Text): One => ({
  case: 'userNameQuery',
  value: { userName: text, method },
})
const cases: readonly (readonly [string, One, readonly string[]])[] = [
  ['equals', userName('Ada.L', Text.EQUALS), ['ada']],
  ['equals, wrong case', userName('ada.l', Text.EQUALS), []],
  ['equals, ignoring case', userName('ADA.l', Text.EQUALS_IGNORE_CASE), ['ada']],
  ['starts with', userName('100', Text.STARTS_WITH), ['bob']],
  ['starts with, ignoring case', userName('ADA', Text.STARTS_WITH_IGNORE_CASE), ['ada']],
  ['contains', userName('le', Text.CONTAINS), ['cleo']],
  ['contains, ignoring case', userName('A.l', Text.CONTAINS_IGNORE_CASE), ['ada']],
  ['ends with', userName('eo', Text.ENDS_WITH), ['cleo']],
  ['ends with, ignoring case', userName('.l', Text.ENDS_WITH_IGNORE_CASE), ['ada']],
  ['a literal %', userName('%', Text.CONTAINS), ['bob']],
  ['a literal _', userName('_', Text.CONTAINS), ['bob']],
  ['a literal backslash', userName('\\', Text.CONTAINS), ['dan']],
  ['given name', { case: 'firstNameQuery', value: { firstName: 'ada', method: 3 } }, ['ada', 'dan']],
  ['family name', { case: 'lastNameQuery', value: { lastName: 'ÅNGSTRÖM', method: 1 } }, ['bob']],
  ['nick name', { case: 'nickNameQuery', value: { nickName: 'unte', method: 4 } }, ['ada']],
  ['display name', { case: 'displayNameQuery', value: { displayName: 'Cleo de', method: 2 } }, ['cleo']],
  [
    'display name of a machine',
    { case: 'displayNameQuery', value: { displayName: 'Worker', method: 0 } },
    ['robot'],
  ],
  ['e-mail', { case: 'emailQuery', value: { emailAddress: 'ada@one.example', method: 0 } }, []],
  [
    'e-mail, ignoring case',
    { case: 'emailQuery', value: { emailAddress: 'ada@one.example', method: 1 } },
    ['ada'],
  ],
  [
    'e-mail domain',
    { case: 'emailQuery', value: { emailAddress: '@two.example', method: 6 } },
    ['cleo', 'dan'],
  ],
  ['phone', { case: 'phoneQuery', value: { number: '2233', method: 6 } }, ['bob']],
  ['login name', { case: 'loginNameQuery', value: { loginName: 'CLEO', method: 1 } }, ['cleo']],
  ['state active', { case: 'stateQuery', value: { state: UserState.ACTIVE } }, ['ada', 'dan', 'robot']],
  ['state locked', { case: 'stateQuery', value: { state: UserState.LOCKED } }, ['bob']],
  ['state inactive', { case: 'stateQuery', value: { state: UserState.INACTIVE } }, ['cleo']],
  ['state initial', { case: 'stateQuery', value: { state: UserState.INITIAL } }, []],
  ['state deleted', { case: 'stateQuery', value: { state: UserState.DELETED } }, []],
  ['type human', { case: 'typeQuery', value: { type: Type.HUMAN } }, ['ada', 'bob', 'cleo', 'dan']],
  ['type machine', { case: 'typeQuery', value: { type: Type.MACHINE } }, ['robot']],
  ['ids, exactly', { case: 'inUserIdsQuery', value: { userIds: ['dan', 'ADA', 'nobody'] } }, ['dan']],
  [
    'addresses, exactly',
    { case: 'inUserEmailsQuery', value: { userEmails: ['Ada@One.example', 'BOB@one.example'] } },
    ['ada'],
  ],
]
const org = await addOrg(server)
const other = await addOrg(server)
const users = server.client(UserService)
for (const { id, username, given, family, nick, email } of people) {
  clock.advance(1)
  await users.createUser({
    organizationId: id === 'dan' ? other.orgId : org.orgId,
    userId: id,
    username,
    userType: {
      case: 'human',
      value: {
        profile: { givenName: given, familyName: family, nickName: nick },
        email: { email, verification: { case: 'isVerified', value: true } },
        ...(id === 'bob' && {
          phone: { phone: '+41791112233', verification: { case: 'isVerified', value: true } },
        }),
      },
    },
  })
}
clock.advance(1)
await users.createUser({
  organizationId: org.orgId,
  userId: 'robot',
  userType: { case: 'machine', value: { name: 'Worker' } },
})
await users.lockUser({ userId: 'bob' })
await users.deactivateUser({ userId: 'cleo' })

test.each(cases)('a search by %s', async (_name, query, expected) => {
  expect(await matching(query)).toEqual(expected)
})

test('a search by organization', async () => {
  const inOrg = (organizationId: string): One => ({ case: 'organizationIdQuery', value: { organizationId } })
  expect(await matching(inOrg(other.orgId))).toEqual(['dan'])
  expect(await matching(inOrg('nowhere'))).toEqual([])
})

describe('queries', () => {
  const ada: Query = { query: { case: 'firstNameQuery', value: { firstName: 'Ada' } } }
  const dan: Query = { query: { case: 'nickNameQuery', value: { nickName: 'Dan' } } }
  const human: Query = { query: { case: 'typeQuery', value: { type: Type.HUMAN } } }
  const or = (...queries: Query[]): One => ({ case: 'orQuery', value: { queries } })
  const and = (...queries: Query[]): One => ({ case: 'andQuery', value: { queries } })
  const not = (query: One): One => ({ case: 'notQuery', value: { query: { query } } })

  test('are joined by AND and can be nested', async () => {
    expect(await matching(or(ada, dan))).toEqual(['ada', 'dan'])
    expect(await matching(and(ada, dan))).toEqual([])
    expect(await matching(not(or(ada, dan)))).toEqual(['bob', 'cleo', 'robot'])
    expect(await matching(and(human, { query: not(or(ada, dan)) }))).toEqual(['bob', 'cleo'])
    expect(await matching(not(not(or(ada))))).toEqual(['ada'])
    expect(await matching(or(ada, dan), human.query as One, not(ada.query as One))).toEqual(['dan'])
  })

  const nested = (depth: number): One =>
    Array.from({ length: depth }).reduce<One>((inner) => not(inner), ada.query as One)

  test('can be nested 20 deep, but no deeper', async () => {
    expect(await matching(nested(20))).toEqual(['ada'])
    expect(await refusalOf(matching(nested(21)))).toEqual({
      code: 'InvalidArgument',
      id: 'user.query_too_deep',
    })
  })

  const users = () => server.client(UserService)
  test.each([
    ['nothing at all', [{}]],
    ['an or of nothing', [{ query: or() }]],
    ['an and of an empty one', [{ query: and({}) }]],
    ['a not of nothing', [{ query: { case: 'notQuery', value: {} } as One }]],
  ])('that ask for %s are refused', async (_name, queries) => {
    expect((await refusalOf(users().listUsers({ queries }))).code).toBe('InvalidArgument')
  })

  test('with an unknown text method are refused', async () => {
    const queries = [{ query: userName('x', 99 as Text) }]
    expect((await refusalOf(users().listUsers({ queries }))).code).toBe('InvalidArgument')
  })

  test('with SQL and wildcards as text match nothing', async () => {
    for (const text of ["'; drop table users; --", '$1', '%', '\\', '💥']) {
      expect(await matching(userName(`${text}${text}!`, Text.CONTAINS_IGNORE_CASE))).toEqual([])
    }
    expect(await matching()).toEqual(everyone)
  })
})

const orders: readonly (readonly [keyof typeof UserFieldName, readonly string[]])[] = [
  ['UNSPECIFIED', ['ada', 'bob', 'cleo', 'dan', 'robot']],
  ['USER_NAME', ['bob', 'ada', 'cleo', 'dan', 'robot']],
  ['FIRST_NAME', ['robot', 'ada', 'dan', 'bob', 'cleo']],
  ['NICK_NAME', ['bob', 'robot', 'ada', 'dan', 'cleo']],
  ['DISPLAY_NAME', ['ada', 'dan', 'bob', 'cleo', 'robot']],
  ['EMAIL', ['robot', 'ada', 'bob', 'cleo', 'dan']],
  ['STATE', ['ada', 'dan', 'robot', 'cleo', 'bob']],
  ['TYPE', ['ada', 'bob', 'cleo', 'dan', 'robot']],
  ['CREATION_DATE', ['ada', 'bob', 'cleo', 'dan', 'robot']],
]
describe('pages', () => {
  test.each(orders)('are sorted by %s, case ignored, descending by default', async (column, expected) => {
    const ask = async (asc: boolean) =>
      server.client(UserService).listUsers({
        query: { asc },
        queries: [ours],
        sortingColumn: UserFieldName[column],
      })
    expect(idsOf((await ask(true)).result)).toEqual(expected)
    const descending = await ask(false)
    expect(idsOf(descending.result)).toEqual(expected.toReversed())
    expect(descending.sortingColumn).toBe(UserFieldName.UNSPECIFIED)
  })

  test('do not overlap; the total counts all of them', async () => {
    const page = (offset: bigint, limit: number) =>
      server.client(UserService).listUsers({ query: { asc: true, offset, limit }, queries: [ours] })
    const pages = await Promise.all([page(0n, 2), page(2n, 2), page(4n, 2), page(9n, 2)])
    expect(pages.flatMap(({ result }) => idsOf(result))).toEqual(everyone)
    expect(pages.map(({ details }) => details?.totalResult)).toEqual([5n, 5n, 5n, 5n])
    expect((await page(0n, 0)).result).toHaveLength(5)
    expect((await page(0n, 5000)).result).toHaveLength(5)
    expect((await page(0n, 1)).details?.timestamp).toBeDefined()
  })
})

test('management lists only the context organization, with the same queries', async () => {
  const list = (headers: Readonly<Record<string, string>>, request = {}) =>
    server.client(ManagementService, { headers }).listUsers(request)
  const { result, details } = await list(org.headers, { query: { asc: true } })
  expect(result.map(({ id }) => id)).toEqual(['ada', 'bob', 'cleo', 'robot'])
  expect(details?.totalResult).toBe(4n)
  const inOther = await list(other.headers, {
    queries: [{ query: { case: 'inUserIdsQuery', value: { userIds: everyone } } }],
  })
  expect(inOther.result.map(({ id }) => id)).toEqual(['dan'])
  const sorted = await list(org.headers, { query: { asc: true, limit: 2 }, sortingColumn: FieldV1.USER_NAME })
  expect(sorted.result.map(({ id }) => id)).toEqual(['bob', 'ada'])
  expect((await refusalOf(list(org.headers, { queries: [{}] }))).code).toBe('InvalidArgument')
})

test('many at a time by a whole name or address each find their own, whatever the order, the page and other queries', async () => {
  const twins = await addOrg(server)
  for (const userId of ['twin1', 'twin2', 'twin3']) {
    const email = { email: 'twin@three.example', verification: { case: 'isVerified', value: true } } as const
    const profile = { givenName: userId, familyName: 'Twin' }
    const userType = { case: 'human', value: { profile, email } } as const
    await users.createUser({ organizationId: twins.orgId, userId, username: userId, userType })
  }
  const find = async (
    queries: readonly One[],
    asc = true,
    page: { limit?: number; offset?: bigint } = {},
  ) => {
    const { result, details } = await users.listUsers({
      query: { asc, ...page },
      sortingColumn: UserFieldName.DISPLAY_NAME,
      queries: queries.map((query) => ({ query })),
    })
    return [...idsOf(result), Number(details?.totalResult)]
  }
  const email = (emailAddress: string, method = Text.EQUALS): One => ({
    case: 'emailQuery',
    value: { emailAddress, method },
  })
  const active: One = { case: 'stateQuery', value: { state: UserState.ACTIVE } }
  const phone: One = { case: 'phoneQuery', value: { number: '+41791112233', method: Text.EQUALS } }
  const loginName: One = { case: 'loginNameQuery', value: { loginName: 'twin2', method: Text.EQUALS } }
  // A text of SQL is prepared, and batched, once it has been sent some times.
  for (let round = 0; round < 6; round++) {
    const found = await Promise.all([
      ...people.map(({ email: address }) => find([email(address)])),
      find([email('ADA@ONE.EXAMPLE', Text.EQUALS_IGNORE_CASE)]),
      find([email('ADA@ONE.EXAMPLE')]),
      find([email(`nobody${round}@one.example`)]),
      find([email("'); drop table users; --\\")]),
      find([email('twin@three.example')]),
      find([email('twin@three.example')], false),
      find([email('twin@three.example')], true, { limit: 2 }),
      find([email('twin@three.example')], true, { limit: 2, offset: 2n }),
      find([email('bob@one.example'), active]),
      find([email('dan@two.example'), active]),
      find([phone]),
      find([loginName]),
      find([userName('twin3', Text.EQUALS)]),
    ])
    expect(found).toEqual([
      ...people.map(({ id }) => [id, 1]),
      ['ada', 1],
      [0],
      [0],
      [0],
      ['twin1', 'twin2', 'twin3', 3],
      ['twin3', 'twin2', 'twin1', 3],
      ['twin1', 'twin2', 3],
      ['twin3', 3],
      [0],
      ['dan', 1],
      ['bob', 1],
      ['twin2', 1],
      ['twin3', 1],
    ])
  }
})

test('over REST', async () => {
  const body = {
    query: { asc: true, limit: 1 },
    queries: [{ userNameQuery: { userName: 'ada', method: 'TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE' } }],
    sortingColumn: 'USER_FIELD_NAME_EMAIL',
  }
  for (const path of ['/v2/users', '/v2beta/users']) {
    const { status, json } = await server.rest('POST', path, { body })
    expect([status, json]).toMatchObject([
      200,
      { details: { totalResult: '1' }, result: [{ userId: 'ada' }] },
    ])
  }
  const { status, json } = await server.rest('POST', '/management/v1/users/_search', {
    body: { queries: [{ firstNameQuery: { firstName: 'Ada' } }] },
    headers: org.headers,
  })
  expect([status, json]).toMatchObject([200, { result: [{ id: 'ada' }] }])
})
