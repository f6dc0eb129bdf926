import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { addPerson, password } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })

type Factor = 'totp' | 'otpSms' | 'otpEmail'
type Check = 'password' | Factor
const { OTP, OTP_EMAIL, OTP_SMS, U2F } = SecondFactorType
const all = [OTP, OTP_EMAIL, OTP_SMS, U2F]

interface Case {
  readonly has: readonly Factor[]
  readonly checked: readonly Check[]
  readonly allowed?: readonly SecondFactorType[]
  readonly force?: { readonly forceMfa?: boolean; readonly forceMfaLocalOnly?: boolean }
  readonly outcome: 'ok' | 'no_check' | 'second_factor_required' | 'mfa_forced'
}

/** The requests that a session token authenticates (factors notes §6). */
const cases: readonly Case[] = [
  { has: [], checked: [], outcome: 'no_check' },
  { has: ['totp'], checked: [], outcome: 'no_check' },
  { has: [], checked: ['password'], outcome: 'ok' },
  { has: ['totp'], checked: ['password'], outcome: 'second_factor_required' },
  { has: ['totp'], checked: ['password', 'totp'], outcome: 'ok' },
  { has: ['totp'], checked: ['totp'], outcome: 'second_factor_required' },
  { has: ['totp'], checked: ['password'], allowed: [OTP_SMS], outcome: 'ok' },
  { has: ['otpSms'], checked: ['password'], outcome: 'second_factor_required' },
  { has: ['otpSms'], checked: ['password'], allowed: [OTP, U2F], outcome: 'ok' },
  { has: ['otpSms'], checked: ['password', 'otpSms'], outcome: 'ok' },
  { has: ['otpEmail'], checked: ['password'], outcome: 'second_factor_required' },
  { has: ['otpEmail'], checked: ['password'], allowed: [OTP, OTP_SMS], outcome: 'ok' },
  { has: ['otpEmail'], checked: ['password', 'otpEmail'], outcome: 'ok' },
  { has: ['totp', 'otpSms'], checked: ['password', 'otpSms'], outcome: 'ok' },
  { has: ['totp', 'otpSms'], checked: ['totp', 'otpSms'], outcome: 'ok' },
  { has: [], checked: ['password'], force: { forceMfa: true }, outcome: 'mfa_forced' },
  { has: [], checked: ['password'], force: { forceMfaLocalOnly: true }, outcome: 'mfa_forced' },
  { has: ['totp'], checked: ['password', 'totp'], force: { forceMfa: true }, outcome: 'ok' },
  { has: ['otpEmail'], checked: ['password', 'otpEmail'], force: { forceMfa: true }, outcome: 'ok' },
  {
    has: ['totp'],
    checked: ['password', 'totp'],
    allowed: [U2F],
    force: { forceMfa: true },
    outcome: 'mfa_forced',
  },
]

async function personWith(has: readonly Factor[], headers: Record<string, string>) {
  const { userId } = await addPerson(server, { headers })
  const users = server.client(UserService)
  const secret = has.includes('totp') ? await addApp(server, userId) : ''
  if (has.includes('otpSms')) await users.addOTPSMS({ userId })
  if (has.includes('otpEmail')) await users.addOTPEmail({ userId })
  return { userId, secret }
}

async function sessionWith(person: { userId: string; secret: string }, checked: readonly Check[]) {
  clock.advance(30)
  const sessions = server.client(SessionService)
  const created = await sessions.createSession({
    checks: {
      user: { search: { case: 'userId', value: person.userId } },
      ...(checked.includes('password') && { password: { password } }),
      ...(checked.includes('totp') && { totp: { code: codeAt(person.secret, clock.now()) } }),
    },
    challenges: {
      ...(checked.includes('otpSms') && { otpSms: { returnCode: true } }),
      ...(checked.includes('otpEmail') && {
        otpEmail: { deliveryType: { case: 'returnCode' as const, value: {} } },
      }),
    },
  })
  const { sessionId, challenges } = created
  if (!challenges) return created
  const checks = {
    ...(challenges.otpSms && { otpSms: { code: challenges.otpSms } }),
    ...(challenges.otpEmail && { otpEmail: { code: challenges.otpEmail } }),
  }
  return { ...(await sessions.setSession({ sessionId, checks })), sessionId }
}

const outcomeOf = async (token: string) => {
  const own = server.client(AuthService, { token })
  const outcome = await own.getMyUser({}).then(
    ({ user }) => ({ user: user?.id }),
    () => undefined,
  )
  if (outcome) return 'ok'
  const { code, id } = await refusalOf(own.getMyUser({}))
  expect(code).toBe('PermissionDenied')
  return id.replace('assurance.', '')
}

describe('a session token', () => {
  test.each(cases)('set up $has, checked $checked, allowed $allowed, $force: $outcome', async (row) => {
    const { headers } = await addOrg(server)
    const management = server.client(ManagementService, { headers })
    await management.addCustomLoginPolicy({
      allowUsernamePassword: true,
      secondFactors: [...(row.allowed ?? all)],
      ...row.force,
    })
    const { sessionToken } = await sessionWith(await personWith(row.has, headers), row.checked)
    expect(await outcomeOf(sessionToken)).toBe(row.outcome)
  })

  test('of a session without a user authenticates nothing', async () => {
    const { sessionToken: token } = await server.client(SessionService).createSession({})
    expect((await refusalOf(server.client(AuthService, { token }).getMyUser({}))).code).toBe(
      'PermissionDenied',
    )
  })

  test('needs no proof of a pending app; a proof counts from the next request on', async () => {
    const { headers } = await addOrg(server)
    const person = await personWith([], headers)
    const users = server.client(UserService)
    const { sessionToken } = await sessionWith(person, ['password'])
    const { secret } = await users.registerTOTP({ userId: person.userId })
    expect(await outcomeOf(sessionToken)).toBe('ok')
    await users.verifyTOTPRegistration({ userId: person.userId, code: codeAt(secret, clock.now()) })
    expect(await outcomeOf(sessionToken)).toBe('second_factor_required')
    await users.removeTOTP({ userId: person.userId })
    expect(await outcomeOf(sessionToken)).toBe('ok')
  })

  test("obeys the policy of the person's organization, and a change from the next request on", async () => {
    const { headers } = await addOrg(server)
    const admin = server.client(AdminService)
    const management = server.client(ManagementService, { headers })
    const { sessionToken } = await sessionWith(await personWith(['otpSms'], headers), ['password'])
    const outcomes = [await outcomeOf(sessionToken)]
    await admin.addSecondFactorToLoginPolicy({ type: OTP_SMS })
    outcomes.push(await outcomeOf(sessionToken))
    await management.addCustomLoginPolicy({ secondFactors: [] })
    outcomes.push(await outcomeOf(sessionToken))
    await management.updateCustomLoginPolicy({ forceMfa: true })
    outcomes.push(await outcomeOf(sessionToken))
    await management.resetLoginPolicyToDefault({})
    outcomes.push(await outcomeOf(sessionToken))
    await admin.removeSecondFactorFromLoginPolicy({ type: OTP_SMS })
    outcomes.push(await outcomeOf(sessionToken))
    expect(outcomes).toEqual([
      'ok',
      'second_factor_required',
      'ok',
      'mfa_forced',
      'second_factor_required',
      'ok',
    ])
  })

  test('of a person who must set up a factor allows nothing else', async () => {
    const { headers } = await addOrg(server)
    const management = server.client(ManagementService, { headers })
    await management.addCustomLoginPolicy({ forceMfa: true, secondFactors: [OTP, OTP_SMS] })
    const { userId, secret: none } = await personWith([], headers)
    const { userId: other } = await personWith([], headers)
    await management.addOrgMember({ userId, roles: ['ORG_OWNER'] })
    const { sessionToken: token } = await sessionWith({ userId, secret: none }, ['password'])
    const own = server.client(AuthService, { token })
    const { sessionToken: unproved } = await sessionWith({ userId, secret: none }, [])
    const nothing = server.client(AuthService, { token: unproved }).addMyAuthFactorOTP({})
    expect(await refusalOf(nothing)).toEqual({ code: 'PermissionDenied', id: 'assurance.no_check' })
    expect(await outcomeOf(token)).toBe('mfa_forced')
    const others = server.client(UserService, { token })
    expect((await refusalOf(others.registerTOTP({ userId: other }))).code).toBe('NotFound')
    const { secret } = await own.addMyAuthFactorOTP({})
    await own.verifyMyAuthFactorOTP({ code: codeAt(secret, clock.now()) })
    const required = { code: 'PermissionDenied', id: 'assurance.second_factor_required' }
    expect(await refusalOf(own.addMyAuthFactorOTPSMS({}))).toEqual(required)
    expect(await refusalOf(own.listMyAuthFactors({}))).toEqual(required)
    const { sessionToken: raised } = await sessionWith({ userId, secret }, ['password', 'totp'])
    expect(await outcomeOf(raised)).toBe('ok')
  })

  test('is not needed by machines with a personal access token', async () => {
    const { orgId, headers } = await addOrg(server)
    await server.client(ManagementService, { headers }).addCustomLoginPolicy({ forceMfa: true })
    const { userId, token } = await addMachine(server, { orgId })
    expect((await server.client(AuthService, { token }).getMyUser({})).user?.id).toBe(userId)
  })
})
