import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { beforeEach, describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { addClientMachine } from './oidcFixtures.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { type AddedApp, addOidcApp, addProject, codeForm } from './oidcLogin.ts'
import { addPerson, byId, password, raiseByOtp } from './people.ts'
import { addRecoveryCodes, checkRecoveryCode } from './recoveryCodes.ts'
import { statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'

// Tokens of real logins: whatever takes away what a token leaned on kills exactly this token, wherever it is used.
const clock = testClock()
const server = await testServer({ clock })
const users = server.client(UserService)
const sessions = server.client(SessionService)
const app = await addOidcApp(server)
const otherApp = await addOidcApp(server)
await server.client(AdminService).addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP_SMS })
await server.client(AdminService).addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
const scope = 'openid profile offline_access urn:zitadel:iam:org:project:id:zitadel:aud'

interface Tokens {
  readonly access: string
  readonly refresh: string
  readonly by: AddedApp
}

async function tokensOf(session: { sessionId: string; sessionToken: string }, by = app): Promise<Tokens> {
  const basic = [by.clientId, by.clientSecret] as const
  const { json } = await requestToken(server, await codeForm(server, by, session, { scope }), { basic })
  expect(json['error_description']).toBeUndefined()
  return { access: String(json['access_token']), refresh: String(json['refresh_token']), by }
}

/** How each use answers; an API call that only lacks a second factor counts as alive. */
async function uses({ access, by }: Tokens) {
  const basic = [by.clientId, by.clientSecret] as const
  const { json } = await postForm(server, '/oauth/v2/introspect', { token: access }, { basic })
  const info = await fetch(`${server.url}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${access}` },
  })
  const call = await statusOf(server.client(AuthService, { token: access }).getMyUser({}))
  return [json['active'] === true, info.status === 200, call !== 'Unauthenticated']
}

async function refreshes({ refresh, by }: Tokens): Promise<boolean> {
  const form = { grant_type: 'refresh_token', refresh_token: refresh }
  const { status } = await requestToken(server, form, { basic: [by.clientId, by.clientSecret] })
  return status === 200
}

const alive = [true, true, true]
const dead = [false, false, false]

async function expectDead(...all: readonly Tokens[]) {
  for (const tokens of all) {
    expect(await uses(tokens)).toEqual(dead)
    expect(await refreshes(tokens)).toBe(false)
  }
}

async function expectAlive(...all: readonly Tokens[]) {
  for (const tokens of all) expect(await uses(tokens)).toEqual(alive)
}

/** A person with every factor, and logins that leaned on some of them. */
async function armed(options: { readonly headers?: Record<string, string> } = {}) {
  const { userId } = await addPerson(server, options)
  const secret = await addApp(server, userId)
  await users.addOTPSMS({ userId })
  await users.addOTPEmail({ userId })
  const login = async (checks: Record<string, unknown>, raise?: 'otpSms' | 'otpEmail') => {
    const created = await sessions.createSession({ checks: { ...byId(userId), ...checks } })
    const raised = raise ? await raiseByOtp(server, created.sessionId, raise) : created
    return { sessionId: created.sessionId, sessionToken: raised.sessionToken }
  }
  clock.advance(30)
  const bySession = {
    password: await login({ password: { password } }),
    totp: await login({ totp: { code: codeAt(secret, clock.now()) } }),
    sms: await login({ password: { password } }, 'otpSms'),
    email: await login({}, 'otpEmail'),
  }
  return {
    userId,
    secret,
    sessions: bySession,
    password: await tokensOf(bySession.password),
    totp: await tokensOf(bySession.totp),
    sms: await tokensOf(bySession.sms),
    email: await tokensOf(bySession.email),
  }
}

beforeEach(() => clock.advance(60))

describe('taking away', () => {
  test('a factor kills the tokens that leaned on it, and setting it up again revives none', async () => {
    const person = await armed()
    await expectAlive(person.password, person.totp, person.sms, person.email)
    await users.removeTOTP({ userId: person.userId })
    await expectDead(person.totp)
    await users.removeOTPSMS({ userId: person.userId })
    await expectDead(person.sms)
    await expectAlive(person.password, person.email)
    await users.removeOTPEmail({ userId: person.userId })
    await expectDead(person.email)
    await addApp(server, person.userId)
    await users.addOTPEmail({ userId: person.userId })
    await expectDead(person.totp, person.email)
    await expectAlive(person.password)
    expect(await refreshes(person.password)).toBe(true)
  })

  test('recovery codes kill the tokens of logins by them; so does a new set', async () => {
    const { userId } = await addPerson(server)
    await addApp(server, userId)
    const login = async (code = '') => {
      const { sessionId } = await sessions.createSession({
        checks: { ...byId(userId), password: { password } },
      })
      return tokensOf({ sessionId, sessionToken: await checkRecoveryCode(server, sessionId, code) })
    }
    const first = await login((await addRecoveryCodes(server, userId))[0])
    await expectAlive(first)
    const codes = await addRecoveryCodes(server, userId)
    await expectDead(first)
    const [second, third] = [await login(codes[0]), await login(codes[1])]
    await expectAlive(second, third)
    await users.removeTOTP({ userId })
    await expectDead(second, third)
  })

  test('a phone number kills the tokens by its codes', async () => {
    const person = await armed()
    await users.removePhone({ userId: person.userId })
    await expectDead(person.sms)
    await expectAlive(person.password, person.totp, person.email)
  })

  test('a changed phone number kills the tokens by codes that went to the old one', async () => {
    const person = await armed()
    const verification = { case: 'isVerified' as const, value: true }
    await users.setPhone({ userId: person.userId, phone: '+41795550404', verification })
    await expectDead(person.sms)
    await expectAlive(person.password, person.totp, person.email)
  })

  test('a changed e-mail address kills the tokens by codes that went to the old one, verified or not', async () => {
    const person = await armed()
    const { userId } = person
    const verification = { case: 'returnCode' as const, value: {} }
    await users.setEmail({ userId, email: `moved-${userId}@example.test`, verification })
    await expectDead(person.email)
    await expectAlive(person.password, person.totp, person.sms)
  })

  test('the old password kills the tokens that leaned on it', async () => {
    const person = await armed()
    await users.setPassword({ userId: person.userId, newPassword: { password: 'Another-Horse-2' } })
    await expectDead(person.password, person.sms)
    await expectAlive(person.totp, person.email)
  })

  test('a session kills its tokens only', async () => {
    const person = await armed()
    await sessions.deleteSession({ sessionId: person.sessions.totp.sessionId })
    await expectDead(person.totp)
    await expectAlive(person.password, person.sms, person.email)
    await server.runJobs()
    await expectDead(person.totp)
    await expectAlive(person.password)
  })

  test.each([
    [
      'a lock',
      (userId: string) => users.lockUser({ userId }),
      (userId: string) => users.unlockUser({ userId }),
    ],
    [
      'a deactivation',
      (userId: string) => users.deactivateUser({ userId }),
      (userId: string) => users.reactivateUser({ userId }),
    ],
  ])('%s kills all tokens of the user for good', async (_, stop, back) => {
    const person = await armed()
    const other = await armed()
    await stop(person.userId)
    await expectDead(person.password, person.totp)
    await back(person.userId)
    await expectDead(person.password, person.totp)
    await expectAlive(other.password)
  })

  test('a kind of factor by a policy kills the tokens that leaned on it, and giving it back revives none', async () => {
    const { headers } = await addOrg(server)
    const person = await armed({ headers })
    const elsewhere = await armed()
    const management = server.client(ManagementService, { headers })
    await management.addCustomLoginPolicy({
      allowUsernamePassword: true,
      secondFactors: [SecondFactorType.OTP, SecondFactorType.OTP_SMS, SecondFactorType.OTP_EMAIL],
    })
    clock.advance(1)
    await management.removeSecondFactorFromLoginPolicy({ type: SecondFactorType.OTP })
    await expectDead(person.totp)
    await management.addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP })
    await expectDead(person.totp)
    await expectAlive(person.password, elsewhere.totp)
  })

  test('the app kills its tokens while it is off, and no other ones', async () => {
    const person = await armed()
    const other = await tokensOf(person.sessions.password, otherApp)
    const apps = server.client(AppService)
    await apps.deactivateApplication({ projectId: app.projectId, id: app.appId })
    const info = async ({ access }: Tokens) =>
      (await fetch(`${server.url}/oidc/v1/userinfo`, { headers: { authorization: `Bearer ${access}` } }))
        .status
    expect([await info(person.password), await info(other)]).toEqual([401, 200])
    await apps.reactivateApplication({ projectId: app.projectId, id: app.appId })
    await expectAlive(person.password, other)
  })

  test('the authorization that the project demanded kills the token that it admitted', async () => {
    const projectId = await addProject(server, { authorizationRequired: true })
    const demanding = await addOidcApp(server, { projectId })
    await server
      .client(ProjectService)
      .addProjectRole({ projectId, roleKey: 'reader', displayName: 'Reader' })
    const person = await armed()
    const authorizations = server.client(AuthorizationService)
    const { id } = await authorizations.createAuthorization({
      userId: person.userId,
      projectId,
      organizationId: server.first.orgId,
      roleKeys: ['reader'],
    })
    const admitted = await tokensOf(person.sessions.password, demanding)
    await expectAlive(admitted)
    await authorizations.deleteAuthorization({ id })
    await expectDead(admitted)
    await expectAlive(person.password)
  })

  test.each([
    [
      'deactivated',
      (projectId: string, grantedOrganizationId: string) =>
        server.client(ProjectService).deactivateProjectGrant({ projectId, grantedOrganizationId }),
    ],
    [
      'removed',
      (projectId: string, grantedOrganizationId: string) =>
        server.client(ProjectService).deleteProjectGrant({ projectId, grantedOrganizationId }),
    ],
  ])('the grant of a demanded authorization kills the token that it admitted (%s)', async (_, take) => {
    const projectId = await addProject(server, { authorizationRequired: true })
    const demanding = await addOidcApp(server, { projectId })
    const projects = server.client(ProjectService)
    await projects.addProjectRole({ projectId, roleKey: 'reader', displayName: 'Reader' })
    const { orgId } = await addOrg(server)
    await projects.createProjectGrant({ projectId, grantedOrganizationId: orgId, roleKeys: ['reader'] })
    const person = await armed()
    await server.client(AuthorizationService).createAuthorization({
      userId: person.userId,
      projectId,
      organizationId: orgId,
      roleKeys: ['reader'],
    })
    const admitted = await tokensOf(person.sessions.password, demanding)
    await expectAlive(admitted)
    await take(projectId, orgId)
    await expectDead(admitted)
    await expectAlive(person.password)
  })
})

test('a natural end of the session leaves its tokens, as offline_access asks', async () => {
  const { userId } = await addPerson(server)
  const session = await sessions.createSession({
    checks: { ...byId(userId), password: { password } },
    lifetime: { seconds: 60n },
  })
  const tokens = await tokensOf(session)
  clock.advance(3600)
  await expectAlive(tokens)
  expect(await refreshes(tokens)).toBe(true)
})

test('a machine loses the tokens by a secret that was replaced or removed, others keep theirs', async () => {
  const [one, two] = [await addClientMachine(server), await addClientMachine(server)]
  const fetchToken = async (basic: readonly [string, string]) => {
    const form = { grant_type: 'client_credentials', scope }
    return String((await requestToken(server, form, { basic })).json['access_token'])
  }
  const me = (token: string) => statusOf(server.client(AuthService, { token }).getMyUser({}))
  const [first, second] = [await fetchToken(one.basic), await fetchToken(two.basic)]
  expect([await me(first), await me(second)]).toEqual(['ok', 'ok'])
  const { clientSecret } = await users.addSecret({ userId: one.userId })
  expect([await me(first), await me(second)]).toEqual(['Unauthenticated', 'ok'])
  const third = await fetchToken([one.basic[0], clientSecret])
  expect(await me(third)).toBe('ok')
  await users.removeSecret({ userId: one.userId })
  expect([await me(third), await me(second)]).toEqual(['Unauthenticated', 'ok'])
})
