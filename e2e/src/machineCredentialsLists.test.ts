import { type Timestamp, timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { TimestampFilterMethod } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { KeyFieldName } from '@zitadel/proto/zitadel/user/v2/key_pb.js'
import { PersonalAccessTokenFieldName } from '@zitadel/proto/zitadel/user/v2/pat_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'

const clock = testClock()
let secondDate: Timestamp
let secondExpiry: Timestamp

const server = await testServer({ clock })

const after = TimestampFilterMethod.AFTER
const before = TimestampFilterMethod.BEFORE_OR_EQUALS

const org = await addOrg(server)
const machine = await addMachine(server, { orgId: org.orgId })
const { userId } = machine
const own = server.client(UserService)
/** Three of each kind, a second apart; later ones expire sooner. */
const ids: Record<'key' | 'token', string[]> = { key: [], token: [] }
for (const index of [0, 1, 2]) {
  clock.advance(1)
  const expirationDate = timestampFromDate(new Date(clock.now().getTime() + (9 - 3 * index) * 3_600_000))
  if (index === 1) [secondDate, secondExpiry] = [timestampFromDate(clock.now()), expirationDate]
  ids.key.push((await own.addKey({ userId, expirationDate })).keyId)
  ids.token.push((await own.addPersonalAccessToken({ userId, expirationDate })).tokenId)
}

describe.each(['key', 'token'] as const)('user.v2 lists of every %s', (kind) => {
  type Filter = { readonly case: string | undefined; readonly value?: object }
  interface ListQuery {
    readonly filters?: readonly Filter[]
    readonly pagination?: { readonly limit?: number; readonly offset?: bigint; readonly asc?: boolean }
    readonly sortingColumn?: number
  }
  const idFilter = kind === 'key' ? 'keyIdFilter' : 'tokenIdFilter'
  const columns =
    kind === 'key'
      ? { created: KeyFieldName.CREATED_DATE, expiration: KeyFieldName.KEY_EXPIRATION_DATE }
      : {
          created: PersonalAccessTokenFieldName.CREATED_DATE,
          expiration: PersonalAccessTokenFieldName.EXPIRATION_DATE,
        }
  const list = async (query: ListQuery, options: ClientOptions = {}) => {
    const users = server.client(UserService, options)
    const request = { ...query, filters: (query.filters ?? []).map((filter) => ({ filter })) } as object
    const { result, pagination } =
      kind === 'key' ? await users.listKeys(request) : await users.listPersonalAccessTokens(request)
    return { found: result.map(({ id }) => ids[kind].indexOf(id)), pagination }
  }
  const places = async (query: ListQuery) => (await list(query)).found.filter((place) => place >= 0)
  const mine = (): Filter => ({ case: 'userIdFilter', value: { id: machine.userId } })

  test('match every filter', async () => {
    const created = (method: number) => ({
      case: 'createdDateFilter',
      value: { timestamp: secondDate, method },
    })
    const expiring = (method: number) => ({
      case: 'expirationDateFilter',
      value: { timestamp: secondExpiry, method },
    })
    const expected: readonly (readonly [Filter[], number[]])[] = [
      [[mine()], [2, 1, 0]],
      [[{ case: idFilter, value: { id: ids[kind][1] } }], [1]],
      [[{ case: 'organizationIdFilter', value: { id: org.orgId } }], [2, 1, 0]],
      [[{ case: 'organizationIdFilter', value: { id: server.first.orgId } }], []],
      [[mine(), created(TimestampFilterMethod.EQUALS)], [1]],
      [[mine(), created(after)], [2]],
      [
        [mine(), created(before)],
        [1, 0],
      ],
      [
        [mine(), expiring(before)],
        [2, 1],
      ],
      [[mine(), expiring(after), created(after)], []],
    ]
    for (const [filters, found] of expected) {
      expect(await places({ filters }), JSON.stringify(filters.map((filter) => filter.case))).toEqual(found)
    }
  })

  test('are sorted by creation, newest first, by default', async () => {
    const filters = [mine()]
    const sorted = (sortingColumn: number | undefined, asc: boolean) =>
      places({ filters, pagination: { asc }, ...(sortingColumn && { sortingColumn }) })
    expect(await sorted(undefined, false)).toEqual([2, 1, 0])
    expect(await sorted(columns.created, true)).toEqual([0, 1, 2])
    expect(await sorted(columns.expiration, true)).toEqual([2, 1, 0])
    expect(await sorted(columns.expiration, false)).toEqual([0, 1, 2])
  })

  test('have pages of 100 by default and of 1000 at most', async () => {
    const filters = [{ case: idFilter, value: { id: ids[kind][1] } }]
    expect((await list({ filters })).pagination).toMatchObject({ totalResult: 1n, appliedLimit: 100n })
    const page = await list({ filters: [mine()], pagination: { limit: 1, offset: 1n } })
    expect(page.found).toHaveLength(1)
    expect(page.pagination?.appliedLimit).toBe(1n)
    expect((await list({ pagination: { limit: 1000 } })).pagination?.appliedLimit).toBe(1000n)
    expect((await refusalOf(list({ pagination: { limit: 1001 } }))).code).toBe('InvalidArgument')
    expect((await refusalOf(list({ filters: [{ case: undefined }] }))).code).toBe('InvalidArgument')
  })

  test('hold the credentials of users whom the caller may read, and its own', async () => {
    const tokenOf = async (machine: Parameters<typeof addMachine>[1]) => ({
      token: (await addMachine(server, machine)).token,
    })
    const viewer = await tokenOf({ orgId: org.orgId, roles: ['ORG_OWNER_VIEWER'] })
    const seen = async (options: ClientOptions) =>
      (await list({ filters: [mine()] }, options)).found.filter((place) => place >= 0)
    expect(await seen(viewer)).toEqual([2, 1, 0])
    expect(await seen({ token: machine.token })).toEqual([2, 1, 0])
    expect(await seen(await tokenOf({ roles: ['ORG_OWNER'] }))).toEqual([])
    expect(await seen(await tokenOf({ orgId: org.orgId }))).toEqual([])
    expect((await refusalOf(list({}, { token: null }))).code).toBe('Unauthenticated')
  })
})

describe('management.v1', () => {
  const management = (headers: Record<string, string> = org.headers) =>
    server.client(ManagementService, { headers })
  const elsewhere = () => management({ 'x-zitadel-orgid': server.first.orgId })
  const forever = new Date('9999-12-31T23:59:59Z')

  test('a token without expiration never expires; it is read and listed with its fixed scopes', async () => {
    const { userId } = machine
    const { tokenId, token, details } = await management().addPersonalAccessToken({ userId })
    expect(details).toMatchObject({
      resourceOwner: org.orgId,
      creationDate: timestampFromDate(clock.now()),
      sequence: expect.any(BigInt),
    })
    expect(details?.changeDate).toBeUndefined()
    expect(token).not.toBe('')
    const got = await management().getPersonalAccessTokenByIDs({ userId, tokenId })
    expect(got.token?.expirationDate && timestampDate(got.token.expirationDate)).toEqual(forever)
    expect(got.token).toMatchObject({
      id: tokenId,
      scopes: ['openid', 'profile', 'urn:zitadel:iam:user:metadata', 'urn:zitadel:iam:user:resourceowner'],
      details: { resourceOwner: org.orgId, sequence: details?.sequence },
    })
    const listed = await management().listPersonalAccessTokens({ userId })
    expect(listed.result.map(({ id }) => id)).toContain(tokenId)
    expect(Number(listed.details?.totalResult)).toBe(listed.result.length)
    const page = await management().listPersonalAccessTokens({ userId, query: { limit: 2, offset: 1n } })
    expect([page.result.length, page.details?.totalResult]).toEqual([2, listed.details?.totalResult])
    expect((await refusalOf(elsewhere().listPersonalAccessTokens({ userId }))).id).toBe('user.not_found')
    const removed = await management().removePersonalAccessToken({ userId, tokenId })
    expect(removed.details).toMatchObject({ changeDate: expect.anything(), resourceOwner: org.orgId })
    const missing = await refusalOf(management().getPersonalAccessTokenByIDs({ userId, tokenId }))
    expect(missing).toEqual({ code: 'NotFound', id: 'machine_credential.token_not_found' })
  })

  test('a key without expiration never expires; it is read and listed', async () => {
    const { userId } = machine
    const { keyId, keyDetails, details } = await management().addMachineKey({ userId, type: KeyType.JSON })
    expect(JSON.parse(Buffer.from(keyDetails).toString())).toMatchObject({
      type: 'serviceaccount',
      keyId,
      userId,
      expirationDate: '9999-12-31T23:59:59Z',
    })
    expect(details).toMatchObject({ creationDate: expect.anything(), resourceOwner: org.orgId })
    const got = await management().getMachineKeyByIDs({ userId, keyId })
    expect(got.key).toMatchObject({ id: keyId, type: KeyType.JSON })
    expect(got.key?.expirationDate && timestampDate(got.key.expirationDate)).toEqual(forever)
    const listed = await management().listMachineKeys({ userId })
    expect(listed.result.map(({ id }) => id)).toContain(keyId)
    expect((await refusalOf(elsewhere().listMachineKeys({ userId }))).id).toBe('user.not_found')
    await management().removeMachineKey({ userId, keyId })
    const missing = await refusalOf(management().getMachineKeyByIDs({ userId, keyId }))
    expect(missing).toEqual({ code: 'NotFound', id: 'machine_credential.key_not_found' })
  })

  test('a client secret has the login name as client id', async () => {
    const { userId } = await management().addMachineUser({ userName: 'Daemon', name: 'Daemon' })
    const { clientId, clientSecret, details } = await management().generateMachineSecret({ userId })
    expect([clientId, clientSecret.length]).toEqual(['Daemon', 64])
    expect(details).toMatchObject({ creationDate: expect.anything(), resourceOwner: org.orgId })
    expect((await refusalOf(elsewhere().removeMachineSecret({ userId }))).code).toBe('FailedPrecondition')
    const removed = await management().removeMachineSecret({ userId })
    expect(removed.details?.changeDate).toBeDefined()
    expect((await refusalOf(management().removeMachineSecret({ userId }))).code).toBe('FailedPrecondition')
  })

  test('machines of other organizations look missing', async () => {
    const { userId } = machine
    const [keyId, tokenId] = [ids.key[0] ?? '', ids.token[0] ?? '']
    const codes = await Promise.all(
      [
        elsewhere().addPersonalAccessToken({ userId }),
        elsewhere().addMachineKey({ userId, type: KeyType.JSON }),
        elsewhere().generateMachineSecret({ userId }),
        elsewhere().removePersonalAccessToken({ userId, tokenId }),
        elsewhere().removeMachineKey({ userId, keyId }),
        elsewhere().getPersonalAccessTokenByIDs({ userId, tokenId }),
        elsewhere().getMachineKeyByIDs({ userId, keyId }),
      ].map(async (call) => (await refusalOf(call)).code),
    )
    const missing = ['FailedPrecondition', 'FailedPrecondition', 'NotFound']
    expect(codes).toEqual([...missing, 'NotFound', 'NotFound', 'NotFound', 'NotFound'])
  })

  test('an expiration in the past is refused', async () => {
    const wanted = { userId: machine.userId, expirationDate: timestampFromDate(clock.now()) }
    const past = { code: 'InvalidArgument', id: 'machine_credential.expiry_past' }
    expect(await refusalOf(management().addPersonalAccessToken(wanted))).toEqual(past)
    expect(await refusalOf(management().addMachineKey({ ...wanted, type: KeyType.JSON }))).toEqual(past)
  })
})
