import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { UserService as TodaysUserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { services } from '../../server/src/contract/services.ts'
import { handlerLookup } from '../../server/src/product.ts'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, inOrg, outcome } from './tenants.ts'
import { addHuman, unique } from './userFixtures.ts'

const server = await testServer()
const { orgId } = server.first
const headers = inOrg(orgId)
const tooWeak = 'PermissionDenied permission.credential_rights'
const v2 = (options: ClientOptions = {}) => server.client(UserService, options)
const v1 = (options: ClientOptions = {}) => server.client(ManagementService, { ...options, headers })

const expirationDate = timestampFromDate(new Date(Date.now() + 3_600_000))
const returnCode = { case: 'returnCode' as const, value: {} }
const aPassword = { case: 'password' as const, value: { password, changeRequired: false } }
const none = { case: undefined }

type Act = (options: ClientOptions, userId: string) => Promise<unknown>

/** A request of each method that sets a credential of a person. */
const onPeople: Readonly<Record<string, Act>> = {
  'user.v2.UserService/SetPassword': (o, userId) => v2(o).setPassword({ userId, newPassword: { password } }),
  'user.v2.UserService/PasswordReset': (o, userId) => v2(o).passwordReset({ userId, medium: returnCode }),
  'user.v2.UserService/CreatePasskeyRegistrationLink': (o, userId) =>
    v2(o).createPasskeyRegistrationLink({ userId, medium: returnCode }),
  'user.v2.UserService/RegisterPasskey': (o, userId) =>
    v2(o).registerPasskey({ userId, domain: 'localhost' }),
  'user.v2.UserService/RegisterU2F': (o, userId) => v2(o).registerU2F({ userId, domain: 'localhost' }),
  'user.v2.UserService/RegisterTOTP': (o, userId) => v2(o).registerTOTP({ userId }),
  'user.v2.UserService/GenerateRecoveryCodes': (o, userId) =>
    server.client(TodaysUserService, o).generateRecoveryCodes({ userId, count: 1 }),
  'user.v2.UserService/SetEmail': (o, userId) =>
    v2(o).setEmail({ userId, email: `${unique('new')}@mail.test` }),
  'user.v2.UserService/SetPhone': (o, userId) => v2(o).setPhone({ userId, phone: '+41791119999' }),
  'user.v2.UserService/CreateInviteCode': (o, userId) =>
    v2(o).createInviteCode({ userId, verification: returnCode }),
  'user.v2.UserService/UpdateUser': (o, userId) =>
    v2(o).updateUser({
      userId,
      userType: { case: 'human', value: { password: { passwordType: aPassword, verification: none } } },
    }),
  'user.v2.UserService/UpdateHumanUser': (o, userId) =>
    v2(o).updateHumanUser({ userId, email: { email: `${unique('new')}@mail.test` } }),
  'user.v2.UserService/AddIDPLink': (o, userId) =>
    v2(o).addIDPLink({ userId, idpLink: { idpId: '1', userId: '2', userName: 'ada' } }),
  'management.v1.ManagementService/SetHumanInitialPassword': (o, userId) =>
    v1(o).setHumanInitialPassword({ userId, password }),
  'management.v1.ManagementService/SetHumanPassword': (o, userId) =>
    v1(o).setHumanPassword({ userId, password }),
  'management.v1.ManagementService/UpdateHumanEmail': (o, userId) =>
    v1(o).updateHumanEmail({ userId, email: `${unique('new')}@mail.test` }),
  'management.v1.ManagementService/UpdateHumanPhone': (o, userId) =>
    v1(o).updateHumanPhone({ userId, phone: '+41791118888' }),
  'management.v1.ManagementService/ResendHumanInitialization': (o, userId) =>
    v1(o).resendHumanInitialization({ userId, email: `${unique('new')}@mail.test` }),
  'management.v1.ManagementService/AddPasswordlessRegistration': (o, userId) =>
    v1(o).addPasswordlessRegistration({ userId }),
}

/** A request of each method that sets a credential of a machine. */
const onMachines: Readonly<Record<string, Act>> = {
  'user.v2.UserService/AddPersonalAccessToken': (o, userId) =>
    v2(o).addPersonalAccessToken({ userId, expirationDate }),
  'user.v2.UserService/AddKey': (o, userId) => v2(o).addKey({ userId, expirationDate }),
  'user.v2.UserService/AddSecret': (o, userId) => v2(o).addSecret({ userId }),
  'management.v1.ManagementService/AddPersonalAccessToken': (o, userId) =>
    v1(o).addPersonalAccessToken({ userId }),
  'management.v1.ManagementService/AddMachineKey': (o, userId) =>
    v1(o).addMachineKey({ userId, type: KeyType.JSON }),
  'management.v1.ManagementService/GenerateMachineSecret': (o, userId) =>
    v1(o).generateMachineSecret({ userId }),
}

const everyAct = [
  ...Object.entries(onPeople).map(([name, act]) => [name, act, 'person'] as const),
  ...Object.entries(onMachines).map(([name, act]) => [name, act, 'machine'] as const),
]

const member = async (userId: string, role: string) => {
  const request = { userId, roles: [role] }
  if (role.startsWith('IAM_')) await server.client(AdminService).addIAMMember(request)
  else await v1().addOrgMember(request)
}
const withRole = async (role: string) => {
  const person = await addPerson(server)
  await member(person.userId, role)
  return { person: person.userId, machine: (await addMachine(server, { roles: [role] })).userId }
}
const caller = async (role: string): Promise<ClientOptions> => ({
  token: (await addMachine(server, { roles: [role] })).token,
})

const iamOwner = await withRole('IAM_OWNER')
const orgOwner = await withRole('ORG_OWNER')
const viewer = await withRole('ORG_USER_MANAGER')
const manager = await caller('ORG_USER_MANAGER')
const userManager = await caller('IAM_USER_MANAGER')
const owner = await caller('ORG_OWNER')
const loginClient = await caller('IAM_LOGIN_CLIENT')

test('every method that sets a credential declares it, and is tried here', () => {
  const lookup = handlerLookup(server.product.deps)
  const declared = services
    .flatMap((service) => service.methods)
    .filter((method) => lookup(method)?.traits?.credentialOf)
    .map(
      (method) => `${method.parent.typeName.replace('zitadel.', '').replace('v2beta', 'v2')}/${method.name}`,
    )
  expect([...new Set(declared)].sort()).toEqual(everyAct.map(([name]) => name).sort())
})

describe.each(everyAct)('%s', (name, act, kind) => {
  test('refuses to set the credential of a user with more rights, and writes nothing', async () => {
    for (const [options, targets] of [
      [userManager, [iamOwner, orgOwner]],
      [owner, [iamOwner]],
      [loginClient, [iamOwner, orgOwner]],
    ] as const) {
      for (const target of targets) {
        const before = await eventTypesOf(server, target[kind])
        // The method itself demands `user.credential.write`, which IAM_USER_MANAGER lacks.
        const lacksPermission = name.endsWith('/AddPasswordlessRegistration') && options === userManager
        const refusal = lacksPermission ? 'PermissionDenied permission.denied' : tooWeak
        expect(await outcome(act(options, target[kind]))).toBe(refusal)
        expect(await eventTypesOf(server, target[kind])).toEqual(before)
      }
    }
  })

  test('lets callers through who have the rights, or could give themselves', async () => {
    for (const [options, target] of [
      [manager, viewer],
      [owner, orgOwner],
      [{}, iamOwner],
    ] as const) {
      expect(await outcome(act(options, target[kind]))).not.toBe(tooWeak)
    }
  })
})

test('an ORG_USER_MANAGER of the default organization mints no token for the IAM_OWNER machine', async () => {
  const userId = server.first.machine?.userId ?? ''
  expect(await outcome(v1(manager).addPersonalAccessToken({ userId }))).toBe(tooWeak)
  const { person } = iamOwner
  expect(await outcome(v2(manager).setPassword({ userId: person, newPassword: { password } }))).toBe(tooWeak)
})

describe('proofs of the person', () => {
  test('a code that was sent to the person sets the password for a caller with fewer rights', async () => {
    const { person: userId } = orgOwner
    const { verificationCode = '' } = await v2(owner).passwordReset({ userId, medium: returnCode })
    const verification = { case: 'verificationCode' as const, value: verificationCode }
    await v2(manager).setPassword({ userId, newPassword: { password }, verification })
  })

  test('a login sets the credentials of an administrator who has a proven session with it, and of nobody else', async () => {
    const { userId } = await addPerson(server)
    await member(userId, 'ORG_OWNER')
    const register = () => v2(loginClient).registerTOTP({ userId })
    await passwordSession(server, userId)
    expect(await outcome(register())).toBe(tooWeak)
    const sessions = server.client(SessionService, loginClient)
    const user = { search: { case: 'userId' as const, value: userId } }
    const { sessionId } = await sessions.createSession({ checks: { user } })
    expect(await outcome(register())).toBe(tooWeak)
    await sessions.setSession({ sessionId, checks: { password: { password } } })
    await register()
    await sessions.deleteSession({ sessionId })
    expect(await outcome(register())).toBe(tooWeak)
  })

  test('a login sets the first credential of an invited administrator once the invitation is accepted', async () => {
    const { userId } = await addHuman(server)
    await member(userId, 'ORG_OWNER')
    const { inviteCode = '' } = await v2().createInviteCode({ userId, verification: returnCode })
    const set = () => v2(loginClient).setPassword({ userId, newPassword: { password } })
    expect(await outcome(set())).toBe(tooWeak)
    await v2(loginClient).verifyInviteCode({ userId, verificationCode: inviteCode })
    expect(await outcome(v2(manager).setPassword({ userId, newPassword: { password } }))).toBe(tooWeak)
    await set()
    expect(await outcome(set())).toBe(tooWeak)
  })
})

describe('the setting', () => {
  const security = (value?: string) =>
    server.client(SettingsService, value ? { headers: { 'x-sallyport-credential-rights': value } } : {})
  const shown = async () => {
    let header: string | null = null
    await security().getSecuritySettings(
      {},
      { onHeader: (all) => (header = all.get('x-sallyport-credential-rights')) },
    )
    return header
  }

  test('is on in a new instance, can be set to the way of the contract, and takes effect at once', async () => {
    expect(await shown()).toBe('held')
    for (const wrong of ['', 'Held', 'held, held', 'off']) {
      const set = server.client(SettingsService, { headers: { 'x-sallyport-credential-rights': wrong } })
      expect(await refusalOf(set.setSecuritySettings({}))).toMatchObject({ code: 'InvalidArgument' })
    }
    await security('contract').setSecuritySettings({})
    expect(await shown()).toBe('contract')
    await v2(manager).addPersonalAccessToken({ userId: orgOwner.machine, expirationDate })
    await security('held').setSecuritySettings({})
    expect(await outcome(v2(manager).addSecret({ userId: orgOwner.machine }))).toBe(tooWeak)
    expect(await outcome(security('held').setSecuritySettings({}))).toMatch(/^FailedPrecondition/)
  })

  test('is changed by those who may change the security settings only', async () => {
    const denied = { ...owner, headers: { 'x-sallyport-credential-rights': 'contract' } }
    expect(await outcome(server.client(SettingsService, denied).setSecuritySettings({}))).not.toBe('ok')
  })
})

test('a login client cannot change members', async () => {
  const { userId } = await addPerson(server)
  const request = { userId, roles: ['IAM_OWNER'] }
  const iam = server.client(AdminService, loginClient)
  const inside = v1(loginClient)
  const orgRequest = { userId, roles: ['ORG_OWNER'] }
  const outcomes = [
    iam.addIAMMember(request),
    iam.updateIAMMember(request),
    iam.removeIAMMember({ userId }),
    inside.addOrgMember(orgRequest),
    inside.updateOrgMember(orgRequest),
    inside.removeOrgMember({ userId }),
  ].map(outcome)
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['PermissionDenied permission.denied']))
  await iam.listIAMMembers({})
})

test('a token never mints a credential that outlives it', async () => {
  const { userId } = await addMachine(server, { roles: ['IAM_OWNER'] })
  const soon = Math.floor(Date.now() / 1000) + 3600
  const at = (offset: number) => ({ seconds: BigInt(soon + offset), nanos: 0 })
  const { token } = await v2().addPersonalAccessToken({ userId, expirationDate: at(0) })
  const other = (await addMachine(server)).userId
  const late = 'FailedPrecondition machine_credential.outlives_token'
  for (const target of [userId, other]) {
    const [by2, by1] = [v2({ token }), v1({ token })]
    const outcomes = [
      by2.addPersonalAccessToken({ userId: target, expirationDate: at(1) }),
      by2.addKey({ userId: target, expirationDate: at(1) }),
      by2.addSecret({ userId: target }),
      by1.addPersonalAccessToken({ userId: target }),
      by1.addMachineKey({ userId: target, type: KeyType.JSON }),
      by1.generateMachineSecret({ userId: target }),
    ].map(outcome)
    expect(new Set(await Promise.all(outcomes))).toEqual(new Set([late]))
    await by2.addPersonalAccessToken({ userId: target, expirationDate: at(0) })
    await by2.addKey({ userId: target, expirationDate: at(-1) })
  }
})
