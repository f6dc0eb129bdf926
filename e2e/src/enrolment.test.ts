import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession, raiseByOtp } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'

const server = await testServer()
await server.client(ManagementService).addCustomLoginPolicy({
  allowUsernamePassword: true,
  forceMfa: true,
  secondFactors: [SecondFactorType.OTP_EMAIL],
})

test('where MFA is forced, a person without a factor may set one up and nothing else', async () => {
  const { userId } = await addPerson(server)
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER'] })
  const { sessionId, sessionToken } = await passwordSession(server, userId)
  const own = server.client(AuthService, { token: sessionToken })
  const users = server.client(UserService, { token: sessionToken })
  const { userId: other } = await addPerson(server)

  expect(await statusOf(own.getMyUser({}))).toBe('PermissionDenied')
  expect(await statusOf(server.client(AdminService, { token: sessionToken }).getMyInstance({}))).toBe(
    'PermissionDenied',
  )
  expect(await statusOf(users.addOTPEmail({ userId: other })), 'their roles do not count').toBe('NotFound')
  await own.addMyAuthFactorOTPEmail({})

  expect(await statusOf(users.registerTOTP({ userId })), 'with a factor, it must be checked').toBe(
    'PermissionDenied',
  )
  await raiseByOtp(server, sessionId, 'otpEmail')
  const raised = await server
    .client(SessionService)
    .setSession({ sessionId, metadata: { seen: new Uint8Array([1]) } })
  const strong = server.client(AuthService, { token: raised.sessionToken })
  expect((await strong.getMyUser({})).user?.id).toBe(userId)
})

test('an enrolment-only session may set up no kind that the policy does not allow, over any API', async () => {
  const { userId } = await addPerson(server)
  const { sessionToken: token } = await passwordSession(server, userId)
  const users = server.client(UserService, { token })
  const own = server.client(AuthService, { token })
  const verification = { publicKeyCredential: new Uint8Array(55), tokenName: 'k' }
  const refused = [
    () => users.registerTOTP({ userId }),
    () => users.verifyTOTPRegistration({ userId, code: '123456' }),
    () => users.addOTPSMS({ userId }),
    () => users.registerU2F({ userId, domain: 'example.com' }),
    () => users.verifyU2FRegistration({ userId, u2fId: 'x', tokenName: 'k', publicKeyCredential: {} }),
    () => users.registerPasskey({ userId, domain: 'example.com' }),
    () =>
      users.verifyPasskeyRegistration({
        ...{ userId, passkeyId: 'x', passkeyName: 'k', publicKeyCredential: {} },
      }),
    () => own.addMyAuthFactorOTP({}),
    () => own.verifyMyAuthFactorOTP({ code: '123456' }),
    () => own.addMyAuthFactorOTPSMS({}),
    () => own.addMyAuthFactorU2F({}),
    () => own.verifyMyAuthFactorU2F({ verification }),
    () => own.addMyPasswordless({}),
    () => own.verifyMyPasswordless({ verification }),
  ]
  for (const attempt of refused) {
    expect(await refusalOf(attempt()), String(attempt)).toEqual({
      ...{ code: 'PermissionDenied', id: 'auth.enrolment_kind_not_allowed' },
    })
  }
  expect((await own.listMyAuthFactors({})).result).toEqual([])
  await users.addOTPEmail({ userId })
})
