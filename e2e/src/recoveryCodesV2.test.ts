import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { AuthenticationMethodType, UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService as BetaSessionService } from '@zitadel/proto/zitadel/session/v2beta/session_service_pb.js'
import { UserService as BetaUserService } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addApp, codeAt, eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'
import { addRecoveryCodes, countRecoveryCodes } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock })
const { orgId, headers } = await addOrg(server)
const users = server.client(UserService)
const sessions = server.client(SessionService)
const prefix = 'user.human.mfa.recovery_codes'

/** A person with an authenticator app and as many recovery codes. */
async function addHolder(count = 0) {
  const { userId } = await addPerson(server, { headers })
  const seed = await addApp(server, userId)
  const codes = count === 0 ? [] : (await users.generateRecoveryCodes({ userId, count })).recoveryCodes
  return { userId, seed, codes }
}

/** Checks a code on a new session that has proved the password. */
async function check(userId: string, code = '') {
  const { sessionId } = await passwordSession(server, userId)
  const { sessionToken } = await sessions.setSession({ sessionId, checks: { recoveryCode: { code } } })
  return { sessionId, sessionToken }
}

describe('generating', () => {
  test.each([
    ['no code', 0],
    ['fewer than none', -1],
    ['more than 50', 51],
  ])('%s is refused by the contract', async (_, count) => {
    const { userId } = await addHolder()
    expect((await refusalOf(users.generateRecoveryCodes({ userId, count }))).code).toBe('InvalidArgument')
  })

  test('for nobody, a machine or a person without another factor is refused', async () => {
    const machine = await addMachine(server, { orgId })
    const { userId: without } = await addPerson(server, { headers })
    const needsPerson = { code: 'FailedPrecondition', id: 'second_factor.recovery_codes_need_person' }
    const needsFactor = { code: 'FailedPrecondition', id: 'second_factor.recovery_codes_without_factor' }
    const generate = (userId: string) => refusalOf(users.generateRecoveryCodes({ userId, count: 1 }))
    expect(await generate('nobody')).toEqual(needsPerson)
    expect(await generate(machine.userId)).toEqual(needsPerson)
    expect(await generate(without)).toEqual(needsFactor)
  })

  test('leaves at most ten unused; used ones make room', async () => {
    const { userId, codes } = await addHolder(8)
    const tooMany = { code: 'FailedPrecondition', id: 'second_factor.recovery_codes_too_many' }
    expect(await refusalOf(users.generateRecoveryCodes({ userId, count: 3 }))).toEqual(tooMany)
    expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 8, total: 8 })
    await check(userId, codes[0])
    const { recoveryCodes, details } = await users.generateRecoveryCodes({ userId, count: 3 })
    expect(recoveryCodes).toHaveLength(3)
    expect(details).toMatchObject({ resourceOwner: orgId, changeDate: expect.anything() })
    expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 10, total: 11 })
  })

  test('adds to the codes that are there: old and new ones work once, and no session loses its proof', async () => {
    const { userId, codes } = await addHolder(2)
    const raised = await check(userId, codes[0])
    const { recoveryCodes: added } = await users.generateRecoveryCodes({ userId, count: 2 })
    const me = server.client(AuthService, { token: raised.sessionToken })
    expect((await me.getMyUser({})).user?.id).toBe(userId)
    for (const code of [codes[1], added[1]]) await check(userId, code)
    for (const code of [...codes, added[1]]) {
      expect((await refusalOf(check(userId, code))).id).toBe('second_factor.recovery_code_used')
    }
    expect((await eventsOf(server, userId)).filter(({ type }) => type === `${prefix}.added`)).toEqual([
      { type: `${prefix}.added`, payload: { secretId: expect.any(String), codes: 2 } },
      { type: `${prefix}.added`, payload: { secretId: expect.any(String), codes: 2 } },
    ])
  })

  test('by two requests at once never exceeds ten, and the codes of every reply work', async () => {
    const { userId } = await addHolder()
    const outcomes = await Promise.allSettled(
      [4, 4, 4].map((count) => users.generateRecoveryCodes({ userId, count })),
    )
    const given = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' ? [outcome.value.recoveryCodes] : [],
    )
    expect(given).toHaveLength(2)
    for (const [code] of given) await check(userId, code)
  })

  test('never resets the count of guesses', async () => {
    const { userId } = await addHolder(1)
    for (let guess = 0; guess < 9; guess++) await refusalOf(check(userId, '00000-00000-00000'))
    await users.generateRecoveryCodes({ userId, count: 1 })
    await refusalOf(check(userId, '00000-00000-00000'))
    expect(await eventTypesOf(server, userId)).toContain('user.locked')
  })

  test('and removing show their effect in a dry run that changes nothing', async () => {
    const { userId, codes } = await addHolder(1)
    const dry = server.client(UserService, { headers: { 'x-sallyport-dry-run': 'true' } })
    await dry.generateRecoveryCodes({ userId, count: 1 })
    await dry.removeRecoveryCodes({ userId })
    expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 1, total: 1 })
    await check(userId, codes[0])
  })
})

describe('removing', () => {
  test('takes all codes; without any it succeeds and writes nothing', async () => {
    const { userId, codes } = await addHolder(3)
    await check(userId, codes[0])
    const { details } = await users.removeRecoveryCodes({ userId })
    expect(details).toMatchObject({ resourceOwner: orgId })
    expect(await countRecoveryCodes(server, userId)).toEqual({ left: 0, total: 0 })
    const before = await eventTypesOf(server, userId)
    expect((await users.removeRecoveryCodes({ userId })).details?.sequence).toBe(details?.sequence)
    expect(await eventTypesOf(server, userId)).toEqual(before)
    expect((await refusalOf(check(userId, codes[1]))).id).toBe('second_factor.not_ready')
  })

  test('of a locked person or of nobody is refused', async () => {
    const { userId } = await addHolder(1)
    await users.lockUser({ userId })
    const locked = { code: 'FailedPrecondition', id: 'second_factor.user_locked' }
    expect(await refusalOf(users.removeRecoveryCodes({ userId }))).toEqual(locked)
    expect((await refusalOf(users.removeRecoveryCodes({ userId: 'nobody' }))).code).toBe('NotFound')
  })
})

describe('rights', () => {
  const strangers = {
    'ORG_OWNER elsewhere': 'NotFound',
    'no membership': 'NotFound',
    'no token': 'Unauthenticated',
    'another instance': 'Unauthenticated',
  }
  const credential = {
    IAM_OWNER: 'ok',
    IAM_USER_MANAGER: 'PermissionDenied',
    IAM_LOGIN_CLIENT: 'ok',
    ORG_OWNER: 'ok',
    ORG_USER_MANAGER: 'PermissionDenied',
    ORG_OWNER_VIEWER: 'PermissionDenied',
    ...strangers,
  }

  async function outcomes(act: (options: ClientOptions) => Promise<unknown>) {
    const callers: Readonly<Record<string, ClientOptions>> = {
      IAM_OWNER: {},
      ...(await addCallers(
        server,
        orgId,
        'IAM_USER_MANAGER',
        'IAM_LOGIN_CLIENT',
        'ORG_OWNER',
        'ORG_USER_MANAGER',
        'ORG_OWNER_VIEWER',
      )),
    }
    const statuses: Record<string, string> = {}
    for (const [caller, options] of Object.entries(callers)) statuses[caller] = await statusOf(act(options))
    return statuses
  }

  test('both methods demand the right to set credentials in the organization of the person', async () => {
    const { userId } = await addHolder(1)
    const clientOf = (options: ClientOptions) => server.client(UserService, options)
    const generate = (options: ClientOptions) => clientOf(options).generateRecoveryCodes({ userId, count: 1 })
    const remove = (options: ClientOptions) => clientOf(options).removeRecoveryCodes({ userId })
    expect(await outcomes(generate)).toEqual(credential)
    expect(await outcomes(remove)).toEqual(credential)
  })

  test('people generate and remove their own after fresh proofs', async () => {
    const { userId, seed } = await addHolder(1)
    clock.advance(30)
    const totp = { code: codeAt(seed, clock.now()) }
    const { sessionToken: token } = await sessions.createSession({
      checks: { ...byId(userId), password: { password }, totp },
    })
    const own = server.client(UserService, { token })
    expect((await own.generateRecoveryCodes({ userId, count: 2 })).recoveryCodes).toHaveLength(2)
    clock.advance(16 * 60)
    const stale = { code: 'Unauthenticated', id: 'auth.fresh_proof_required' }
    expect(await refusalOf(own.generateRecoveryCodes({ userId, count: 1 }))).toEqual(stale)
    expect(await refusalOf(own.removeRecoveryCodes({ userId }))).toEqual(stale)
    expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 3 })
  })
})

describe('sessions of the contract', () => {
  test('refuse a code without a user, an empty one, a wrong one, and one where there are none', async () => {
    const nobody = sessions.createSession({ checks: { recoveryCode: { code: '00000-00000-00000' } } })
    const withoutUser = { code: 'InvalidArgument', id: 'session.recovery_code_without_user' }
    expect(await refusalOf(nobody)).toEqual(withoutUser)
    const { userId } = await addHolder(1)
    expect((await refusalOf(check(userId, ''))).code).toBe('InvalidArgument')
    const wrong = { code: 'InvalidArgument', id: 'second_factor.wrong_code' }
    expect(await refusalOf(check(userId, '00000-00000-00000'))).toEqual(wrong)
    const { userId: without } = await addPerson(server, { headers })
    const notReady = { code: 'FailedPrecondition', id: 'second_factor.not_ready' }
    expect(await refusalOf(check(without, '00000-00000-00000'))).toEqual(notReady)
  })

  test('check password and code in one request, and show when the code was checked', async () => {
    const { userId } = await addHolder()
    const [code = ''] = await addRecoveryCodes(server, userId)
    const checks = { ...byId(userId), password: { password }, recoveryCode: { code } }
    const { sessionId, sessionToken } = await sessions.createSession({ checks })
    expect((await server.client(AuthService, { token: sessionToken }).getMyUser({})).user?.id).toBe(userId)
    const { session } = await sessions.getSession({ sessionId })
    const seconds = BigInt(Math.floor(clock.now().getTime() / 1000))
    expect(session?.factors?.recoveryCode?.verifiedAt?.seconds).toBe(seconds)
    const { session: older } = await server.client(BetaSessionService).getSession({ sessionId })
    expect(older?.factors?.$unknown).toBeUndefined()
    expect(older?.factors?.password).toBeDefined()
  })
})

test('lists of login methods name the codes while some are left, those of v2beta never', async () => {
  const { PASSWORD, TOTP, RECOVERY_CODE } = AuthenticationMethodType
  const { userId, codes } = await addHolder(1)
  const listed = await users.listAuthenticationMethodTypes({ userId })
  expect(listed.authMethodTypes.toSorted()).toEqual([PASSWORD, TOTP, RECOVERY_CODE].toSorted())
  const { json } = await server.rest('GET', `/v2beta/users/${userId}/authentication_methods`)
  expect((json as { authMethodTypes: string[] }).authMethodTypes.toSorted()).toEqual([
    'AUTHENTICATION_METHOD_TYPE_PASSWORD',
    'AUTHENTICATION_METHOD_TYPE_TOTP',
  ])
  const beta = await server.client(BetaUserService).listAuthenticationMethodTypes({ userId })
  expect(beta.authMethodTypes).toHaveLength(2)
  await check(userId, codes[0])
  const { authMethodTypes } = await users.listAuthenticationMethodTypes({ userId })
  expect(authMethodTypes).not.toContain(RECOVERY_CODE)
})
