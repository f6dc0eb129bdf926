import type { DescService } from '@bufbuild/protobuf'
import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { SecondFactorType } from '@sallyport/contract/zitadel/policy_pb.js'
import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { SystemService } from '@sallyport/contract/zitadel/system_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@sallyport/contract/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../server/src/access/call.ts'
import type { InProcessClient } from '../../server/src/access/inProcess.ts'
import { loginCall, personCall } from '../../server/src/access/pagePrincipals.ts'
import { instanceId, orgId, sessionId, userId } from '../../server/src/kernel/ids.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { refusalOf as refusalInside } from '../../server/src/testing/refusalOf.ts'
import { testClock } from '../../server/src/testing/testClock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp } from './factors.ts'
import { addPerson, byId, password, passwordSession, raiseByOtp } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'
import { addSelf, unique } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })
const { inProcess } = server.product
const browser = pageCall(server)
const login = loginCall(browser)
const loginMachine = await addMachine(server, { roles: ['IAM_LOGIN_CLIENT'] })
const admin = (await addMachine(server, { roles: ['IAM_OWNER'] })).userId
const ada = await addSelf(server)
const bob = await addPerson(server)

function callOf(id: string, from: Call = browser, session = 'any'): Call {
  return personCall(from, {
    userId: userId(id),
    orgId: orgId(server.first.orgId),
    sessionId: sessionId(session),
    tokenId: 'any',
  })
}

/** Clients of one caller, over the wire or inside the process. */
type On = <S extends DescService>(service: S) => InProcessClient<S>
const inside =
  (call: Call): On =>
  (service) =>
    inProcess.client(service, call)
const overWire =
  (token: string): On =>
  (service) =>
    server.client(service, { token }) as unknown as InProcessClient<typeof service>

type Act = (on: On) => Promise<unknown>
const number = unique('u')

/** Requests that the login is refused: each rule between authentication and handler, and handlers' own refusals. */
const refusedLogin: Readonly<Record<string, Act>> = {
  'a permission that its role lacks': (on) => on(UserService).deleteUser({ userId: bob.userId }),
  'a permission on the instance': (on) => on(AdminService).addIAMMember({ userId: bob.userId, roles: [] }),
  'an invalid message': (on) => on(UserService).addOTPEmail({ userId: '' }),
  'an unknown user': (on) => on(UserService).getUserByID({ userId: number }),
  'an organization that does not exist': (on) =>
    on(UserService).addHumanUser({
      organization: { org: { case: 'orgId', value: number } },
      profile: { givenName: 'Ada', familyName: 'L' },
      email: { email: `${number}@mail.test` },
    }),
  'a credential of a user with more rights': (on) =>
    on(UserService).setPassword({
      userId: admin,
      newPassword: { password },
    }),
  'a method that is converted to its twin': (on) => on(UserServiceBeta).addOTPEmail({ userId: '' }),
  'a creation of organizations': (on) => on(OrganizationService).addOrganization({ name: number }),
  'a wrong password': (on) =>
    on(SessionService).createSession({ checks: { ...byId(bob.userId), password: { password: 'wrong' } } }),
}

/** Requests that a person without roles is refused. */
const refusedPerson: Readonly<Record<string, Act>> = {
  'another user': (on) => on(UserService).addOTPEmail({ userId: bob.userId }),
  'a session of nobody': (on) => on(SessionService).createSession({}),
  'a list of an organization': (on) => on(ManagementService).listOrgMembers({}),
  'an invalid message': (on) => on(AuthService).updateMyPassword({ oldPassword: '', newPassword: '' }),
  'a wrong present password': (on) =>
    on(AuthService).updateMyPassword({ oldPassword: 'wrong', newPassword: 'Other-Horse-2' }),
  'a method of the instance': (on) => on(AdminService).getMyInstance({}),
}

async function sameRefusal(act: Act, insideAs: Call, wireToken: string): Promise<void> {
  const onWire = await refusalOf(act(overWire(wireToken)))
  const { code, kind, message } = await refusalInside(act(inside(insideAs)))
  expect(message).not.toBe('')
  const status = kind.replace(/(^|_)([a-z])/g, (_all, _line, letter: string) => letter.toUpperCase())
  expect({ code: status, id: code === 'request.invalid' ? '' : code }).toMatchObject({
    code: onWire.code,
    id: onWire.id,
  })
}

describe('a request inside the process is refused as over the wire', () => {
  test.each(Object.entries(refusedLogin))('the login: %s', async (_, act) => {
    await sameRefusal(act, login, loginMachine.token)
  })

  test.each(Object.entries(refusedPerson))('a person: %s', async (_, act) => {
    await sameRefusal(act, callOf(ada.userId), ada.token)
  })

  test.each([
    ['the login', login],
    ['a person', callOf(ada.userId)],
  ])('the system API: %s', async (_, call) => {
    const refusal = await refusalInside(inProcess.client(SystemService, call).listInstances({}))
    expect(refusal.code).toBe('auth.system_user_needed')
  })

  test('another instance: the role of the login counts on its own alone', async () => {
    const there = { ...login, instance: { ...login.instance, id: instanceId('1') } }
    const refusal = await refusalInside(
      inProcess.client(UserService, there).getUserByID({ userId: bob.userId }),
    )
    expect(refusal.kind).toBe('not_found')
  })
})

test('the log names the login as the creator, and no user can have its name', async () => {
  const { userId: created } = await inProcess.client(UserService, login).addHumanUser({
    organization: { org: { case: 'orgId', value: server.first.orgId } },
    profile: { givenName: 'Eve', familyName: 'Registered' },
    email: { email: `${unique('eve')}@mail.test` },
  })
  const events = await server.testDatabase.database.query<{ creator: string }>(
    "select distinct creator from events where stream_type = 'user' and stream_id = $1",
    [created],
  )
  expect(events).toEqual([{ creator: 'login' }])
  const taken = server.client(UserService).addHumanUser({
    userId: 'login',
    profile: { givenName: 'Eve', familyName: 'Login' },
    email: { email: `${unique('eve')}@mail.test` },
  })
  expect((await refusalOf(taken)).id).toBe('user.id_reserved')
})

test('a person acts on their own things, with none of their roles', async () => {
  const owner = await addSelf(server)
  await server.client(AdminService).addIAMMember({ userId: owner.userId, roles: ['IAM_OWNER'] })
  const own = callOf(owner.userId)
  const { user } = await inProcess.client(UserService, own).getUserByID({ userId: owner.userId })
  expect(user?.userId).toBe(owner.userId)
  const others = inProcess.client(UserService, own).deleteUser({ userId: bob.userId })
  expect((await refusalInside(others)).code).toBe('permission.membership_not_found')
})

test('a session that the login made elsewhere does not let the login set credentials of an administrator', async () => {
  const boss = await addPerson(server)
  await server.client(AdminService).addIAMMember({ userId: boss.userId, roles: ['IAM_OWNER'] })
  await inProcess
    .client(SessionService, login)
    .createSession({ checks: { ...byId(boss.userId), password: { password } } })
  const set = inProcess.client(UserService, login).registerTOTP({ userId: boss.userId })
  expect((await refusalInside(set)).code).toBe('permission.credential_rights')
})

test('headers of the browser neither choose an organization nor change what a method does', async () => {
  const headers = { 'x-sallyport-dry-run': 'true', 'x-zitadel-orgid': 'none', authorization: 'Bearer none' }
  const { userId: id } = await addPerson(server)
  const session = await passwordSession(server, id)
  const own = callOf(id, pageCall(server, headers), session.sessionId)
  await inProcess.client(UserService, own).addOTPEmail({ userId: id })
  const { authMethodTypes } = await server.client(UserService).listAuthenticationMethodTypes({ userId: id })
  expect(authMethodTypes.length).toBe(2)
})

test('a person changes their factors only with fresh proofs of their own live session', async () => {
  const { userId: id } = await addPerson(server)
  const session = await passwordSession(server, id)
  const change = (of: string, from = browser) =>
    inProcess.client(UserService, callOf(id, from, of)).setPhone({ userId: id, phone: unique('+4179') })
  const refused = async (act: Promise<unknown>) =>
    expect((await refusalInside(act)).code).toBe('auth.fresh_proof_required')
  const foreign = await passwordSession(server, bob.userId)
  await refused(change('any'))
  await refused(change(foreign.sessionId))
  const later = { ...browser, now: new Date(clock.now().getTime() + 15 * 60_000 + 1) }
  await refused(change(session.sessionId, later))
  const own = callOf(id, browser, session.sessionId)
  expect(await inProcess.freshProofRefusal(own)).toBeUndefined()
  expect(await inProcess.freshProofRefusal({ ...own, now: later.now })).toMatchObject({
    code: 'auth.fresh_proof_required',
  })
  await server.client(SessionService).deleteSession({ sessionId: foreign.sessionId })
  await addApp(server, id)
  await refused(change(session.sessionId))
})

test('a dry run returns its effects and commits nothing; a method without one refuses it', async () => {
  const person = await addPerson(server)
  const { sessionId: session } = await passwordSession(server, person.userId)
  const own = callOf(person.userId, browser, session)
  await server.client(AdminService).addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
  await inProcess.client(UserService, own).addOTPEmail({ userId: person.userId })
  await raiseByOtp(server, session, 'otpEmail')
  const methods = () => server.client(UserService).listAuthenticationMethodTypes({ userId: person.userId })
  const before = await methods()
  const impact = await inProcess.dryRun(UserService.method.removeOTPEmail, own, { userId: person.userId })
  expect(impact).toMatchObject({ peopleLosingLastFactor: 1 })
  expect((await methods()).authMethodTypes).toEqual(before.authMethodTypes)
  const unsupported = inProcess.dryRun(SessionService.method.createSession, login, {})
  expect((await refusalInside(unsupported)).code).toBe('request.dry_run_unsupported')
})

test('a failed guess is counted and delayed once', async () => {
  const person = await addPerson(server)
  const guess = () =>
    inProcess
      .client(SessionService, login)
      .createSession({ checks: { ...byId(person.userId), password: { password: 'wrong' } } })
  for (const attempt of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
    expect(await refusalInside(guess())).toMatchObject({ failedAttempts: attempt })
  }
  const before = clock.pauses.length
  const tenth = await refusalInside(guess())
  expect(tenth).toMatchObject({ failedAttempts: 10 })
  expect(tenth).not.toHaveProperty('delayMs')
  expect(clock.pauses.slice(before)).toEqual([1000])
})
