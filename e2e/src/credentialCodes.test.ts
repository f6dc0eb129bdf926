import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, byId, password } from './people.ts'
import { addMachine, outcome } from './tenants.ts'

const server = await testServer()
const tooWeak = 'PermissionDenied permission.credential_rights'
const { token } = await addMachine(server, { roles: ['IAM_LOGIN_CLIENT'] })
const sessions = server.client(SessionService, { token })
const users = server.client(UserService, { token })
const otpEmail = { deliveryType: { case: 'returnCode' as const, value: {} } }
const challenges = { otpEmail, otpSms: { returnCode: true } }

for (const type of [SecondFactorType.OTP_EMAIL, SecondFactorType.OTP_SMS]) {
  await server.client(AdminService).addSecondFactorToLoginPolicy({ type })
}

/** A person with both kinds of one-time codes, which the login set up. */
async function withCodes() {
  const { userId } = await addPerson(server)
  await users.addOTPEmail({ userId })
  await users.addOTPSMS({ userId })
  return userId
}

test('a login does not become an administrator by one-time codes that it lets itself be shown', async () => {
  const userId = await withCodes()
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER'] })
  expect(await outcome(sessions.createSession({ checks: byId(userId), challenges }))).toBe(tooWeak)
  const { sessionId } = await sessions.createSession({ checks: byId(userId) })
  for (const asked of [challenges, { otpEmail }, { otpSms: { returnCode: true } }]) {
    expect(await outcome(sessions.setSession({ sessionId, challenges: asked }))).toBe(tooWeak)
  }
})

test('a login is shown the codes of an administrator who proved something else, and of people without more rights', async () => {
  const userId = await withCodes()
  const other = await withCodes()
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER'] })
  const typed = { password: { password } }
  const shown = [
    await sessions.createSession({ checks: { ...byId(userId), ...typed }, challenges }),
    await sessions.createSession({ checks: byId(other), challenges }),
  ]
  const { sessionId } = await sessions.createSession({ checks: { ...byId(userId), ...typed } })
  const later = await sessions.setSession({ sessionId, challenges })
  for (const { challenges } of [...shown, later]) expect(challenges?.otpSms).toBeTruthy()
  const { sessionToken } = await sessions.setSession({
    sessionId,
    checks: { otpSms: { code: later.challenges?.otpSms ?? '' } },
  })
  await server.client(AuthService, { token: sessionToken }).getMyUser({})
})
