import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { MultiFactorType, PasswordlessType, SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserVerificationRequirement } from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { beforeEach, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, testClock } from './factors.ts'
import { addKey, domain } from './keys.ts'
import { addPerson, byId, password } from './people.ts'
import { statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'

// No worker runs unless a test says so: whatever counts here was decided at the commits.
const clock = testClock()
const server = await testServer({ clock })
const { OTP, U2F, OTP_EMAIL } = SecondFactorType
const admin = server.client(AdminService)
const sessions = server.client(SessionService)

/** An organization of its own, and a person in it with a session that has proved password and app. */
async function raised() {
  const { headers, orgId } = await addOrg(server)
  const { userId } = await addPerson(server, { headers })
  const secret = await addApp(server, userId)
  return { userId, secret, orgId, management: server.client(ManagementService, { headers }) }
}

async function login({ userId, secret }: { readonly userId: string; readonly secret: string }) {
  clock.advance(30)
  const checks = { ...byId(userId), password: { password }, totp: { code: codeAt(secret, clock.now()) } }
  const { sessionId, sessionToken } = await sessions.createSession({ checks })
  clock.advance(1)
  return { sessionId, token: sessionToken }
}

const mayAct = (token: string) => statusOf(server.client(AuthService, { token }).getMyUser({}))
const policy = (...secondFactors: SecondFactorType[]) => ({
  ...{ allowUsernamePassword: true, forceMfa: true, secondFactors },
  passwordlessType: PasswordlessType.ALLOWED,
  multiFactors: [MultiFactorType.U2F_WITH_VERIFICATION],
})

beforeEach(() => clock.advance(60))

test("a kind taken from the organization's policy and given back while no worker runs leaves no session raised", async () => {
  const person = await raised()
  await person.management.addCustomLoginPolicy(policy(OTP, U2F))
  const { sessionId, token } = await login(person)
  expect(await mayAct(token)).toBe('ok')
  await person.management.removeSecondFactorFromLoginPolicy({ type: OTP })
  expect(await mayAct(token)).toBe('PermissionDenied')
  await person.management.addSecondFactorToLoginPolicy({ type: OTP })
  expect(await mayAct(token)).toBe('PermissionDenied')
  const later = await login(person)
  expect(await mayAct(later.token), 'a proof made afterwards counts').toBe('ok')
  await server.runJobs()
  expect(await eventTypesOf(server, sessionId)).toContain('session.factor.removed')
  expect(await eventTypesOf(server, later.sessionId)).not.toContain('session.factor.removed')
  expect(await mayAct(later.token)).toBe('ok')
})

test("a kind taken from the instance's policy and given back voids proofs under it, and none of organizations with their own", async () => {
  const [under, apart, left] = [await raised(), await raised(), await raised()]
  await apart.management.addCustomLoginPolicy(policy(OTP))
  const { secondFactors: _, multiFactors: __, ...rules } = policy()
  await admin.updateLoginPolicy(rules)
  const [underIt, ownPolicy, leaving] = [await login(under), await login(apart), await login(left)]
  await admin.removeSecondFactorFromLoginPolicy({ type: OTP })
  clock.advance(1)
  await admin.addSecondFactorToLoginPolicy({ type: OTP })
  expect(await mayAct(underIt.token)).toBe('PermissionDenied')
  expect(await mayAct(ownPolicy.token)).toBe('ok')

  await left.management.addCustomLoginPolicy(policy(OTP))
  expect(await mayAct(leaving.token), 'void under the instance is void under an own policy').toBe(
    'PermissionDenied',
  )
  clock.advance(1)
  await apart.management.resetLoginPolicyToDefault({})
  expect(await mayAct(ownPolicy.token), 'what the instance took earlier did not concern it').toBe('ok')
  clock.advance(1)
  await admin.removeSecondFactorFromLoginPolicy({ type: OTP })
  await admin.addSecondFactorToLoginPolicy({ type: OTP })
  expect(await mayAct(ownPolicy.token)).toBe('PermissionDenied')
})

test('a policy of its own that lacks a kind, and the return to the instance, void proofs of what they take', async () => {
  const person = await raised()
  const first = await login(person)
  await person.management.addCustomLoginPolicy(policy(U2F))
  clock.advance(1)
  await person.management.resetLoginPolicyToDefault({})
  expect(await mayAct(first.token), 'the own policy did not allow it').toBe('PermissionDenied')

  const kept = await login(person)
  await person.management.addCustomLoginPolicy(policy(OTP, OTP_EMAIL))
  clock.advance(1)
  await person.management.resetLoginPolicyToDefault({})
  expect(await mayAct(kept.token), 'allowed all the time').toBe('ok')
})

test('the right of a verified key to count as two factors, once taken, does not raise earlier sessions when given back', async () => {
  const { headers } = await addOrg(server)
  const management = server.client(ManagementService, { headers })
  const { userId } = await addPerson(server, { headers })
  const { key } = await addKey(server, userId, 'passkey')
  await management.addCustomLoginPolicy(policy(OTP))
  const webAuthN = { domain, userVerificationRequirement: UserVerificationRequirement.REQUIRED }
  const asked = await sessions.createSession({ checks: byId(userId), challenges: { webAuthN } })
  const options = asked.challenges?.webAuthN?.publicKeyCredentialRequestOptions ?? {}
  const { sessionToken } = await sessions.setSession({
    sessionId: asked.sessionId,
    checks: { webAuthN: { credentialAssertionData: key.authenticate(options) } },
  })
  expect(await mayAct(sessionToken)).toBe('ok')
  clock.advance(1)
  const type = MultiFactorType.U2F_WITH_VERIFICATION
  await management.removeMultiFactorFromLoginPolicy({ type })
  await management.addMultiFactorToLoginPolicy({ type })
  expect(await mayAct(sessionToken)).toBe('PermissionDenied')
})
