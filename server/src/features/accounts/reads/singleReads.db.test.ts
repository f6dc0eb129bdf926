import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, writing } from '../../../access/call.ts'
import { onInstance, onOrganization, testCall, testTime } from '../../../testing/testLog.ts'
import { metadataSet } from '../../users/index.ts'
import { admin, openReadsWorld, type ReadsWorld } from './readsWorld.ts'

const v2 = UserService.method
const v1 = ManagementService.method
const mine = AuthService.method
const refused = (code: string) => ({ refusal: expect.objectContaining({ code }) })
const text = (value: string) => new TextEncoder().encode(value)
const stranger = testCall('bob')
const ada = testCall('ada')
const inOtherOrg: Call = { ...admin, orgId: 'o2' }

let world: ReadsWorld

beforeAll(async () => {
  world = await openReadsWorld()
  await world.person({ id: 'ada', given: 'Ada', family: 'Lovelace', username: 'Ada.L', scope: 'o1' })
  await world.person({ id: 'bob', phone: '+41791112233' })
  await world.machine('robot')
  const later: Call = { ...admin, now: new Date(testTime.getTime() + 1000) }
  await world.append('ada', [metadataSet('color', text('blue')), metadataSet('Col%', text('x'))], {
    call: later,
  })
  await world.deps.log.transact(writing(later), { type: 'user', id: 'ada' }, async (tx) => {
    const user = await tx.load({ type: 'user', id: 'ada' })
    tx.seal(user, 's1', 'hash')
    const payload = { secretId: 's1', changeRequired: true }
    await tx.append(user, [{ type: 'user.human.password.changed', payload }])
  })
  await world.deps.database.query(`insert into mfa_init_skips values ('i1', 'ada', '2026-11-20T00:00:00Z')`)
})
afterAll(() => world.close())

test('v2 shows a person whole', async () => {
  const { details, user } = await world.ask(v2.getUserByID, { userId: 'ada' }, admin)
  expect(details).toMatchObject({ sequence: 5n, resourceOwner: 'o1' })
  expect(Number(details?.changeDate?.seconds) - Number(details?.creationDate?.seconds)).toBe(1)
  expect(user).toMatchObject({
    userId: 'ada',
    state: 1,
    username: 'Ada.L',
    loginNames: ['Ada.L@one.example', 'Ada.L@uno.example'],
    preferredLoginName: 'Ada.L@one.example',
    type: {
      case: 'human',
      value: {
        profile: { givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace', gender: 3 },
        email: { email: 'Ada.L@mail.example', isVerified: true },
        phone: { phone: '', isVerified: false },
        passwordChangeRequired: true,
        passwordChanged: { seconds: BigInt(testTime.getTime() / 1000 + 1) },
        mfaInitSkipped: { seconds: BigInt(Date.UTC(2026, 10, 20) / 1000) },
      },
    },
  })
})

test('v2 shows a machine', async () => {
  const { user } = await world.ask(v2.getUserByID, { userId: 'robot' }, admin)
  expect(user?.type).toMatchObject({ case: 'machine', value: { name: 'robot name', accessTokenType: 1 } })
})

test('v2 lets the person itself and readers of its organization see it', async () => {
  const get = (call: Call, userId = 'ada') => world.ask(v2.getUserByID, { userId }, call)
  expect((await get(ada)).user?.userId).toBe('ada')
  const reader = testCall('bob', { memberships: [onOrganization('o1', 'ORG_OWNER_VIEWER')] })
  expect((await get(reader)).user?.userId).toBe('ada')
  await expect(get(stranger)).rejects.toMatchObject(refused('permission.membership_not_found'))
  const weak = testCall('bob', { memberships: [onOrganization('o1', 'ORG_USER_SELF_MANAGER')] })
  await expect(get(weak)).rejects.toMatchObject(refused('permission.denied'))
  await expect(get(admin, 'nobody')).rejects.toMatchObject(refused('user.not_found'))
  const elsewhere = testCall('admin', { instanceId: 'i2', memberships: [onInstance('IAM_OWNER')] })
  await expect(get(elsewhere)).rejects.toMatchObject(refused('user.not_found'))
})

test('management shows users of the context organization only', async () => {
  const { user } = await world.ask(v1.getUserByID, { id: 'bob' }, admin)
  expect(user).toMatchObject({
    id: 'bob',
    userName: 'bob',
    loginNames: ['bob'],
    type: { case: 'human', value: { phone: { phone: '+41791112233', isPhoneVerified: true } } },
  })
  const missing = refused('user.not_found')
  await expect(world.ask(v1.getUserByID, { id: 'bob' }, inOtherOrg)).rejects.toMatchObject(missing)
  for (const method of [v1.getHumanProfile, v1.getHumanEmail, v1.getHumanPhone]) {
    await expect(world.ask(method, { userId: 'bob' }, inOtherOrg)).rejects.toMatchObject(missing)
    await expect(world.ask(method, { userId: 'robot' }, admin)).rejects.toMatchObject(
      refused('user.not_human'),
    )
  }
  const { profile } = await world.ask(v1.getHumanProfile, { userId: 'ada' }, admin)
  expect(profile).toMatchObject({ firstName: 'Ada', lastName: 'Lovelace', preferredLanguage: 'en' })
  expect((await world.ask(v1.getHumanEmail, { userId: 'ada' }, admin)).email?.isEmailVerified).toBe(true)
  expect((await world.ask(v1.getHumanPhone, { userId: 'ada' }, admin)).phone?.phone).toBe('')
})

test('a login name is found in the whole instance, case ignored', async () => {
  const find = (loginName: string) => world.ask(v1.getUserByLoginNameGlobal, { loginName }, inOtherOrg)
  expect((await find('ADA.l@uno.example')).user?.id).toBe('ada')
  await expect(find('Ada.L')).rejects.toMatchObject(refused('user.not_found'))
})

test('uniqueness asks for the exact username and the exact address', async () => {
  const unique = async (userName: string, email = '') =>
    (await world.ask(v1.isUserUnique, { userName, email }, inOtherOrg)).isUnique
  expect(await unique('bob')).toBe(false)
  expect(await unique('Bob')).toBe(true)
  expect(await unique('carl')).toBe(true)
  expect(await unique('carl', 'bob@mail.example')).toBe(false)
  expect(await unique('')).toBe(true)
})

test('changes come newest first, after the given one, without payloads', async () => {
  const changes = async (query: { sequence?: bigint; limit?: number; asc?: boolean }, call = admin) => {
    const { result } = await world.ask(v1.listUserChanges, { userId: 'ada', query }, call)
    return result
  }
  const all = await changes({})
  expect(all.map(({ sequence }) => sequence)).toEqual([5n, 4n, 3n, 2n, 1n])
  expect(all[0]).toMatchObject({
    eventType: { key: 'EventTypes.user.human.password.changed' },
    resourceOwnerId: 'o1',
  })
  expect((await changes({ sequence: 3n })).map(({ sequence }) => sequence)).toEqual([5n, 4n])
  expect((await changes({ limit: 1, asc: true })).map(({ sequence }) => sequence)).toEqual([1n])
  expect(await changes({ sequence: 2n ** 64n - 1n })).toEqual([])
  expect(await changes({}, inOtherOrg)).toEqual([])
})

test('changes name their editor', async () => {
  await world.person({ id: 'new' }, testCall('ada'))
  const { result } = await world.ask(v1.listUserChanges, { userId: 'new' }, admin)
  expect(result[0]).toMatchObject({
    editorId: 'ada',
    editorDisplayName: 'Ada Lovelace',
    editorPreferredLoginName: 'Ada.L@one.example',
  })
})

test('metadata is listed for whoever may read the user, and looks empty to others', async () => {
  const list = (call: Call, userId = 'ada', key = '', method = 2) => {
    const filters = [{ filter: { case: 'keyFilter', value: { key, method } } }] as const
    return world.ask(v2.listUserMetadata, { userId, filters: key === '' ? [] : [...filters] }, call)
  }
  const { metadata, pagination } = await list(admin)
  expect(metadata.map(({ key }) => key)).toEqual(['color', 'Col%'])
  expect(metadata[0]?.value).toEqual(Buffer.from('blue'))
  expect(pagination).toMatchObject({ totalResult: 2n, appliedLimit: 100n })
  expect((await list(ada)).metadata).toHaveLength(2)
  expect(await list(stranger)).toMatchObject({ metadata: [], pagination: { totalResult: 0n } })
  expect((await list(admin, 'nobody')).metadata).toEqual([])
  expect((await list(admin, 'ada', 'col', 3)).metadata).toHaveLength(2)
  expect((await list(admin, 'ada', '%', 6)).metadata.map(({ key }) => key)).toEqual(['Col%'])
  const tooMuch = world.ask(v2.listUserMetadata, { userId: 'ada', pagination: { limit: 1001 } }, admin)
  await expect(tooMuch).rejects.toMatchObject(refused('search.limit_too_high'))
})

test('v1 metadata stays in the context organization', async () => {
  const { metadata } = await world.ask(v1.getUserMetadata, { id: 'ada', key: 'color' }, admin)
  expect(metadata).toMatchObject({ key: 'color', details: { sequence: 3n, resourceOwner: 'o1' } })
  const missing = refused('user.metadata_not_found')
  await expect(world.ask(v1.getUserMetadata, { id: 'ada', key: 'size' }, admin)).rejects.toMatchObject(
    missing,
  )
  const foreign = world.ask(v1.getUserMetadata, { id: 'ada', key: 'color' }, inOtherOrg)
  await expect(foreign).rejects.toMatchObject(missing)
  expect((await world.ask(v1.listUserMetadata, { id: 'ada' }, admin)).details?.totalResult).toBe(2n)
  expect((await world.ask(v1.listUserMetadata, { id: 'ada' }, inOtherOrg)).result).toEqual([])
})

test('callers read themselves without any role', async () => {
  expect((await world.ask(mine.getMyUser, {}, ada)).user?.userName).toBe('Ada.L')
  expect((await world.ask(mine.getMyProfile, {}, ada)).profile?.displayName).toBe('Ada Lovelace')
  expect((await world.ask(mine.getMyEmail, {}, ada)).email?.email).toBe('Ada.L@mail.example')
  expect((await world.ask(mine.getMyPhone, {}, stranger)).phone?.phone).toBe('+41791112233')
  expect((await world.ask(mine.listMyUserChanges, {}, ada)).result).toHaveLength(5)
  expect((await world.ask(mine.listMyMetadata, {}, ada)).result).toHaveLength(2)
  expect((await world.ask(mine.getMyMetadata, { key: 'color' }, ada)).metadata?.value).toEqual(
    Buffer.from('blue'),
  )
  const robot = testCall('robot')
  expect((await world.ask(mine.getMyUser, {}, robot)).user?.type.case).toBe('machine')
  await expect(world.ask(mine.getMyProfile, {}, robot)).rejects.toMatchObject(refused('user.not_human'))
  const system: Call = { ...ada, principal: { kind: 'system', name: 'ops', memberships: [] } }
  await expect(world.ask(mine.getMyUser, {}, system)).rejects.toMatchObject(refused('user.not_found'))
})
