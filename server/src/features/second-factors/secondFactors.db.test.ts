import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { AuthFactorState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import {
  AuthenticationMethodType,
  AuthFactors,
  UserService,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, writing } from '../../access/call.ts'
import { onInstance, onOrganization, testCall, testTime } from '../../testing/testLog.ts'
import { newMachineEvents } from '../users/index.ts'
import { admin, codeAt, openSecondFactorWorld, type SecondFactorWorld } from './secondFactorWorld.ts'

const v2 = UserService.method
const refused = (code: string) => ({ refusal: expect.objectContaining({ code }) })
let world: SecondFactorWorld

beforeAll(async () => {
  world = await openSecondFactorWorld()
})
afterAll(() => world.close())

async function setPassword(id: string) {
  const ref = { type: 'user', id }
  await world.deps.log.transact(writing(admin), ref, async (tx) => {
    const user = await tx.load(ref)
    tx.seal(user, `password-${id}`, 'hash')
    const payload = { secretId: `password-${id}`, changeRequired: false }
    await tx.append(user, [{ type: 'user.human.password.changed', payload }])
  })
}

test('TOTP lives from registration over proof to removal, and its seed goes with it', async () => {
  const id = await world.person()
  const registered = await world.ask(v2.registerTOTP, { userId: id }, admin)
  expect(registered.uri).toContain(encodeURIComponent(`${id}@example.com`))
  expect(registered.uri).toContain('issuer=Sallyport')
  expect(registered.details).toMatchObject({ sequence: 4n, resourceOwner: 'o1' })
  const states = [AuthFactorState.NOT_READY]
  const pending = await world.ask(v2.listAuthenticationFactors, { userId: id, states }, admin)
  expect(pending.result).toMatchObject([{ state: AuthFactorState.NOT_READY, type: { case: 'otp' } }])
  const again = await world.ask(v2.registerTOTP, { userId: id }, admin)
  expect(again.secret).not.toBe(registered.secret)
  expect(await world.secretsOf(id)).toBe(1)

  const verify = (code: string) => world.ask(v2.verifyTOTPRegistration, { userId: id, code }, admin)
  await expect(verify(codeAt(registered.secret, testTime))).rejects.toMatchObject(
    refused('second_factor.wrong_code'),
  )
  await verify(codeAt(again.secret, testTime))
  await expect(verify('123456')).rejects.toMatchObject(refused('second_factor.totp_already_verified'))
  await expect(world.ask(v2.registerTOTP, { userId: id }, admin)).rejects.toMatchObject(
    refused('second_factor.totp_exists'),
  )
  const removed = await world.ask(v2.removeTOTP, { userId: id }, admin)
  expect(removed.details?.sequence).toBe(7n)
  expect(await world.secretsOf(id)).toBe(0)
  await expect(world.ask(v2.removeTOTP, { userId: id }, admin)).rejects.toMatchObject(
    refused('second_factor.not_found'),
  )
  await expect(verify('123456')).rejects.toMatchObject(refused('second_factor.not_found'))
})

test.each([
  [v2.addOTPSMS, v2.removeOTPSMS, AuthFactors.OTP_SMS, 'otpSms'],
  [v2.addOTPEmail, v2.removeOTPEmail, AuthFactors.OTP_EMAIL, 'otpEmail'],
] as const)('%o and its counterpart', async (add, remove, factor, shown) => {
  const id = await world.person()
  const self = testCall(id)
  expect((await world.ask(add, { userId: id }, self)).details?.sequence).toBe(4n)
  await expect(world.ask(add, { userId: id }, self)).rejects.toMatchObject({
    refusal: { kind: 'already_exists' },
  })
  const listed = await world.ask(v2.listAuthenticationFactors, { userId: id, authFactors: [factor] }, self)
  expect(listed.result).toMatchObject([{ state: AuthFactorState.READY, type: { case: shown } }])
  expect((await world.ask(remove, { userId: id }, self)).details?.sequence).toBe(5n)
  await expect(world.ask(remove, { userId: id }, self)).rejects.toMatchObject(
    refused('second_factor.not_found'),
  )
})

test('removing the phone takes OTP by SMS, and it cannot come back unproved', async () => {
  const id = await world.person()
  await world.ask(v2.addOTPSMS, { userId: id }, admin)
  await world.append(id, [{ type: 'user.human.phone.removed', payload: {} }])
  expect((await world.ask(v2.listAuthenticationFactors, { userId: id }, admin)).result).toEqual([])
  await expect(world.ask(v2.addOTPSMS, { userId: id }, admin)).rejects.toMatchObject(
    refused('second_factor.phone_not_verified'),
  )
})

test('rights: self and credential writers add; user writers only remove; strangers see nothing', async () => {
  const { id } = await world.personWithTotp()
  const stranger = testCall('stranger')
  const viewer = testCall('viewer', { memberships: [onOrganization('o1', 'ORG_OWNER_VIEWER')] })
  const userManager = testCall('manager', { memberships: [onOrganization('o1', 'ORG_USER_MANAGER')] })
  const elsewhere = testCall('other', { orgId: 'o2', memberships: [onOrganization('o2', 'ORG_OWNER')] })
  const add = (call: Call) => world.ask(v2.addOTPEmail, { userId: id }, call)
  await expect(add(stranger)).rejects.toMatchObject({ refusal: { kind: 'not_found' } })
  await expect(add(elsewhere)).rejects.toMatchObject({ refusal: { kind: 'not_found' } })
  await expect(add(viewer)).rejects.toMatchObject({ refusal: { kind: 'permission_denied' } })
  await expect(add(userManager)).rejects.toMatchObject({ refusal: { kind: 'permission_denied' } })
  const unknown = world.ask(v2.addOTPEmail, { userId: 'nobody' }, admin)
  await expect(unknown).rejects.toMatchObject(refused('user.not_found'))
  const list = (call: Call) => world.ask(v2.listAuthenticationFactors, { userId: id }, call)
  expect((await list(stranger)).result).toEqual([])
  expect((await world.ask(v2.listAuthenticationFactors, { userId: 'nobody' }, stranger)).result).toEqual([])
  expect((await list(viewer)).result).toHaveLength(1)
  await expect(world.ask(v2.removeTOTP, { userId: id }, viewer)).rejects.toMatchObject({
    refusal: { kind: 'permission_denied' },
  })
  await world.ask(v2.removeTOTP, { userId: id }, userManager)
  await expect(world.ask(v2.removeTOTP, { userId: id }, stranger)).rejects.toMatchObject(
    refused('permission.membership_not_found'),
  )
})

test('machines and unknown users get no authenticator app', async () => {
  const machine = {
    username: 'robot',
    scope: '',
    name: 'Robot',
    description: '',
    accessTokenType: 'bearer',
  } as const
  await world.append('robot', newMachineEvents(machine))
  for (const userId of ['robot', 'nobody']) {
    await expect(world.ask(v2.registerTOTP, { userId }, testCall('stranger'))).rejects.toMatchObject(
      refused('second_factor.totp_needs_person'),
    )
  }
  await expect(world.ask(v2.addOTPEmail, { userId: 'robot' }, admin)).rejects.toMatchObject(
    refused('second_factor.email_not_verified'),
  )
  await expect(world.ask(v2.humanMFAInitSkipped, { userId: 'robot' }, admin)).rejects.toMatchObject({
    refusal: { kind: 'not_found' },
  })
})

test('auth.v1 acts on the caller, with v1 details', async () => {
  const self = testCall(await world.person())
  const auth = AuthService.method
  const added = await world.ask(auth.addMyAuthFactorOTP, {}, self)
  expect(added.details).toMatchObject({ sequence: 4n, resourceOwner: 'o1' })
  expect(added.details?.creationDate).toBeDefined()
  expect(added.url).toContain(added.secret)
  const verified = await world.ask(auth.verifyMyAuthFactorOTP, { code: codeAt(added.secret, testTime) }, self)
  expect(verified.details?.changeDate).toBeDefined()
  await world.ask(auth.addMyAuthFactorOTPSMS, {}, self)
  await world.ask(auth.addMyAuthFactorOTPEmail, {}, self)
  const listed = await world.ask(auth.listMyAuthFactors, {}, self)
  expect(listed.result.map(({ type }) => type.case).sort()).toEqual(['otp', 'otpEmail', 'otpSms'])
  await world.ask(auth.removeMyAuthFactorOTPSMS, {}, self)
  await world.ask(auth.removeMyAuthFactorOTPEmail, {}, self)
  await world.ask(auth.removeMyAuthFactorOTP, {}, self)
  expect((await world.ask(auth.listMyAuthFactors, {}, self)).result).toEqual([])
})

test('management.v1 removes in the context organization; others look missing', async () => {
  const { id } = await world.personWithTotp()
  await world.ask(v2.addOTPSMS, { userId: id }, admin)
  await world.ask(v2.addOTPEmail, { userId: id }, admin)
  const elsewhere = testCall('admin', { orgId: 'o2', memberships: [onInstance('IAM_OWNER')] })
  const mgmt = ManagementService.method
  const removals = [
    mgmt.removeHumanAuthFactorOTP,
    mgmt.removeHumanAuthFactorOTPSMS,
    mgmt.removeHumanAuthFactorOTPEmail,
  ] as const
  expect((await world.ask(mgmt.listHumanAuthFactors, { userId: id }, elsewhere)).result).toEqual([])
  for (const method of removals) {
    await expect(world.ask(method, { userId: id }, elsewhere)).rejects.toMatchObject(
      refused('second_factor.not_found'),
    )
  }
  expect((await world.ask(mgmt.listHumanAuthFactors, { userId: id }, admin)).result).toHaveLength(3)
  for (const method of removals) {
    expect((await world.ask(method, { userId: id }, admin)).details?.changeDate).toBeDefined()
  }
})

test('method types: ready factors, in the caller’s reach', async () => {
  const { id } = await world.personWithTotp()
  await world.ask(v2.addOTPEmail, { userId: id }, admin)
  const types = async (call: Call) =>
    (await world.ask(v2.listAuthenticationMethodTypes, { userId: id }, call)).authMethodTypes
  const both = [AuthenticationMethodType.OTP_EMAIL, AuthenticationMethodType.TOTP]
  expect(await types(testCall(id))).toEqual(both)
  expect(
    await types(testCall('viewer', { memberships: [onOrganization('o1', 'ORG_OWNER_VIEWER')] })),
  ).toEqual(both)
  const elsewhere = testCall('other', { orgId: 'o2', memberships: [onOrganization('o2', 'ORG_OWNER')] })
  expect(await types(elsewhere)).toEqual([])
  await setPassword(id)
  expect(await types(admin)).toEqual([...both, AuthenticationMethodType.PASSWORD])
  await expect(types(testCall('stranger'))).rejects.toMatchObject({ refusal: { kind: 'not_found' } })
})

test('putting off the set-up is noted until a factor is set up', async () => {
  const id = await world.person()
  const rows = () => world.deps.database.query('select 1 from mfa_init_skips where user_id = $1', [id])
  await world.ask(v2.humanMFAInitSkipped, { userId: id }, testCall(id))
  expect(await rows()).toHaveLength(1)
  await world.ask(v2.addOTPEmail, { userId: id }, testCall(id))
  expect(await rows()).toHaveLength(0)
})

test('a removed user leaves no factor and no seed; the log verifies', async () => {
  const { id } = await world.personWithTotp()
  await world.append(id, [{ type: 'user.removed', payload: {} }])
  expect(await world.secretsOf(id)).toBe(0)
  expect((await world.ask(v2.listAuthenticationFactors, { userId: id }, admin)).result).toEqual([])
  const verified = await world.deps.log.verify()
  expect(verified.findings).toEqual([])
})
