import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, eventsOf, eventTypesOf, testClock } from './factors.ts'
import { addKey } from './keys.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'
import {
  addRecoveryCodes,
  checkRecoveryCode,
  countRecoveryCodes,
  operate,
  removeRecoveryCodes,
} from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'

const clock = testClock()
const server = await testServer({ clock })
const users = server.client(UserService)
const prefix = 'user.human.mfa.recovery_codes'
const used = { code: 'InvalidArgument', id: 'second_factor.recovery_code_used' }
const wrong = { code: 'InvalidArgument', id: 'second_factor.wrong_code' }
const missing = { code: 'NotFound', id: 'second_factor.not_found' }
const secondFactorNeeded = { code: 'PermissionDenied', id: 'assurance.second_factor_required' }

/** A person with an authenticator app and recovery codes. */
async function addHolder() {
  const { userId } = await addPerson(server)
  await addApp(server, userId)
  return { userId, codes: await addRecoveryCodes(server, userId) }
}

const myself = (token: string) => server.client(AuthService, { token }).getMyUser({})

/** A login with password and recovery code; returns the token. */
async function recover(userId: string, code = '') {
  const { sessionId } = await passwordSession(server, userId)
  return { sessionId, token: await checkRecoveryCode(server, sessionId, code) }
}

describe('recovery codes', () => {
  test('are ten, shown once, and counted', async () => {
    const { userId, codes } = await addHolder()
    expect(codes).toHaveLength(10)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    const createdAt = clock.now().toISOString()
    expect(await countRecoveryCodes(server, userId)).toEqual({ left: 10, total: 10, createdAt })
    await recover(userId, codes[0])
    const counted = { left: 9, total: 10, createdAt, lastUsedAt: clock.now().toISOString() }
    expect(await countRecoveryCodes(server, userId)).toEqual(counted)
    expect((await eventsOf(server, userId)).filter(({ type }) => type.startsWith(prefix))).toEqual([
      { type: `${prefix}.added`, payload: { secretId: expect.any(String), codes: 10 } },
      { type: `${prefix}.check.succeeded`, payload: { code: 0 } },
    ])
  })

  test('finish a login in the place of the second factor, at the level that a possession gives', async () => {
    const { userId, codes } = await addHolder()
    const { sessionId, sessionToken } = await passwordSession(server, userId)
    expect(await refusalOf(myself(sessionToken))).toEqual(secondFactorNeeded)
    const token = await checkRecoveryCode(
      server,
      sessionId,
      codes[3]?.toLowerCase().replaceAll('-', ' ') ?? '',
    )
    expect((await myself(token)).user?.id).toBe(userId)
    expect(await refusalOf(myself(sessionToken)), 'the old token ended').toMatchObject({
      id: 'auth.session_token_superseded',
    })
  })

  test('begin no login: without a password they open nothing', async () => {
    const { userId, codes } = await addHolder()
    const sessions = server.client(SessionService)
    const { sessionId } = await sessions.createSession({ checks: byId(userId) })
    const token = await checkRecoveryCode(server, sessionId, codes[0] ?? '')
    expect((await refusalOf(myself(token))).id).toBe('assurance.no_check')
    const later = await sessions.setSession({ sessionId, checks: { password: { password } } })
    expect((await myself(later.sessionToken)).user?.id).toBe(userId)
  })

  test('show on a session of older clients as a login with a password alone, and never among second factors', async () => {
    const { userId, codes } = await addHolder()
    const { sessionId } = await recover(userId, codes[0])
    const { session } = await server.client(SessionService).getSession({ sessionId })
    expect(session?.factors).toMatchObject({ user: { id: userId }, password: {} })
    const factors = await users.listAuthenticationFactors({ userId })
    expect(factors.result.map(({ type }) => type.case)).toEqual(['otp'])
  })

  test.each([
    ['an unknown code', '00000-00000-00000', wrong],
    ['six digits', '123456', { code: 'InvalidArgument', id: 'second_factor.recovery_code_malformed' }],
    ['nothing', '', { code: 'InvalidArgument', id: 'session.recovery_code_missing' }],
  ])('refuse %s', async (_, code, refusal) => {
    const { userId } = await addHolder()
    const { sessionId } = await passwordSession(server, userId)
    expect(await refusalOf(checkRecoveryCode(server, sessionId, code))).toEqual(refusal)
  })

  test('of another person prove nothing', async () => {
    const [one, other] = [await addHolder(), await addHolder()]
    const { sessionId } = await passwordSession(server, one.userId)
    expect(await refusalOf(checkRecoveryCode(server, sessionId, other.codes[0] ?? ''))).toEqual(wrong)
    await recover(other.userId, other.codes[0])
  })
})

describe('a code is used once', () => {
  test('not again on the same session or another one, and the second use is no guess', async () => {
    const { userId, codes } = await addHolder()
    const [code = ''] = codes
    const { sessionId } = await recover(userId, code)
    const { sessionId: other } = await passwordSession(server, userId)
    for (const id of [sessionId, other]) {
      expect(await refusalOf(checkRecoveryCode(server, id, code))).toEqual(used)
    }
    expect(await eventTypesOf(server, userId)).not.toContain(`${prefix}.check.failed`)
  })

  test('by 16 sessions at once: one is raised, the others hear that it was used', async () => {
    const { userId, codes } = await addHolder()
    const opened = await Promise.all(Array.from({ length: 16 }, () => passwordSession(server, userId)))
    const outcomes = await Promise.allSettled(
      opened.map(({ sessionId }) => checkRecoveryCode(server, sessionId, codes[0] ?? '')),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    for (const reason of refusals) expect(await refusalOf(Promise.reject(reason))).toEqual(used)
    const types = await eventTypesOf(server, userId)
    expect(types.filter((type) => type === `${prefix}.check.succeeded`)).toHaveLength(1)
    expect(types).not.toContain(`${prefix}.check.failed`)
    expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 9 })
  })

  test('the last one still finishes its login; then there are none, and the session stays', async () => {
    const { userId, codes } = await addHolder()
    const { sessionId } = await passwordSession(server, userId)
    let token = ''
    for (const code of codes) token = await checkRecoveryCode(server, sessionId, code)
    expect((await myself(token)).user?.id).toBe(userId)
    expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 0, total: 10 })
    const { sessionId: next } = await passwordSession(server, userId)
    expect(await refusalOf(checkRecoveryCode(server, next, '00000-00000-00000'))).toEqual({
      code: 'FailedPrecondition',
      id: 'second_factor.recovery_codes_used_up',
    })
  })
})

describe('a new set', () => {
  test('ends the old one at once: its codes, and the sessions that they raised', async () => {
    const { userId, codes } = await addHolder()
    const { sessionId, token } = await recover(userId, codes[0])
    const fresh = await addRecoveryCodes(server, userId)
    expect(fresh.filter((code) => codes.includes(code))).toEqual([])
    expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 10, total: 10 })
    expect(await refusalOf(myself(token))).toEqual(secondFactorNeeded)
    expect((await eventsOf(server, sessionId)).at(-1)).toEqual({
      type: 'session.factor.removed',
      payload: { factor: 'recoveryCode', cause: `${prefix}.replaced` },
    })
    for (const code of codes.slice(0, 2)) {
      expect(await refusalOf(checkRecoveryCode(server, sessionId, code))).toEqual(wrong)
    }
    expect((await myself(await checkRecoveryCode(server, sessionId, fresh[0] ?? ''))).user?.id).toBe(userId)
  })

  test('never resets the count of guesses', async () => {
    const { userId } = await addHolder()
    const { sessionId } = await passwordSession(server, userId)
    for (let count = 0; count < 9; count++) {
      expect(await refusalOf(checkRecoveryCode(server, sessionId, '00000-00000-00000'))).toEqual(wrong)
    }
    await addRecoveryCodes(server, userId)
    expect(await refusalOf(checkRecoveryCode(server, sessionId, '00000-00000-00000'))).toEqual(wrong)
    expect(await eventTypesOf(server, userId)).toContain('user.locked')
  })

  test('that two requests make at once is one: the codes of exactly one reply work', async () => {
    const { userId } = await addHolder()
    const sets = await Promise.all([addRecoveryCodes(server, userId), addRecoveryCodes(server, userId)])
    const { sessionId } = await passwordSession(server, userId)
    const outcomes = await Promise.allSettled(
      sets.map(([code = '']) => checkRecoveryCode(server, sessionId, code)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('people without another factor', () => {
  const refused = { code: 'FailedPrecondition', id: 'second_factor.recovery_codes_without_factor' }

  test('get no codes: they would be the only factor', async () => {
    const { userId } = await addPerson(server)
    expect(await refusalOf(addRecoveryCodes(server, userId))).toEqual(refused)
    await users.registerTOTP({ userId })
    expect(await refusalOf(addRecoveryCodes(server, userId)), 'a pending app is none').toEqual(refused)
    expect(await countRecoveryCodes(server, userId)).toEqual({ left: 0, total: 0 })
  })

  test('get none in a session that may only set up the first factor', async () => {
    const headers = {
      'x-zitadel-orgid': (await server.client(ManagementService).addOrg({ name: 'Forced' })).id,
    }
    const { userId } = await addPerson(server, { headers })
    await server.client(ManagementService, { headers }).addCustomLoginPolicy({
      allowUsernamePassword: true,
      forceMfa: true,
      secondFactors: [SecondFactorType.OTP],
    })
    const { sessionToken: token } = await passwordSession(server, userId)
    for (const id of [userId, 'me']) {
      const refusal = { code: 'PermissionDenied', id: 'assurance.mfa_forced' }
      expect(await refusalOf(addRecoveryCodes(server, id, { token }))).toEqual(refusal)
    }
    await server.client(UserService, { token }).registerTOTP({ userId })
  })
})

describe('the last other factor takes the codes along', () => {
  type Add = (userId: string) => Promise<() => Promise<unknown>>
  const factors: Readonly<Record<string, Add>> = {
    'authenticator app': async (userId) => {
      await addApp(server, userId)
      return () => users.removeTOTP({ userId })
    },
    'codes by e-mail': async (userId) => {
      await users.addOTPEmail({ userId })
      return () => users.removeOTPEmail({ userId })
    },
    'phone number': async (userId) => {
      await users.addOTPSMS({ userId })
      return () => users.removePhone({ userId })
    },
    'security key': async (userId) => {
      const { id: u2fId } = await addKey(server, userId, 'u2f')
      return () => users.removeU2F({ userId, u2fId })
    },
    passkey: async (userId) => {
      const { id: passkeyId } = await addKey(server, userId, 'passkey')
      return () => users.removePasskey({ userId, passkeyId })
    },
  }

  test.each(Object.entries(factors))('%s', async (_, add) => {
    const { userId } = await addPerson(server)
    const remove = await add(userId)
    const [code = ''] = await addRecoveryCodes(server, userId)
    const { sessionId } = await recover(userId, code)
    await remove()
    expect(await countRecoveryCodes(server, userId)).toEqual({ left: 0, total: 0 })
    const events = await eventsOf(server, userId)
    const removed = events.find(({ type }) => type === `${prefix}.removed`)
    expect(removed?.payload).toEqual({ cause: expect.stringMatching(/\.removed$/) })
    expect((await eventsOf(server, sessionId)).map(({ type }) => type)).toContain('session.factor.removed')
    await addApp(server, userId)
    const refusal = await refusalOf(checkRecoveryCode(server, sessionId, code))
    expect(refusal, 'a new factor does not bring them back').toMatchObject({ id: 'second_factor.not_ready' })
  })

  test('one of two does not', async () => {
    const { userId, codes } = await addHolder()
    await users.addOTPEmail({ userId })
    const { token } = await recover(userId, codes[0])
    await users.removeTOTP({ userId })
    expect(await countRecoveryCodes(server, userId)).toMatchObject({ left: 9 })
    expect((await myself(token)).user?.id).toBe(userId)
  })

  test('a removed person leaves nothing', async () => {
    const { userId, codes } = await addHolder()
    const { sessionId } = await recover(userId, codes[0])
    const secrets = () =>
      server.testDatabase.database.query('select id from secrets where stream_id = $1', [userId])
    expect((await secrets()).length).toBeGreaterThan(0)
    await users.deleteUser({ userId })
    expect(await secrets()).toEqual([])
    expect((await refusalOf(checkRecoveryCode(server, sessionId, codes[1] ?? ''))).code).not.toBe('ok')
  })
})

describe('removing', () => {
  test('takes all codes and lowers the sessions that they raised; again there is nothing to remove', async () => {
    const { userId, codes } = await addHolder()
    const { sessionId, token } = await recover(userId, codes[0])
    await removeRecoveryCodes(server, userId)
    expect(await refusalOf(myself(token))).toEqual(secondFactorNeeded)
    const refusal = await refusalOf(checkRecoveryCode(server, sessionId, codes[1] ?? ''))
    expect(refusal.id).toBe('second_factor.not_ready')
    expect(await refusalOf(removeRecoveryCodes(server, userId))).toEqual(missing)
  })

  test('can be tried: a dry run says what would happen and does nothing', async () => {
    const { userId, codes } = await addHolder()
    const headers = { 'x-sallyport-dry-run': 'true' }
    await recover(userId, codes[0])
    const before = (await eventTypesOf(server, userId)).length
    const own = { dryRun: { peopleLosingLastFactor: 0, sessionsLowered: 1 } }
    expect(await removeRecoveryCodes(server, userId, { headers })).toEqual(own)
    const replaced = await operate(server, 'POST', `users/${userId}/recovery_codes`, { headers })
    expect(replaced).toMatchObject(own)
    const app = await server.rest('DELETE', `/v2/users/${userId}/totp`, { headers })
    expect(app.json, 'the app takes the codes along').toMatchObject({
      dryRun: { peopleLosingLastFactor: 1, sessionsLowered: 1 },
    })
    expect(await eventTypesOf(server, userId)).toHaveLength(before)
    for (const [method, path] of [
      ['GET', `users/${userId}/recovery_codes`],
      ['POST', 'sessions/x/recovery_code'],
    ] as const) {
      const refusal = await refusalOf(
        operate(server, method, path, { headers, ...(method === 'POST' && { body: { code: 'x' } }) }),
      )
      expect(refusal).toEqual({ code: 'InvalidArgument', id: 'request.dry_run_unsupported' })
    }
  })
})

describe('a login policy', () => {
  test('that loses a kind voids the proofs by codes, for good, and counts them in a dry run', async () => {
    const { id } = await server.client(ManagementService).addOrg({ name: 'Strict' })
    const headers = { 'x-zitadel-orgid': id }
    const management = server.client(ManagementService, { headers })
    await management.addCustomLoginPolicy({
      allowUsernamePassword: true,
      secondFactors: [SecondFactorType.OTP, SecondFactorType.OTP_EMAIL],
    })
    const { userId } = await addPerson(server, { headers })
    await addApp(server, userId)
    const codes = await addRecoveryCodes(server, userId)
    const { token } = await recover(userId, codes[0])
    const path = '/management/v1/policies/login/second_factors/SECOND_FACTOR_TYPE_OTP'
    const dry = await server.rest('DELETE', path, { headers: { ...headers, 'x-sallyport-dry-run': 'true' } })
    expect(dry.json).toMatchObject({ dryRun: { peopleLosingLastFactor: 1, sessionsLowered: 1 } })
    await management.removeSecondFactorFromLoginPolicy({ type: SecondFactorType.OTP })
    clock.advance(1)
    await management.addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP })
    expect(await refusalOf(myself(token))).toEqual(secondFactorNeeded)
    await recover(userId, codes[1])
  })

  test('that allows no factor at all leaves codes without effect, and a demand for two unmet', async () => {
    const { id } = await server.client(ManagementService).addOrg({ name: 'Nothing' })
    const headers = { 'x-zitadel-orgid': id }
    const { userId } = await addPerson(server, { headers })
    await addApp(server, userId)
    const codes = await addRecoveryCodes(server, userId)
    await server.client(ManagementService, { headers }).addCustomLoginPolicy({
      allowUsernamePassword: true,
      forceMfa: true,
    })
    const { token } = await recover(userId, codes[0])
    expect((await refusalOf(myself(token))).id).toBe('assurance.mfa_forced')
  })
})
