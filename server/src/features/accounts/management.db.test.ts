import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testCall } from '../../testing/testLog.ts'
import { emailCodeFacet, initializationFacet, userFacet } from '../users/index.ts'
import { type AccountsWorld, openAccountsWorld, password, statusOf } from './accountsWorld.ts'
import { finishInitialization } from './initialization.ts'

let world: AccountsWorld
beforeAll(async () => {
  world = await openAccountsWorld()
})
afterAll(() => world.close())

const human = async (id: string) => {
  const state = (await world.stream(id)).state(userFacet)
  if (state.kind !== 'human') throw new Error('a person is needed')
  return state
}
const add = async (value: object) => {
  const { userId, details } = await world.management().addHumanUser({
    userName: `v1-${Math.random()}`,
    profile: { firstName: 'Ada', lastName: 'Lovelace', preferredLanguage: 'de' },
    email: { email: 'ada@mail.example' },
    ...value,
  })
  expect(details?.creationDate).toBeDefined()
  return userId
}
const verifiedMail = { email: { email: 'ada@mail.example', isEmailVerified: true } }

describe('initialization', () => {
  const call = () => testCall('somebody', { instanceId: world.server.first.instanceId, now: new Date() })
  const finish = (userId: string, code: string) =>
    finishInitialization(world.server.product.deps, call(), userId, { code, password })
  const outstanding = async (userId: string) => {
    const state = (await world.stream(userId)).state(initializationFacet)
    return state.kind === 'none' ? '' : world.secret(userId, state.secretId)
  }

  test('password and verified address make an active person, less an initial one', async () => {
    expect((await human(await add({ ...verifiedMail, initialPassword: password }))).status).toBe('active')
    expect((await human(await add({ initialPassword: password }))).status).toBe('initial')
    expect(await human(await add(verifiedMail))).toMatchObject({
      status: 'initial',
      email: { verified: true },
    })
  })

  test('the newest mailed code ends it, with the first password', async () => {
    const userId = await add({})
    const first = await outstanding(userId)
    await world.management().resendHumanInitialization({ userId, email: 'other@mail.example' })
    expect((await human(userId)).email.address).toBe('other@mail.example')
    await expect(finish(userId, first)).rejects.toThrow('initialization code')
    await finish(userId, await outstanding(userId))
    expect(await human(userId)).toMatchObject({ status: 'active', email: { verified: true } })
    await world.signIn(userId)
    expect(await statusOf(world.management().resendHumanInitialization({ userId }))).toBe(
      'FailedPrecondition',
    )
    expect(await statusOf(world.management().resendHumanInitialization({ userId: 'nobody' }))).toBe(
      'NotFound',
    )
  })

  test('an unfinished person is not changed by the dedicated calls, except for the v1 phone', async () => {
    const userId = await add({})
    const closed = 'FailedPrecondition'
    const management = world.management()
    expect(await statusOf(management.updateHumanEmail({ userId, email: 'x@mail.example' }))).toBe(closed)
    expect(await statusOf(management.setHumanPassword({ userId, password }))).toBe(closed)
    expect(await statusOf(world.users().passwordReset({ userId }))).toBe(closed)
    expect(await statusOf(world.users().setPhone({ userId, phone: '+41791234567' }))).toBe(closed)
    expect(await statusOf(management.updateHumanPhone({ userId, phone: '+41791234567' }))).toBe('OK')
    expect(await statusOf(world.users().deactivateUser({ userId }))).toBe(closed)
    expect(await statusOf(management.deactivateUser({ id: userId }))).toBe('NotFound')
    expect(await statusOf(world.users().lockUser({ userId }))).toBe('OK')
  })
})

describe('v1 changes', () => {
  test('equal values are refused, others taken', async () => {
    const userId = await add({ ...verifiedMail, initialPassword: password })
    const management = world.management()
    const profile = {
      userId,
      firstName: 'Ada',
      lastName: 'King',
      displayName: 'Countess',
      preferredLanguage: 'en',
    }
    expect(await statusOf(management.updateHumanProfile(profile))).toBe('OK')
    expect(await statusOf(management.updateHumanProfile(profile))).toBe('FailedPrecondition')
    expect(await statusOf(management.updateHumanProfile({ ...profile, userId: 'nobody' }))).toBe(
      'FailedPrecondition',
    )
    expect((await human(userId)).profile).toMatchObject({ familyName: 'King', displayName: 'Countess' })
    const name = { userId, userName: ` renamed-${userId} ` }
    expect(await statusOf(management.updateUserName(name))).toBe('OK')
    expect((await human(userId)).username).toBe(`renamed-${userId}`)
    expect(await statusOf(management.updateUserName(name))).toBe('FailedPrecondition')
    expect(await statusOf(management.updateUserName({ ...name, userId: 'nobody' }))).toBe('NotFound')
    const machine = await management.addMachineUser({ userName: `robot-${userId}`, name: 'robot' })
    const change = { userId: machine.userId, name: 'android', description: '' }
    expect(await statusOf(management.updateMachine(change))).toBe('OK')
    expect(await statusOf(management.updateMachine(change))).toBe('FailedPrecondition')
    expect(await statusOf(management.updateMachine({ ...change, userId }))).toBe('NotFound')
  })

  test('addresses follow the v1 rules', async () => {
    const userId = await add({ ...verifiedMail, initialPassword: password })
    const management = world.management()
    const closed = 'FailedPrecondition'
    const mail = { userId, email: `v1-${userId}@mail.example` }
    expect(await statusOf(management.resendHumanEmailVerification({ userId }))).toBe(closed)
    expect(await statusOf(management.updateHumanEmail(mail))).toBe('OK')
    expect(await statusOf(management.updateHumanEmail(mail))).toBe(closed)
    expect(await statusOf(management.resendHumanEmailVerification({ userId }))).toBe('OK')
    expect(await statusOf(management.updateHumanEmail({ ...mail, isEmailVerified: true }))).toBe('OK')
    expect((await human(userId)).email).toEqual({ address: mail.email, verified: true })
    expect(await statusOf(management.updateHumanEmail({ ...mail, userId: 'nobody' }))).toBe(closed)
    expect(await statusOf(management.resendHumanEmailVerification({ userId: 'nobody' }))).toBe('NotFound')
    expect(await statusOf(management.removeHumanPhone({ userId }))).toBe('NotFound')
    expect(await statusOf(management.resendHumanPhoneVerification({ userId }))).toBe('NotFound')
    expect(await statusOf(management.resendHumanPhoneVerification({ userId: 'nobody' }))).toBe(closed)
    expect(await statusOf(management.updateHumanPhone({ userId, phone: '+41791234567' }))).toBe('OK')
    expect(await statusOf(management.removeHumanPhone({ userId }))).toBe('OK')
    const elsewhere = world.management({ orgId: await world.organization() })
    expect(await statusOf(elsewhere.updateHumanEmail({ ...mail, email: 'z@mail.example' }))).toBe(closed)
  })

  test('people change themselves over auth.v1', async () => {
    const userId = await world.person({ withPassword: true })
    const auth = world.auth(await world.signIn(userId))
    expect(await statusOf(auth.verifyMyEmail({ code: 'X' }))).toBe('NotFound')
    await auth.setMyEmail({ email: `self-${userId}@mail.example` })
    expect(await statusOf(auth.verifyMyEmail({ code: 'X' }))).toBe('InvalidArgument')
    const code = (await world.stream(userId)).state(emailCodeFacet)
    const plain = code.kind === 'none' ? '' : await world.secret(userId, code.secretId)
    expect(await statusOf(auth.verifyMyEmail({ code: plain }))).toBe('OK')
    expect(await statusOf(auth.resendMyEmailVerification({}))).toBe('FailedPrecondition')
    expect(await statusOf(auth.setMyPhone({ phone: '+41791234567' }))).toBe('OK')
    expect(await statusOf(auth.resendMyPhoneVerification({}))).toBe('OK')
    expect(await statusOf(auth.removeMyPhone({}))).toBe('OK')
    expect(await statusOf(auth.removeMyPhone({}))).toBe('NotFound')
    expect(await statusOf(auth.updateMyUserName({ userName: `self-${userId}` }))).toBe('OK')
    expect(await statusOf(auth.updateMyProfile({ firstName: 'A', lastName: 'B', displayName: 'C' }))).toBe(
      'OK',
    )
    expect((await human(userId)).profile).toMatchObject({ displayName: 'C', language: 'und' })
    expect(await statusOf(auth.removeMyUser({}))).toBe('NotFound')
    await world.management().addOrgMember({ userId, roles: ['ORG_USER_SELF_MANAGER'] })
    expect(await statusOf(auth.removeMyUser({}))).toBe('OK')
    expect((await world.stream(userId)).state(userFacet).kind).toBe('none')
  })
})

describe('domain policy', () => {
  test('usernames move into the organization and back; a clash refuses the way back', async () => {
    const other = await world.organization()
    const username = `shared-${other}`
    const first = await world.person({ username })
    expect(await statusOf(world.person({ orgId: other, username }))).toBe('AlreadyExists')
    const admin = world.server.client(AdminService)
    await admin.addCustomDomainPolicy({ orgId: other, userLoginMustBeDomain: true })
    const second = await world.person({ orgId: other, username })
    expect((await human(second)).scope).toBe(other)
    expect(await statusOf(admin.resetCustomDomainPolicyToDefault({ orgId: other }))).toBe('AlreadyExists')
    await world.users().deleteUser({ userId: first })
    expect(await statusOf(admin.resetCustomDomainPolicyToDefault({ orgId: other }))).toBe('OK')
    expect((await human(second)).scope).toBe('')
  })

  test('the instance policy moves organizations without a policy of their own', async () => {
    const [own, free] = [await world.organization(), await world.organization()]
    const admin = world.server.client(AdminService)
    await admin.addCustomDomainPolicy({ orgId: own, userLoginMustBeDomain: false })
    const [staying, moving] = [await world.person({ orgId: own }), await world.person({ orgId: free })]
    await admin.updateDomainPolicy({ userLoginMustBeDomain: true })
    expect([(await human(staying)).scope, (await human(moving)).scope]).toEqual(['', free])
    await admin.updateDomainPolicy({ userLoginMustBeDomain: false })
    expect((await human(moving)).scope).toBe('')
  })
})
