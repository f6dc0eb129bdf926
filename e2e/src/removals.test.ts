import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { MultiFactorType, SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type Protocol, testServer } from '../../server/src/testing/testServer.ts'
import { addApp, nextCodeAt } from './factors.ts'
import { addPerson, passwordSession, raiseByOtp } from './people.ts'
import { statusOf } from './refusal.ts'

const server = await testServer()

const protocols: readonly Protocol[] = ['grpc', 'grpc-web', 'connect']

await server.client(AdminService).addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP_SMS })

describe.each(protocols)('the five removals over %s', (protocol) => {
  test('an administrator removes the authenticator app; the session it raised falls back', async () => {
    const { userId } = await addPerson(server)
    const secret = await addApp(server, userId)
    const { sessionId } = await passwordSession(server, userId)
    const sessions = server.client(SessionService, { protocol })
    const raised = await sessions.setSession({
      sessionId,
      checks: { totp: { code: nextCodeAt(secret, new Date()) } },
    })
    const before = await sessions.getSession({ sessionId })
    expect(before.session?.factors?.totp).toBeDefined()

    const management = server.client(ManagementService, { protocol })
    const { details } = await management.removeHumanAuthFactorOTP({ userId })
    expect(details?.changeDate).toBeDefined()
    expect(details?.creationDate).toBeUndefined()
    expect(details?.resourceOwner).toBe(server.first.orgId)

    const after = await sessions.getSession({ sessionId })
    expect(after.session?.factors?.totp).toBeUndefined()
    expect(after.session?.factors?.password).toBeDefined()
    const own = server.client(AuthService, { protocol, token: raised.sessionToken })
    expect((await own.listMyAuthFactors({})).result).toEqual([])
    expect(await statusOf(management.removeHumanAuthFactorOTP({ userId }))).toBe('NotFound')
  })

  test('OTP by e-mail goes from a user', async () => {
    const { userId } = await addPerson(server)
    const users = server.client(UserService, { protocol })
    const added = await users.addOTPEmail({ userId })
    const listed = await users.listAuthenticationFactors({ userId })
    expect(listed.result.map((factor) => factor.type.case)).toEqual(['otpEmail'])
    const removed = await users.removeOTPEmail({ userId })
    expect(removed.details?.sequence).toBe((added.details?.sequence ?? 0n) + 1n)
    expect((await users.listAuthenticationFactors({ userId })).result).toEqual([])
    expect(await statusOf(users.removeOTPEmail({ userId }))).toBe('NotFound')
  })

  test('a person removes their own OTP by SMS, and needs it no more at the next session', async () => {
    const { userId } = await addPerson(server)
    const { sessionId, sessionToken } = await passwordSession(server, userId)
    const own = server.client(AuthService, { protocol, token: sessionToken })
    await own.addMyAuthFactorOTPSMS({})
    expect(await statusOf(own.removeMyAuthFactorOTPSMS({})), 'the factor demands to be checked').toBe(
      'PermissionDenied',
    )
    const raised = await raiseByOtp(server, sessionId, 'otpSms')
    const stronger = server.client(AuthService, { protocol, token: raised.sessionToken })
    await stronger.removeMyAuthFactorOTPSMS({})
    const next = await passwordSession(server, userId)
    const later = server.client(AuthService, { protocol, token: next.sessionToken })
    expect((await later.listMyAuthFactors({})).result).toEqual([])
  })

  test("an organization's login policy loses a second factor, and it stops being demanded", async () => {
    const { id: orgId } = await server.client(ManagementService).addOrg({ name: `Policy ${protocol}` })
    const headers = { 'x-zitadel-orgid': orgId }
    const { userId } = await addPerson(server, { headers })
    await server.client(UserService).addOTPEmail({ userId })
    const management = server.client(ManagementService, { protocol, headers })
    await management.addCustomLoginPolicy({
      allowUsernamePassword: true,
      secondFactors: [SecondFactorType.OTP_EMAIL],
    })
    const { sessionToken } = await passwordSession(server, userId)
    const own = server.client(AuthService, { protocol, token: sessionToken })
    expect(await statusOf(own.getMyUser({}))).toBe('PermissionDenied')

    const { details } = await management.removeSecondFactorFromLoginPolicy({
      type: SecondFactorType.OTP_EMAIL,
    })
    expect(details?.resourceOwner).toBe(orgId)
    expect((await management.listLoginPolicySecondFactors({})).result).toEqual([])
    expect((await own.getMyUser({})).user?.id).toBe(userId)
    expect(
      await statusOf(management.removeSecondFactorFromLoginPolicy({ type: SecondFactorType.OTP_EMAIL })),
    ).toBe('NotFound')
  })

  test("the instance's login policy loses a multi factor", async () => {
    const admin = server.client(AdminService, { protocol })
    const type = MultiFactorType.U2F_WITH_VERIFICATION
    const removed = await admin.removeMultiFactorFromLoginPolicy({ type })
    expect(removed.details?.resourceOwner).toBe(server.first.instanceId)
    expect((await admin.listLoginPolicyMultiFactors({})).result).toEqual([])
    expect(await statusOf(admin.removeMultiFactorFromLoginPolicy({ type }))).toBe('NotFound')
    expect(
      await statusOf(admin.removeMultiFactorFromLoginPolicy({ type: MultiFactorType.UNSPECIFIED })),
    ).toBe('InvalidArgument')
    await admin.addMultiFactorToLoginPolicy({ type })
    expect((await admin.listLoginPolicyMultiFactors({})).result).toEqual([type])
  })
})

test('the five removals over REST, each 200 once and 404 after', async () => {
  const { userId } = await addPerson(server)
  await addApp(server, userId)
  const users = server.client(UserService)
  await users.addOTPEmail({ userId })
  await server.client(ManagementService).addCustomLoginPolicy({ secondFactors: [SecondFactorType.OTP_SMS] })
  const { userId: other } = await addPerson(server)
  const first = await passwordSession(server, other)
  await server.client(AuthService, { token: first.sessionToken }).addMyAuthFactorOTPSMS({})
  await server.client(ManagementService).resetLoginPolicyToDefault({})
  const admin = server.client(AdminService)
  await admin.removeSecondFactorFromLoginPolicy({ type: SecondFactorType.U2F })
  await admin.addSecondFactorToLoginPolicy({ type: SecondFactorType.U2F })
  await server.client(ManagementService).addCustomLoginPolicy({ secondFactors: [SecondFactorType.OTP] })
  const removals: readonly (readonly [string, string?])[] = [
    [`/management/v1/users/${userId}/auth_factors/otp`],
    [`/v2/users/${userId}/otp_email`],
    ['/auth/v1/users/me/auth_factors/otp_sms', first.sessionToken],
    ['/management/v1/policies/login/second_factors/SECOND_FACTOR_TYPE_OTP'],
    ['/admin/v1/policies/login/multi_factors/1'],
  ]
  for (const [path, token] of removals) {
    const options = token === undefined ? {} : { token }
    const once = await server.rest('DELETE', path, options)
    expect([path, once.status, once.json]).toEqual([
      path,
      200,
      {
        details: {
          sequence: expect.stringMatching(/^\d+$/),
          changeDate: expect.stringMatching(/Z$/),
          resourceOwner: expect.any(String),
        },
      },
    ])
    const again = await server.rest('DELETE', path, options)
    expect([path, again.status, again.json]).toMatchObject([
      path,
      404,
      {
        code: 5,
        details: [{ '@type': 'type.googleapis.com/zitadel.v1.ErrorDetail', id: expect.any(String) }],
      },
    ])
  }
})

test('every removal is in the events, and no secret with it', async () => {
  const { userId } = await addPerson(server)
  await addApp(server, userId)
  await server.client(ManagementService).removeHumanAuthFactorOTP({ userId })
  const { events } = await server.client(AdminService).listEvents({ aggregateId: userId, asc: true })
  expect(events.map((event) => event.type?.type)).toEqual([
    'user.human.added',
    'user.human.email.verified',
    'user.human.phone.verified',
    'user.human.password.changed',
    'user.human.mfa.otp.added',
    'user.human.mfa.otp.verified',
    'user.human.mfa.otp.removed',
  ])
  expect(events.at(-1)?.editor?.userId).toBe(server.first.machine?.userId)
})
