import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { TextFilterMethod } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testClock } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg, readDetails } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const clock = testClock()
const bytes = (text: string) => new TextEncoder().encode(text)
const keys = ['b', 'Beta', 'alpha', 'c%c', 'beta']

const server = await systemServer({ clock })

type ListInput = Parameters<ReturnType<typeof v2>['listUserMetadata']>[0]
const v2 = (options = {}) => server.client(UserService, options)
const management = (options = {}) => server.client(ManagementService, { headers: org.headers, ...options })
const own = () => server.client(AuthService, { token })
const keysOf = (rows: readonly { readonly key: string }[]) => rows.map(({ key }) => key)

const org = await addOrg(server)
const { userId } = await addPerson(server, { headers: org.headers })
for (const key of keys) {
  clock.advance(1)
  const metadata = [{ key, value: bytes(`value of ${key}`) }]
  await server.client(UserService).setUserMetadata({ userId, metadata })
}
const token = (await passwordSession(server, userId)).sessionToken

describe('v2 ListUserMetadata', () => {
  const list = (input: ListInput = {}, options = {}) => v2(options).listUserMetadata({ userId, ...input })

  test('lists by creation date, newest first by default, with values and dates', async () => {
    const { metadata, pagination } = await list()
    expect(keysOf(metadata)).toEqual(keys.toReversed())
    expect(pagination).toMatchObject({ totalResult: 5n, appliedLimit: 100n })
    expect(metadata[0]).toMatchObject({ value: bytes('value of beta') })
    const [first] = (await list({ pagination: { asc: true } })).metadata
    expect(first?.key).toBe('b')
    expect(first?.creationDate).toEqual(first?.changeDate)
    clock.advance(1)
    await v2().setUserMetadata({ userId, metadata: [{ key: 'b', value: bytes('changed') }] })
    const [changed] = (await list({ pagination: { asc: true, limit: 1 } })).metadata
    expect(changed?.value).toEqual(bytes('changed'))
    expect(changed?.creationDate).toEqual(first?.creationDate)
    expect(Number(changed?.changeDate?.seconds)).toBeGreaterThan(Number(first?.changeDate?.seconds))
  })

  test('pages without overlap and refuses more than 1000 rows', async () => {
    const pages = await Promise.all(
      [0n, 2n, 4n, 6n].map((offset) => list({ pagination: { asc: true, limit: 2, offset } })),
    )
    expect(pages.map(({ metadata }) => metadata.length)).toEqual([2, 2, 1, 0])
    expect(pages.flatMap(({ metadata }) => keysOf(metadata))).toEqual(keys)
    expect(pages[3]?.pagination).toMatchObject({ totalResult: 5n, appliedLimit: 2n })
    const refused = await refusalOf(list({ pagination: { limit: 1001 } }))
    expect(refused).toEqual({ code: 'InvalidArgument', id: 'search.limit_too_high' })
  })

  test.each([
    ['beta', TextFilterMethod.EQUALS, ['beta']],
    ['BETA', TextFilterMethod.EQUALS, []],
    ['BETA', TextFilterMethod.EQUALS_IGNORE_CASE, ['Beta', 'beta']],
    ['b', TextFilterMethod.STARTS_WITH, ['b', 'beta']],
    ['B', TextFilterMethod.STARTS_WITH_IGNORE_CASE, ['b', 'Beta', 'beta']],
    ['%', TextFilterMethod.CONTAINS, ['c%c']],
    ['ET', TextFilterMethod.CONTAINS_IGNORE_CASE, ['Beta', 'beta']],
    ['a', TextFilterMethod.ENDS_WITH, ['Beta', 'alpha', 'beta']],
    ['TA', TextFilterMethod.ENDS_WITH_IGNORE_CASE, ['Beta', 'beta']],
  ])('filters by key %s with method %i', async (key, method, expected) => {
    const filters = [{ filter: { case: 'keyFilter' as const, value: { key, method } } }]
    const { metadata, pagination } = await list({ filters, pagination: { asc: true } })
    expect(keysOf(metadata)).toEqual(expected)
    expect(pagination?.totalResult).toBe(BigInt(expected.length))
  })

  test('returns nothing to readers of other organizations and for unknown users, without an error', async () => {
    const count = async (options: object, id = userId) =>
      (await v2(options).listUserMetadata({ userId: id })).metadata.length
    const reader = await addMachine(server, { orgId: org.orgId, roles: ['ORG_OWNER_VIEWER'] })
    const elsewhere = await addMachine(server, {
      orgId: (await addOrg(server)).orgId,
      roles: ['ORG_OWNER'],
    })
    const foreign = await addInstance(server)
    expect(await count({ token: reader.token })).toBe(5)
    expect(await count({ token: elsewhere.token })).toBe(0)
    expect(await count({ token: foreign.token, headers: foreign.headers })).toBe(0)
    expect(await count({}, 'nobody')).toBe(0)
    expect(await statusOf(list({}, { token: null }))).toBe('Unauthenticated')
    // The contract requires user.read in the context organization.
    expect(await statusOf(list({}, { token }))).toBe('NotFound')
    expect(await statusOf(list({}, { token: foreign.token }))).toBe('Unauthenticated')
  })

  test('refuses an empty filter and an empty id', async () => {
    expect(await statusOf(list({ filters: [{}] }))).toBe('InvalidArgument')
    expect(await statusOf(v2().listUserMetadata({ userId: '' }))).toBe('InvalidArgument')
  })
})

describe('the older reads', () => {
  test('management ListUserMetadata and GetUserMetadata', async () => {
    const { result, details } = await management().listUserMetadata({
      id: userId,
      query: { asc: true, limit: 2 },
    })
    expect(keysOf(result)).toEqual(['b', 'Beta'])
    expect(details).toMatchObject({ totalResult: 5n })
    expect(result[0]?.details).toEqual(readDetails(org.orgId))
    const query = {
      query: { case: 'keyQuery', value: { key: 'BETA', method: TextQueryMethod.EQUALS_IGNORE_CASE } },
    } as const
    const found = await management().listUserMetadata({ id: userId, queries: [query], query: { asc: true } })
    expect(keysOf(found.result)).toEqual(['Beta', 'beta'])
    const { metadata } = await management().getUserMetadata({ id: userId, key: 'alpha' })
    expect(metadata).toMatchObject({ key: 'alpha', value: bytes('value of alpha') })
    expect(await refusalOf(management().getUserMetadata({ id: userId, key: 'Alpha' }))).toEqual({
      code: 'NotFound',
      id: 'user.metadata_not_found',
    })
  })

  test('auth ListMyMetadata and GetMyMetadata', async () => {
    const { result, details } = await own().listMyMetadata({ query: { asc: true } })
    expect(keysOf(result)).toEqual(keys)
    expect(details).toMatchObject({ totalResult: 5n })
    const value = { key: 'b', method: TextQueryMethod.STARTS_WITH }
    const found = await own().listMyMetadata({
      query: { asc: true },
      queries: [{ query: { case: 'keyQuery', value } }],
    })
    expect(keysOf(found.result)).toEqual(['b', 'beta'])
    expect((await own().getMyMetadata({ key: 'c%c' })).metadata?.value).toEqual(bytes('value of c%c'))
    expect((await refusalOf(own().getMyMetadata({ key: 'none' }))).code).toBe('NotFound')
  })

  test('return nothing of users of other organizations', async () => {
    const here = management({ headers: {} })
    expect((await here.listUserMetadata({ id: userId })).result).toEqual([])
    expect(await statusOf(here.getUserMetadata({ id: userId, key: 'alpha' }))).toBe('NotFound')
    expect((await management().listUserMetadata({ id: 'nobody' })).result).toEqual([])
  })

  test.each([
    ['ORG_OWNER_VIEWER', 'ok'],
    ['ORG_SETTINGS_MANAGER', 'PermissionDenied'],
    [undefined, 'NotFound'],
  ])('management reads answer %s with %s', async (role, expected) => {
    const input = { orgId: org.orgId, ...(role !== undefined && { roles: [role] }) }
    const caller = management({ token: (await addMachine(server, input)).token })
    expect(await statusOf(caller.listUserMetadata({ id: userId }))).toBe(expected)
    expect(await statusOf(caller.getUserMetadata({ id: userId, key: 'alpha' }))).toBe(expected)
  })

  test('over REST', async () => {
    const body = { query: { asc: true, limit: 1 } }
    const { headers } = org
    const path = `/management/v1/users/${userId}/metadata`
    const listed = await server.rest('POST', `${path}/_search`, { body, headers })
    expect(listed.json).toMatchObject({
      result: [{ key: 'b', value: Buffer.from('changed').toString('base64') }],
    })
    expect((await server.rest('GET', `${path}/alpha`, { headers })).status).toBe(200)
    expect((await server.rest('GET', `${path}/none`, { headers })).status).toBe(404)
    expect((await server.rest('GET', '/auth/v1/users/me/metadata/alpha', { token })).status).toBe(200)
  })
})
