import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson, passwordSession, raiseByOtp } from './people.ts'
import { addMachine } from './tenants.ts'

const dry = { 'x-sallyport-dry-run': 'true' }
const people: string[] = []

/** Three people of one organization: two with OTP by e-mail only, one with SMS too; each raised a session by e-mail. */
const server = await testServer()

const eventCount = async () => {
  const [row] = await server.testDatabase.database.query<{ n: string }>('select count(*) as n from events')
  return row?.n
}

const { id } = await server.client(ManagementService).addOrg({ name: 'Dry' })
const headers: Record<string, string> = { 'x-zitadel-orgid': id }
const users = server.client(UserService)
for (let n = 0; n < 3; n++) {
  const { userId } = await addPerson(server, { headers })
  people.push(userId)
  await users.addOTPEmail({ userId })
  const { sessionId } = await passwordSession(server, userId)
  await raiseByOtp(server, sessionId, 'otpEmail')
}
await users.addOTPSMS({ userId: people[2] ?? '' })
const secondFactors = [SecondFactorType.OTP_EMAIL, SecondFactorType.OTP_SMS]
await server.client(ManagementService, { headers }).addCustomLoginPolicy({ secondFactors })

test('removing a factor from a policy reports how many people and sessions it would affect, and does nothing', async () => {
  const before = await eventCount()
  const path = '/management/v1/policies/login/second_factors/SECOND_FACTOR_TYPE_OTP_EMAIL'
  const reply = await server.rest('DELETE', path, { headers: { ...headers, ...dry } })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('x-sallyport-dry-run')).toBe('people-losing-last-factor=2, sessions-lowered=3')
  expect(reply.json).toMatchObject({ dryRun: { peopleLosingLastFactor: 2, sessionsLowered: 3 } })
  expect(await eventCount()).toBe(before)
})

test('the people who lose their last factor are named on demand, as far as the caller may read them', async () => {
  const path = '/management/v1/policies/login/second_factors/SECOND_FACTOR_TYPE_OTP_EMAIL'
  const withPeople = { headers: { ...headers, 'x-sallyport-dry-run': 'people' } }
  const reply = await server.rest('DELETE', path, withPeople)
  expect(reply.headers.get('x-sallyport-dry-run')).toBe('people-losing-last-factor=2, sessions-lowered=3')
  const { dryRun } = reply.json as { dryRun: { people: { userId: string }[] } }
  expect(dryRun).toMatchObject({ peopleLosingLastFactor: 2, sessionsLowered: 3 })
  expect(dryRun.people.map(({ userId }) => userId).sort()).toEqual(people.slice(0, 2).sort())
  expect(dryRun.people[0]).toEqual({
    userId: expect.any(String),
    orgId: id,
    displayName: expect.stringMatching(/^Pat Person/),
    loginName: expect.stringMatching(/@example.test$/),
  })

  // May change policies and read no people: the count is theirs, the names are not.
  const { token } = await addMachine(server, { orgId: id, roles: ['ORG_SETTINGS_MANAGER'] })
  const blind = await server.rest('DELETE', path, { ...withPeople, token })
  expect(blind.json).toMatchObject({ dryRun: { peopleLosingLastFactor: 2, people: [] } })

  const [userId = ''] = people
  const removal = await server.rest('DELETE', `/v2/users/${userId}/otp_email`, withPeople)
  expect(removal.json).toMatchObject({ dryRun: { peopleLosingLastFactor: 1, people: [{ userId }] } })
  const other = await server.rest('DELETE', `/v2/users/${people[2]}/otp_email`, withPeople)
  expect(other.json).toMatchObject({ dryRun: { peopleLosingLastFactor: 0, people: [] } })
  const reset = await server.rest('DELETE', '/management/v1/policies/login', withPeople)
  expect((reset.json as typeof reset.json & { dryRun: { people: unknown[] } }).dryRun.people).toHaveLength(3)
})

test('resetting the policy is measured against the instance policy that would count then', async () => {
  const reply = await server.rest('DELETE', '/management/v1/policies/login', {
    headers: { ...headers, ...dry },
  })
  expect(reply.json).toMatchObject({ dryRun: { peopleLosingLastFactor: 3, sessionsLowered: 3 } })
})

test("the instance's policy does not reach organizations with their own", async () => {
  const admin = server.client(AdminService)
  await admin.addSecondFactorToLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
  const path = '/admin/v1/policies/login/second_factors/SECOND_FACTOR_TYPE_OTP_EMAIL'
  const reply = await server.rest('DELETE', path, { headers: dry })
  expect(reply.json).toMatchObject({ dryRun: { peopleLosingLastFactor: 0, sessionsLowered: 0 } })
  await admin.removeSecondFactorFromLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
})

test("removing a person's factor reports the effects on that person, over gRPC in the headers", async () => {
  for (const [userId, losing] of [
    [people[0] ?? '', 1],
    [people[2] ?? '', 0],
  ] as const) {
    let header: string | null = null
    const users = server.client(UserService, { protocol: 'grpc', headers: dry })
    await users.removeOTPEmail({ userId }, { onHeader: (sent) => (header = sent.get('x-sallyport-dry-run')) })
    expect(header).toBe(`people-losing-last-factor=${losing}, sessions-lowered=1`)
    const { result } = await server.client(UserService).listAuthenticationFactors({ userId })
    expect(result.map((factor) => factor.type.case)).toContain('otpEmail')
  }
})

test('a refusal is the same as without the header, and checks cannot be run dry', async () => {
  const again = await server.rest('DELETE', `/v2/users/${people[0]}/totp`, { headers: dry })
  expect(again.status).toBe(404)
  const checked = await server.rest('POST', '/v2/sessions', { headers: dry, body: {} })
  expect([checked.status, checked.json]).toMatchObject([
    400,
    { details: [{ id: 'request.dry_run_unsupported' }] },
  ])
})

test('without a dry run, each lowered session records which factor and why', async () => {
  const management = server.client(ManagementService, { headers })
  await management.removeSecondFactorFromLoginPolicy({ type: SecondFactorType.OTP_EMAIL })
  await server.runJobs()
  const sessions = await server.client(SessionService).listSessions({})
  expect(sessions.sessions.map((session) => session.factors?.otpEmail)).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  const { events } = await server.client(AdminService).listEvents({ eventTypes: ['session.factor.removed'] })
  expect(events.map((event) => event.payload)).toEqual(
    Array.from({ length: 3 }, () => ({ factor: 'otpEmail', cause: 'org.policy.login.secondfactor.removed' })),
  )
  expect((await server.product.deps.log.verify()).findings).toEqual([])
})
