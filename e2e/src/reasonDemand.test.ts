import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { beforeEach, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'

const server = await testServer()
const name = 'x-sallyport-reason-demand'
const refused = 'InvalidArgument auth.reason_required'

const security = (demand?: string) =>
  server.client(SettingsService, demand === undefined ? {} : { headers: { [name]: demand } })

async function shown(): Promise<string | null> {
  let header: string | null = null
  await security().getSecuritySettings({}, { onHeader: (all) => (header = all.get(name)) })
  return header
}

/** A person with all rights, whose token is that of a session. */
async function owner() {
  const { userId } = await addPerson(server)
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER'] })
  const { sessionToken: token } = await passwordSession(server, userId)
  return { userId, token }
}

const root = await owner()
const by = (token: string, reason?: string) => ({
  token,
  headers: reason === undefined ? {} : { 'x-sallyport-reason': encodeURIComponent(reason) },
})

beforeEach(async () => {
  if ((await shown()) !== 'people') await security('people').setSecuritySettings({})
})

test('a new instance demands no reasons; the demand is set, shown and taken away, and takes effect at once', async () => {
  await security('none').setSecuritySettings({})
  expect(await shown()).toBe('none')
  const remove = async () => {
    const { orgId } = await addOrg(server)
    return outcome(
      server.client(OrganizationService, by(root.token)).deleteOrganization({ organizationId: orgId }),
    )
  }
  expect(await remove()).toBe('ok')
  await security('people').setSecuritySettings({})
  expect(await shown()).toBe('people')
  expect(await remove()).toBe(refused)
  expect(await outcome(security('people').setSecuritySettings({}))).toMatch(/^FailedPrecondition/)
  await security('none').setSecuritySettings({})
  expect(await remove()).toBe('ok')
  for (const wrong of ['', 'machines', 'people, people']) {
    expect(await outcome(security(wrong).setSecuritySettings({}))).toBe(
      'InvalidArgument request.header_invalid',
    )
  }
  const reader = await addMachine(server, { roles: ['ORG_OWNER'] })
  const stranger = server.client(SettingsService, {
    token: reader.token ?? '',
    headers: { [name]: 'people' },
  })
  expect(await outcome(stranger.setSecuritySettings({}))).toMatch(/^(PermissionDenied|NotFound)/)
})

test('a sensitive act of a person needs its reason, over every protocol, and is kept with it', async () => {
  const { orgId } = await addOrg(server)
  const ofOrg = { organizationId: orgId }
  const before = await eventsOf(server, orgId)
  for (const protocol of ['grpc', 'grpc-web', 'connect'] as const) {
    const client = server.client(OrganizationService, { ...by(root.token), protocol })
    expect(await outcome(client.deleteOrganization(ofOrg))).toBe(refused)
  }
  const rest = await server.rest('DELETE', `/v2beta/organizations/${orgId}`, by(root.token))
  expect([rest.status, rest.json]).toMatchObject([
    400,
    { message: expect.stringContaining('send it in the header x-sallyport-reason') },
  ])
  expect(await eventsOf(server, orgId)).toEqual(before)
  await server.client(OrganizationService, by(root.token, 'contract ended')).deleteOrganization(ofOrg)
  expect((await eventsOf(server, orgId)).slice(-2)).toMatchObject([
    { type: 'reason.given', payload: { reason: 'contract ended' } },
    { type: 'org.removed' },
  ])
})

test('administrators, keys, secrets, and passwords and factors of others need one; other acts and one’s own do not', async () => {
  const { userId } = await addPerson(server)
  await server.client(UserService).addOTPEmail({ userId })
  await server.client(UserService).addOTPEmail({ userId: root.userId })
  const admin = server.client(AdminService, by(root.token))
  const users = server.client(UserService, by(root.token))
  const newPassword = { password: 'Another-Horse-2', changeRequired: false }
  expect(await outcome(admin.addIAMMember({ userId, roles: ['IAM_OWNER_VIEWER'] }))).toBe(refused)
  expect(await outcome(users.setPassword({ userId, newPassword }))).toBe(refused)
  expect(await outcome(users.removeOTPEmail({ userId }))).toBe(refused)
  expect(await outcome(users.setEmail({ userId, email: 'other@example.test' }))).toBe(refused)
  expect(await outcome(users.addOTPSMS({ userId }))).toBe('ok')
  expect(await outcome(users.deleteUser({ userId }))).toBe(refused)
  for (const [method, path, body] of [
    ['POST', '/v2/web_keys', { ed25519: {} }],
    ['POST', `/v2beta/users/${userId}/password`, { newPassword }],
    ['DELETE', `/management/v1/users/${userId}/auth_factors/otp_email`],
    ['DELETE', `/sallyport/v1/users/${userId}/recovery_codes`],
    ['POST', '/sallyport/v1/log-targets', { name: 'SIEM', url: 'http://127.0.0.1:9/in' }],
    ['PUT', '/sallyport/v1/log-targets/1', { name: 'SIEM', url: 'http://127.0.0.1:9/in' }],
    ['DELETE', '/sallyport/v1/log-targets/1'],
    ['POST', '/sallyport/v1/log-targets/1/pause'],
    ['POST', '/sallyport/v1/log-targets/1/signing-key'],
  ] as const) {
    const reply = await server.rest(method, path, { ...by(root.token), ...(body && { body }) })
    expect([path, reply.json]).toMatchObject([path, { details: [{ id: 'auth.reason_required' }] }])
  }
  const resumed = await server.rest('POST', '/sallyport/v1/log-targets/1/resume', by(root.token))
  expect(resumed.json).toMatchObject({ details: [{ id: 'log_target.not_found' }] })
  expect(await outcome(users.lockUser({ userId }))).toBe('ok')
  const { sessionToken } = await passwordSession(server, root.userId)
  const self = server.client(UserService, by(sessionToken))
  expect(await outcome(self.removeOTPEmail({ userId: root.userId }))).not.toBe(refused)
  const reasoned = server.client(AdminService, by(root.token, 'deputy'))
  expect(await outcome(reasoned.addIAMMember({ userId, roles: ['IAM_OWNER_VIEWER'] }))).toBe('ok')
})

test('machines need none, nor does a dry run; who lacks the right hears of that', async () => {
  const { orgId } = await addOrg(server)
  const { userId } = await addPerson(server)
  await server.client(UserService).addOTPEmail({ userId })
  const dry = { token: root.token, headers: { 'x-sallyport-dry-run': 'true' } }
  expect((await server.rest('DELETE', `/v2/users/${userId}/otp_email`, dry)).status).toBe(200)
  const nobody = await addPerson(server)
  const { sessionToken } = await passwordSession(server, nobody.userId)
  const admin = server.client(AdminService, by(sessionToken))
  expect(await outcome(admin.removeIAMMember({ userId }))).toMatch(/^(PermissionDenied|NotFound)/)
  const machine = server.client(OrganizationService)
  expect(await outcome(machine.deleteOrganization({ organizationId: orgId }))).toBe('ok')
})
