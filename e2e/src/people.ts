import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'

export const password = 'Correct-Horse-1'
let count = 0

/** Creates a person with a verified e-mail address and phone number and the password above. */
export async function addPerson(
  server: TestServer,
  options: { readonly headers?: Record<string, string> } = {},
) {
  count += 1
  const username = `person-${count}@example.test`
  const { userId } = await server.client(UserService, options).addHumanUser({
    username,
    profile: { givenName: 'Pat', familyName: `Person ${count}` },
    email: { email: username, verification: { case: 'isVerified', value: true } },
    phone: { phone: `+4179${String(1_000_000 + count)}`, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password, changeRequired: false } },
  })
  return { userId, username }
}

/** The session check that names its person. */
export const byId = (userId: string) => ({ user: { search: { case: 'userId' as const, value: userId } } })

/** A session on which the person has checked their password, and nothing else. */
export async function passwordSession(server: TestServer, userId: string, typed = password) {
  return server.client(SessionService).createSession({
    checks: { ...byId(userId), password: { password: typed } },
  })
}

/** Raises a session by a one-time code over SMS or e-mail that comes back in the reply. */
export async function raiseByOtp(server: TestServer, sessionId: string, kind: 'otpSms' | 'otpEmail') {
  const sessions = server.client(SessionService)
  const challenged = await sessions.setSession({
    sessionId,
    challenges:
      kind === 'otpSms'
        ? { otpSms: { returnCode: true } }
        : { otpEmail: { deliveryType: { case: 'returnCode', value: {} } } },
  })
  const code = challenged.challenges?.[kind] ?? ''
  return sessions.setSession({ sessionId, checks: { [kind]: { code } } })
}
