import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { verify } from '@node-rs/argon2'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { TimestampFilterMethod } from '@zitadel/proto/zitadel/filter/v2/filter_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { KeyFieldName } from '@zitadel/proto/zitadel/user/v2/key_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writing } from '../../access/call.ts'
import { matchesDigest } from '../../access/tokenSecret.ts'
import type { EventBody } from '../../kernel/facet.ts'
import {
  onInstance,
  onOrganization,
  openTestLog,
  type TestLog,
  testCall,
  testTime,
} from '../../testing/testLog.ts'
import { settings } from '../settings/index.ts'
import { newHumanEvents, newMachineEvents, users } from '../users/index.ts'
import { machineCredentials } from './index.ts'
import { personalAccessToken } from './personalAccessToken.ts'
import { clientSecretFacet } from './secretState.ts'

const orgDomains = {
  name: 'test/org-domains',
  sql: 'create table org_domains (instance_id text, org_id text, domain text, is_verified boolean, is_primary boolean)',
}
const admin = testCall('admin', { memberships: [onInstance('IAM_OWNER')] })
const elsewhere = testCall('admin', { orgId: 'o2', memberships: [onInstance('IAM_OWNER')] })
const v2 = UserService.method
const v1 = ManagementService.method
const later = (seconds: number) => new Date(testTime.getTime() + seconds * 1000)
const expirationDate = timestampFromDate(later(3600))
let system: TestLog
let made = 0

beforeAll(async () => {
  system = await openTestLog([users, settings, machineCredentials], [orgDomains])
  await append(
    'person',
    newHumanEvents({
      username: 'ada',
      scope: '',
      profile: {
        givenName: 'A',
        familyName: 'L',
        nickName: '',
        displayName: '',
        language: 'en',
        gender: 'female',
      },
      email: { address: 'ada@example.com', proof: { kind: 'verified' } },
    }),
  )
})
afterAll(() => system.close())

async function append(id: string, events: readonly EventBody[], owner = 'o1') {
  const ref = { type: 'user', id }
  await system.deps.log.transact(writing(admin), ref, async (tx) => {
    await tx.append(await tx.load(ref), events, { owner })
  })
}

async function machine(owner = 'o1'): Promise<string> {
  const id = `machine${++made}`
  const events = newMachineEvents({
    username: id,
    scope: '',
    name: id,
    description: '',
    accessTokenType: 'bearer',
  })
  await append(id, events, owner)
  return id
}

const digestOf = (userId: string, tokenId: string) =>
  system.deps.log.secret({ instanceId: 'i1', type: 'user', id: userId }, tokenId)
const refused = (code: string) => ({ refusal: expect.objectContaining({ code }) })
const ofKind = (kind: string) => ({ refusal: expect.objectContaining({ kind }) })

test('a token is shown once, kept as digest, and gone after removal', async () => {
  const userId = await machine()
  const added = await system.ask(v2.addPersonalAccessToken, { userId, expirationDate }, admin)
  const parsed = personalAccessToken.parse(added.token)
  expect(parsed?.tokenId).toBe(added.tokenId)
  const digest = await digestOf(userId, added.tokenId)
  expect(parsed && matchesDigest(parsed.secret, digest)).toBe(true)
  await system.ask(v2.removePersonalAccessToken, { userId, tokenId: added.tokenId }, admin)
  expect(await digestOf(userId, added.tokenId)).toBeUndefined()
  const again = system.ask(v2.removePersonalAccessToken, { userId, tokenId: added.tokenId }, admin)
  await expect(again).rejects.toMatchObject(refused('machine_credential.token_not_found'))
})

test('an administrator’s lock revokes tokens for good, a lock by failures does not', async () => {
  const userId = await machine()
  const { tokenId } = await system.ask(v1.addPersonalAccessToken, { userId }, admin)
  await append(userId, [{ type: 'user.locked', payload: { automatic: true, until: null } }])
  expect(await digestOf(userId, tokenId)).toBeDefined()
  await append(userId, [{ type: 'user.locked', payload: { automatic: false, until: null } }])
  await append(userId, [{ type: 'user.unlocked', payload: {} }])
  expect(await digestOf(userId, tokenId)).toBeUndefined()
  const listed = await system.ask(v1.listPersonalAccessTokens, { userId }, admin)
  expect(listed.result.map(({ id }) => id)).toEqual([tokenId])
})

test('v1 tokens: no expiration means never, scopes are fixed, other organizations see nothing', async () => {
  const userId = await machine()
  const { tokenId, details } = await system.ask(v1.addPersonalAccessToken, { userId }, admin)
  expect(details?.creationDate).toBeDefined()
  const { token } = await system.ask(v1.getPersonalAccessTokenByIDs, { userId, tokenId }, admin)
  expect(token?.expirationDate?.seconds).toBe(253402300799n)
  expect(token?.scopes).toEqual([
    'openid',
    'profile',
    'urn:zitadel:iam:user:metadata',
    'urn:zitadel:iam:user:resourceowner',
  ])
  expect(token?.details).toMatchObject({ sequence: 2n, resourceOwner: 'o1' })
  const foreign = system.ask(v1.getPersonalAccessTokenByIDs, { userId, tokenId }, elsewhere)
  await expect(foreign).rejects.toMatchObject(refused('machine_credential.token_not_found'))
  expect((await system.ask(v1.listPersonalAccessTokens, { userId }, elsewhere)).result).toEqual([])
  const add = system.ask(v1.addPersonalAccessToken, { userId }, elsewhere)
  await expect(add).rejects.toMatchObject(refused('machine_credential.machine_missing'))
  const remove = system.ask(v1.removePersonalAccessToken, { userId, tokenId }, elsewhere)
  await expect(remove).rejects.toMatchObject(refused('machine_credential.token_not_found'))
})

test('credentials must expire in the future, belong to a machine, and be asked for with the right to', async () => {
  const userId = await machine()
  const past = timestampFromDate(testTime)
  for (const method of [v2.addPersonalAccessToken, v2.addKey] as const) {
    await expect(system.ask(method, { userId, expirationDate: past }, admin)).rejects.toMatchObject(
      refused('machine_credential.expiry_past'),
    )
    for (const id of ['person', 'nobody']) {
      await expect(system.ask(method, { userId: id, expirationDate }, admin)).rejects.toMatchObject(
        refused('machine_credential.machine_missing'),
      )
    }
    const stranger = system.ask(method, { userId, expirationDate }, testCall('stranger'))
    await expect(stranger).rejects.toMatchObject(ofKind('not_found'))
    const viewer = testCall('viewer', { memberships: [onOrganization('o1', 'ORG_OWNER_VIEWER')] })
    await expect(system.ask(method, { userId, expirationDate }, viewer)).rejects.toMatchObject(
      ofKind('permission_denied'),
    )
    await system.ask(method, { userId, expirationDate }, testCall(userId))
  }
})

test('a generated key comes as a key file whose public half is kept', async () => {
  const userId = await machine()
  const { keyId, keyDetails } = await system.ask(v1.addMachineKey, { userId, type: KeyType.JSON }, admin)
  const file = JSON.parse(Buffer.from(keyDetails).toString())
  expect(file).toMatchObject({
    type: 'serviceaccount',
    keyId,
    userId,
    expirationDate: '9999-12-31T23:59:59Z',
  })
  const [row] = await system.deps.database.query<{ public_key: string }>(
    'select public_key from machine_keys where key_id = $1',
    [keyId],
  )
  const publicHalf = createPublicKey(createPrivateKey(file.key)).export({ type: 'spki', format: 'pem' })
  expect(row?.public_key).toBe(publicHalf)
  const { key } = await system.ask(v1.getMachineKeyByIDs, { userId, keyId }, admin)
  expect(key).toMatchObject({ id: keyId, type: KeyType.JSON })
  expect((await system.ask(v1.listMachineKeys, { userId }, admin)).details?.totalResult).toBe(1n)
  await system.ask(v1.removeMachineKey, { userId, keyId }, admin)
  const gone = system.ask(v1.getMachineKeyByIDs, { userId, keyId }, admin)
  await expect(gone).rejects.toMatchObject(refused('machine_credential.key_not_found'))
})

test('an own public key is taken without a key file, a broken one is refused', async () => {
  const userId = await machine()
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }))
  const added = await system.ask(v2.addKey, { userId, expirationDate, publicKey: pem }, admin)
  expect(added.keyContent).toHaveLength(0)
  const broken = system.ask(v2.addKey, { userId, expirationDate, publicKey: Buffer.from('x') }, admin)
  await expect(broken).rejects.toMatchObject(refused('machine_credential.public_key_invalid'))
  await system.ask(v2.removeKey, { userId, keyId: added.keyId }, admin)
  const again = system.ask(v2.removeKey, { userId, keyId: added.keyId }, admin)
  await expect(again).rejects.toMatchObject(refused('machine_credential.key_not_found'))
})

test('a client secret is hashed, replaced and removed', async () => {
  const userId = await machine()
  const hashOf = async () => {
    const user = await system.deps.log.load({ instanceId: 'i1', type: 'user', id: userId })
    const state = user.state(clientSecretFacet)
    const sealed = state.kind === 'set' ? await system.deps.log.secret(user, state.secretId) : undefined
    return sealed?.toString() ?? ''
  }
  const first = await system.ask(v2.addSecret, { userId }, admin)
  expect(first.clientSecret).toMatch(/^[A-Za-z0-9]{64}$/)
  expect(await verify(await hashOf(), first.clientSecret)).toBe(true)
  const second = await system.ask(v1.generateMachineSecret, { userId }, admin)
  expect(second.clientId).toBe(userId)
  expect(await verify(await hashOf(), first.clientSecret)).toBe(false)
  await expect(system.ask(v1.generateMachineSecret, { userId }, elsewhere)).rejects.toMatchObject(
    refused('user.not_found'),
  )
  await expect(system.ask(v1.removeMachineSecret, { userId }, elsewhere)).rejects.toMatchObject(
    refused('machine_credential.secret_not_set'),
  )
  await system.ask(v2.removeSecret, { userId }, testCall(userId))
  expect(await hashOf()).toBe('')
  await expect(system.ask(v1.removeMachineSecret, { userId }, admin)).rejects.toMatchObject(
    refused('machine_credential.secret_not_set'),
  )
  await expect(system.ask(v2.addSecret, { userId: 'person' }, admin)).rejects.toMatchObject(
    refused('machine_credential.machine_missing'),
  )
})

test('lists filter, sort, page and show each caller its own reach', async () => {
  const [near, far] = [await machine('o1'), await machine('o2')]
  const ids: string[] = []
  for (const [userId, seconds] of [
    [near, 0],
    [near, 1],
    [far, 2],
  ] as const) {
    const call = { ...admin, now: later(seconds) }
    const request = { userId, expirationDate: timestampFromDate(later(7200 - seconds)) }
    ids.push((await system.ask(v2.addPersonalAccessToken, request, call)).tokenId)
  }
  const [first = '', second = '', third = ''] = ids
  const list = async (request: object, call = admin) => {
    const reply = await system.ask(v2.listPersonalAccessTokens, request, call)
    const mine = reply.result.map(({ id }) => id).filter((id) => ids.includes(id))
    return { mine, total: reply.pagination?.totalResult, applied: reply.pagination?.appliedLimit }
  }
  const filter = (name: string, value: object) => ({ filters: [{ filter: { case: name, value } }] })
  expect(await list({})).toMatchObject({ mine: [third, second, first], applied: 100n })
  expect((await list(filter('userIdFilter', { id: near }))).mine).toEqual([second, first])
  expect((await list(filter('tokenIdFilter', { id: third }))).mine).toEqual([third])
  const after = { timestamp: timestampFromDate(testTime), method: TimestampFilterMethod.AFTER }
  expect((await list(filter('createdDateFilter', after))).mine).toEqual([third, second])
  const sorted = { ...filter('userIdFilter', { id: near }), sortingColumn: KeyFieldName.KEY_EXPIRATION_DATE }
  expect((await list({ ...sorted, pagination: { asc: true, limit: 1 } })).mine).toEqual([second])
  expect(await list({ ...sorted, pagination: { asc: true, limit: 1, offset: 1n } })).toEqual({
    mine: [first],
    total: 2n,
    applied: 1n,
  })
  const byOrganization = filter('organizationIdFilter', { id: 'o2' })
  expect((await list(byOrganization)).mine).toEqual([third])

  const owner = testCall('owner', { memberships: [onOrganization('o1', 'ORG_OWNER_VIEWER')] })
  expect((await list({}, owner)).mine).toEqual([second, first])
  expect(await list({}, testCall(far, { orgId: 'o2' }))).toEqual({ mine: [third], total: 1n, applied: 100n })
  expect(await list({}, testCall('stranger'))).toEqual({ mine: [], total: 0n, applied: 100n })
  expect((await list({}, testCall('admin', { instanceId: 'i2', memberships: [] }))).mine).toEqual([])

  await expect(list({ pagination: { limit: 1001 } })).rejects.toMatchObject(ofKind('invalid_argument'))
  await expect(list({ filters: [{}] })).rejects.toMatchObject(ofKind('invalid_argument'))
  await expect(list(filter('createdDateFilter', {}))).rejects.toMatchObject(ofKind('invalid_argument'))
})

test('a removed machine leaves nothing; no payload holds a secret; the log verifies', async () => {
  const userId = await machine()
  const { token } = await system.ask(v2.addPersonalAccessToken, { userId, expirationDate }, admin)
  const { clientSecret } = await system.ask(v2.addSecret, { userId }, admin)
  const events = await system.deps.database.query<{ payload: object }>('select payload from events')
  const written = JSON.stringify(events)
  for (const secret of [clientSecret, token.slice(-43), 'PRIVATE KEY', '$argon2'])
    expect(written).not.toContain(secret)
  await append(userId, [{ type: 'user.removed', payload: {} }])
  const left = await system.deps.database.query(
    `select user_id from personal_access_tokens where user_id = $1
     union all select stream_id from secrets where stream_id = $1`,
    [userId],
  )
  expect(left).toEqual([])
  expect((await system.deps.log.verify()).findings).toEqual([])
})
