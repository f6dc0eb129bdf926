import { UserService as TodaysUserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { services } from '../../server/src/contract/services.ts'
import { handlerLookup } from '../../server/src/product.ts'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, testClock } from './factors.ts'
import { addPerson, byId, password, passwordSession, raiseByOtp } from './people.ts'
import { addMachine, inOrg, outcome } from './tenants.ts'
import { unique } from './userFixtures.ts'

const minute = 60
const clock = testClock()
const server = await testServer({ clock })
const headers = inOrg(server.first.orgId)
const refused = 'Unauthenticated auth.fresh_proof_required'

const users = (options: ClientOptions = {}) => server.client(UserService, options)
const todays = (options: ClientOptions) => server.client(TodaysUserService, options)
const own = (options: ClientOptions) => server.client(AuthService, options)
const management = (options: ClientOptions = {}) => server.client(ManagementService, { ...options, headers })
const sessions = server.client(SessionService)

type Act = (options: ClientOptions, userId: string) => Promise<unknown>

const newMail = () => `${unique('new')}@mail.test`
const domain = 'localhost'
const returnCode = { case: 'returnCode' as const, value: {} }
const link = { idpId: '1', linkedUserId: '2' }

/** A request of each method that changes a person's factors, password or addresses. */
const changes: Readonly<Record<string, Act>> = {
  'user.v2.UserService/SetPassword': (o, userId) =>
    users(o).setPassword({ userId, newPassword: { password } }),
  'user.v2.UserService/PasswordReset': (o, userId) => users(o).passwordReset({ userId, medium: returnCode }),
  'user.v2.UserService/CreatePasskeyRegistrationLink': (o, userId) =>
    users(o).createPasskeyRegistrationLink({ userId, medium: returnCode }),
  'user.v2.UserService/RegisterPasskey': (o, userId) => users(o).registerPasskey({ userId, domain }),
  'user.v2.UserService/RemovePasskey': (o, userId) => users(o).removePasskey({ userId, passkeyId: '1' }),
  'user.v2.UserService/RegisterU2F': (o, userId) => users(o).registerU2F({ userId, domain }),
  'user.v2.UserService/RemoveU2F': (o, userId) => users(o).removeU2F({ userId, u2fId: '1' }),
  'user.v2.UserService/RegisterTOTP': (o, userId) => users(o).registerTOTP({ userId }),
  'user.v2.UserService/VerifyTOTPRegistration': (o, userId) =>
    users(o).verifyTOTPRegistration({ userId, code: '123456' }),
  'user.v2.UserService/RemoveTOTP': (o, userId) => users(o).removeTOTP({ userId }),
  'user.v2.UserService/AddOTPSMS': (o, userId) => users(o).addOTPSMS({ userId }),
  'user.v2.UserService/RemoveOTPSMS': (o, userId) => users(o).removeOTPSMS({ userId }),
  'user.v2.UserService/AddOTPEmail': (o, userId) => users(o).addOTPEmail({ userId }),
  'user.v2.UserService/RemoveOTPEmail': (o, userId) => users(o).removeOTPEmail({ userId }),
  'user.v2.UserService/GenerateRecoveryCodes': (o, userId) =>
    todays(o).generateRecoveryCodes({ userId, count: 1 }),
  'user.v2.UserService/RemoveRecoveryCodes': (o, userId) => todays(o).removeRecoveryCodes({ userId }),
  'user.v2.UserService/SetEmail': (o, userId) => users(o).setEmail({ userId, email: newMail() }),
  'user.v2.UserService/SetPhone': (o, userId) => users(o).setPhone({ userId, phone: '+41791119999' }),
  'user.v2.UserService/RemovePhone': (o, userId) => users(o).removePhone({ userId }),
  'user.v2.UserService/CreateInviteCode': (o, userId) =>
    users(o).createInviteCode({ userId, verification: returnCode }),
  'user.v2.UserService/UpdateUser': (o, userId) =>
    users(o).updateUser({ userId, userType: { case: 'human', value: { phone: { phone: '' } } } }),
  'user.v2.UserService/UpdateHumanUser': (o, userId) =>
    users(o).updateHumanUser({ userId, email: { email: newMail() } }),
  'user.v2.UserService/AddIDPLink': (o, userId) =>
    users(o).addIDPLink({ userId, idpLink: { idpId: '1', userId: '2', userName: 'ada' } }),
  'user.v2.UserService/RemoveIDPLink': (o, userId) => users(o).removeIDPLink({ userId, ...link }),
  'auth.v1.AuthService/SetMyEmail': (o) => own(o).setMyEmail({ email: newMail() }),
  'auth.v1.AuthService/SetMyPhone': (o) => own(o).setMyPhone({ phone: '+41791118888' }),
  'auth.v1.AuthService/RemoveMyPhone': (o) => own(o).removeMyPhone({}),
  'auth.v1.AuthService/AddMyAuthFactorOTP': (o) => own(o).addMyAuthFactorOTP({}),
  'auth.v1.AuthService/VerifyMyAuthFactorOTP': (o) => own(o).verifyMyAuthFactorOTP({ code: '123456' }),
  'auth.v1.AuthService/RemoveMyAuthFactorOTP': (o) => own(o).removeMyAuthFactorOTP({}),
  'auth.v1.AuthService/AddMyAuthFactorOTPSMS': (o) => own(o).addMyAuthFactorOTPSMS({}),
  'auth.v1.AuthService/RemoveMyAuthFactorOTPSMS': (o) => own(o).removeMyAuthFactorOTPSMS({}),
  'auth.v1.AuthService/AddMyAuthFactorOTPEmail': (o) => own(o).addMyAuthFactorOTPEmail({}),
  'auth.v1.AuthService/RemoveMyAuthFactorOTPEmail': (o) => own(o).removeMyAuthFactorOTPEmail({}),
  'auth.v1.AuthService/AddMyAuthFactorU2F': (o) => own(o).addMyAuthFactorU2F({}),
  'auth.v1.AuthService/RemoveMyAuthFactorU2F': (o) => own(o).removeMyAuthFactorU2F({ tokenId: '1' }),
  'auth.v1.AuthService/AddMyPasswordless': (o) => own(o).addMyPasswordless({}),
  'auth.v1.AuthService/AddMyPasswordlessLink': (o) => own(o).addMyPasswordlessLink({}),
  'auth.v1.AuthService/RemoveMyPasswordless': (o) => own(o).removeMyPasswordless({ tokenId: '1' }),
  'auth.v1.AuthService/RemoveMyLinkedIDP': (o) => own(o).removeMyLinkedIDP(link),
  'management.v1.ManagementService/SetHumanInitialPassword': (o, userId) =>
    management(o).setHumanInitialPassword({ userId, password }),
  'management.v1.ManagementService/SetHumanPassword': (o, userId) =>
    management(o).setHumanPassword({ userId, password }),
  'management.v1.ManagementService/UpdateHumanEmail': (o, userId) =>
    management(o).updateHumanEmail({ userId, email: newMail() }),
  'management.v1.ManagementService/UpdateHumanPhone': (o, userId) =>
    management(o).updateHumanPhone({ userId, phone: '+41791117777' }),
  'management.v1.ManagementService/RemoveHumanPhone': (o, userId) =>
    management(o).removeHumanPhone({ userId }),
  'management.v1.ManagementService/ResendHumanInitialization': (o, userId) =>
    management(o).resendHumanInitialization({ userId, email: newMail() }),
  'management.v1.ManagementService/AddPasswordlessRegistration': (o, userId) =>
    management(o).addPasswordlessRegistration({ userId }),
  'management.v1.ManagementService/RemoveHumanAuthFactorOTP': (o, userId) =>
    management(o).removeHumanAuthFactorOTP({ userId }),
  'management.v1.ManagementService/RemoveHumanAuthFactorOTPSMS': (o, userId) =>
    management(o).removeHumanAuthFactorOTPSMS({ userId }),
  'management.v1.ManagementService/RemoveHumanAuthFactorOTPEmail': (o, userId) =>
    management(o).removeHumanAuthFactorOTPEmail({ userId }),
  'management.v1.ManagementService/RemoveHumanAuthFactorU2F': (o, userId) =>
    management(o).removeHumanAuthFactorU2F({ userId, tokenId: '1' }),
  'management.v1.ManagementService/RemoveHumanPasswordless': (o, userId) =>
    management(o).removeHumanPasswordless({ userId, tokenId: '1' }),
  'management.v1.ManagementService/RemoveHumanLinkedIDP': (o, userId) =>
    management(o).removeHumanLinkedIDP({ userId, ...link }),
}

/** Methods that set credentials of machines, which prove nothing anew. */
const ofMachines = /\/(AddPersonalAccessToken|AddKey|AddSecret|AddMachineKey|GenerateMachineSecret)$/

const everyChange = Object.entries(changes)

/** A person who may administer the organization, and a session on which they checked their password. */
async function manager() {
  const { userId } = await addPerson(server)
  await management().addOrgMember({ userId, roles: ['ORG_OWNER'] })
  const { sessionToken: token } = await passwordSession(server, userId)
  return { userId, token }
}

test('every method that changes factors, passwords or addresses declares it, and is tried here', () => {
  const lookup = handlerLookup(server.product.deps)
  const declared = services
    .flatMap((service) => service.methods)
    .filter((method) => {
      const { freshProof, credentialOf } = lookup(method)?.traits ?? {}
      return freshProof !== undefined || credentialOf !== undefined
    })
    .map(({ parent, name }) => `${parent.typeName.replace('zitadel.', '').replace('v2beta', 'v2')}/${name}`)
    .filter((name) => !ofMachines.test(name))
  expect([...new Set(declared)].sort()).toEqual(everyChange.map(([name]) => name).sort())
})

const stale = await manager()
clock.advance(15 * minute + 1)
const fresh = await manager()
const other = await addPerson(server)

describe.each(everyChange)('%s', (_name, act) => {
  test('is refused for oneself by a session whose proofs are older than the limit, and writes nothing', async () => {
    const before = await eventTypesOf(server, stale.userId)
    expect(await outcome(act({ token: stale.token }, stale.userId))).toBe(refused)
    expect(await eventTypesOf(server, stale.userId)).toEqual(before)
  })

  test('is not refused so with fresh proofs, and by administrators for others', async () => {
    expect(await outcome(act({ token: fresh.token }, fresh.userId))).not.toBe(refused)
    if (_name.startsWith('auth.')) return
    expect(await outcome(act({ token: stale.token }, other.userId))).not.toBe(refused)
  })
})

test('v2beta is refused as v2', async () => {
  const beta = server.client(UserServiceBeta, { token: stale.token })
  const { userId } = stale
  expect(await outcome(beta.setEmail({ userId, email: newMail() }))).toBe(refused)
  expect(await outcome(beta.removeTOTP({ userId }))).toBe(refused)
})

describe('the limit', () => {
  test('counts to the second, and a proof on the same session makes it fresh again', async () => {
    const { userId } = await addPerson(server)
    const { sessionId, sessionToken: token } = await passwordSession(server, userId)
    const change = (by: string) => outcome(users({ token: by }).setEmail({ userId, email: newMail() }))
    clock.advance(15 * minute)
    expect(await change(token)).toBe('ok')
    clock.advance(1)
    expect(await change(token)).toBe(refused)
    const again = await sessions.setSession({ sessionId, checks: { password: { password } } })
    expect(await change(again.sessionToken)).toBe('ok')
  })

  test('needs every proof that the account demands: a fresh password beside an old code is too little, and the reverse', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    clock.advance(30)
    const totp = () => ({ code: codeAt(secret, clock.now()) })
    const { sessionId } = await sessions.createSession({
      checks: { ...byId(userId), password: { password }, totp: totp() },
    })
    const change = (token: string) => outcome(users({ token }).setEmail({ userId, email: newMail() }))
    clock.advance(16 * minute)
    const byPassword = await sessions.setSession({ sessionId, checks: { password: { password } } })
    expect(await change(byPassword.sessionToken)).toBe(refused)
    const byBoth = await sessions.setSession({ sessionId, checks: { totp: totp() } })
    expect(await change(byBoth.sessionToken)).toBe('ok')
    clock.advance(14 * minute)
    const byCode = await sessions.setSession({ sessionId, checks: { totp: totp() } })
    expect(await change(byCode.sessionToken)).toBe('ok')
    clock.advance(2 * minute)
    const { sessionToken } = await sessions.setSession({ sessionId, metadata: { a: new Uint8Array([1]) } })
    expect(await change(sessionToken)).toBe(refused)
  })

  test('a factor that was added does not turn a stale session fresh, nor an old proof by a removed one', async () => {
    const { userId } = await addPerson(server)
    await users().addOTPEmail({ userId })
    const { sessionId } = await passwordSession(server, userId)
    clock.advance(20 * minute)
    const { sessionToken: token } = await raiseByOtp(server, sessionId, 'otpEmail')
    expect(await outcome(users({ token }).removeOTPEmail({ userId }))).toBe(refused)
    await users().removeOTPEmail({ userId })
    expect(await outcome(users({ token }).addOTPSMS({ userId }))).toBe(refused)
  })

  test('a session that may only enrol is fresh while its login is', async () => {
    const { orgId } = await server
      .client(ManagementService)
      .addOrg({ name: unique('forced') })
      .then(({ id }) => ({
        orgId: id,
      }))
    const inside = { headers: inOrg(orgId) }
    await server.client(ManagementService, inside).addCustomLoginPolicy({
      allowUsernamePassword: true,
      forceMfa: true,
      secondFactors: [1],
    })
    const { userId } = await addPerson(server, inside)
    const { sessionToken: token } = await passwordSession(server, userId)
    expect(await outcome(users({ token }).registerTOTP({ userId }))).toBe('ok')
    clock.advance(16 * minute)
    expect(await outcome(users({ token }).registerTOTP({ userId }))).toBe(refused)
  })
})

describe('requests with a proof of their own need none', () => {
  test('the present password, and codes that were sent', async () => {
    const { userId } = await addPerson(server)
    const { sessionToken: token } = await passwordSession(server, userId)
    const { verificationCode = '' } = await users().setEmail({
      ...{ userId, email: newMail(), verification: returnCode },
    })
    clock.advance(16 * minute)
    expect(await outcome(users({ token }).verifyEmail({ userId, verificationCode }))).toBe('ok')
    const next = 'Another-Horse-2'
    await own({ token }).updateMyPassword({ oldPassword: password, newPassword: next })
  })
})

describe('the refusal says what to do (RFC 9470 §3)', () => {
  const path = `/v2/users/${stale.userId}/email`
  const challenge =
    /^Bearer realm="sallyport", error="insufficient_user_authentication", error_description="[^"]+", max_age="900"$/

  test('over REST, Connect, gRPC and gRPC-Web', async () => {
    const { token } = stale
    const reply = await server.rest('POST', path, { token, body: { email: newMail() } })
    expect(reply.status).toBe(401)
    expect(reply.headers.get('www-authenticate')).toMatch(challenge)
    expect(reply.json).toMatchObject({ details: [{ id: 'auth.fresh_proof_required' }] })
    for (const protocol of ['connect', 'grpc', 'grpc-web'] as const) {
      const error = await users({ token, protocol })
        .setEmail({ userId: stale.userId, email: newMail() })
        .catch((reason) => reason)
      expect(error.metadata.get('www-authenticate'), protocol).toMatch(challenge)
    }
  })

  test('a page of another origin may read it', async () => {
    const { token } = stale
    const origin = { origin: 'https://app.example' }
    const reply = await server.rest('POST', path, { token, body: { email: newMail() }, headers: origin })
    expect(reply.headers.get('access-control-expose-headers')).toContain('www-authenticate')
  })

  test('it names the level that recent proofs fall short of', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    clock.advance(30)
    const checks = { ...byId(userId), password: { password }, totp: { code: codeAt(secret, clock.now()) } }
    const { sessionToken: token } = await sessions.createSession({ checks })
    clock.advance(16 * minute)
    const reply = await server.rest('DELETE', `/v2/users/${userId}/totp`, { token })
    expect(reply.headers.get('www-authenticate')).toContain('max_age="900", acr_values="urn:sallyport:aal:2"')
  })
})

test('a dry run is refused as the change would be', async () => {
  const dry = { token: stale.token, headers: { 'x-sallyport-dry-run': 'true' } }
  expect(await outcome(users(dry).removeTOTP({ userId: stale.userId }))).toBe(refused)
})

test('machines prove nothing anew and are not asked', async () => {
  const { userId, token } = await addMachine(server, { roles: ['ORG_OWNER'] })
  clock.advance(60 * minute)
  expect(await outcome(users({ token }).addSecret({ userId }))).toBe('ok')
})

describe('the setting', () => {
  const name = 'x-sallyport-fresh-proof'
  const security = (minutes?: string) =>
    server.client(SettingsService, minutes === undefined ? {} : { headers: { [name]: minutes } })
  const shown = async () => {
    let header: string | null = null
    await security().getSecuritySettings({}, { onHeader: (all) => (header = all.get(name)) })
    return header
  }

  test('is 15 minutes in a new instance, can be set and turned off, and takes effect at once', async () => {
    const { userId } = await addPerson(server)
    const { sessionToken: token } = await passwordSession(server, userId)
    const change = () => outcome(users({ token }).setEmail({ userId, email: newMail() }))
    clock.advance(20 * minute)
    expect(await shown()).toBe('15')
    expect(await change()).toBe(refused)
    await security('30').setSecuritySettings({})
    expect(await change()).toBe('ok')
    await security('5').setSecuritySettings({})
    expect(await change()).toBe(refused)
    await security('0').setSecuritySettings({})
    expect(await shown()).toBe('0')
    expect(await change()).toBe('ok')
    expect(await outcome(security('0').setSecuritySettings({}))).toMatch(/^FailedPrecondition/)
    await security('15').setSecuritySettings({})
    expect(await change()).toBe(refused)
  })

  test.each(['', '-1', '1.5', '1441', 'off', '15, 15'])('refuses %j', async (minutes) => {
    expect(await outcome(security(minutes).setSecuritySettings({}))).toBe(
      'InvalidArgument request.header_invalid',
    )
  })

  test('is changed by those who may change the security settings only', async () => {
    const { token } = await addMachine(server, { roles: ['ORG_OWNER'] })
    const client = server.client(SettingsService, { token, headers: { [name]: '0' } })
    expect(await outcome(client.setSecuritySettings({}))).toMatch(/^(PermissionDenied|NotFound)/)
    expect(await shown()).toBe('15')
  })
})
