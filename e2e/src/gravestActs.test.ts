import { InternalPermissionService } from '@sallyport/contract/zitadel/internal_permission/v2/internal_permission_service_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { WebKeyService } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import { expect, test } from 'vitest'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addPerson, passwordSession } from './people.ts'
import { operate } from './recoveryCodes.ts'
import { outcome } from './tenants.ts'
import { unique } from './userFixtures.ts'

const minute = 60
const clock = testClock()
const server = await testServer({ clock })
const refused = 'Unauthenticated auth.fresh_proof_required'

const owner = async () => {
  const { userId } = await addPerson(server)
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER'] })
  const { sessionToken: token } = await passwordSession(server, userId)
  return { userId, token }
}
const old = await owner()
clock.advance(16 * minute)
const recent = await owner()
const newOrg = async () => (await server.client(ManagementService).addOrg({ name: unique('grave') })).id
const admin = (o: ClientOptions) => server.client(AdminService, o)
const powers = (o: ClientOptions) => server.client(InternalPermissionService, o)
const roles = ['IAM_OWNER_VIEWER']
const instance = { resource: { case: 'instance' as const, value: true } }
const target = { name: 'SIEM', url: 'http://127.0.0.1:9/in' }
const acts: Readonly<Record<string, (o: ClientOptions) => Promise<unknown>>> = {
  DeleteOrganization: async (o) =>
    server.client(OrganizationService, o).deleteOrganization({ organizationId: await newOrg() }),
  RemoveOrg: async (o) => admin(o).removeOrg({ orgId: await newOrg() }),
  AddIAMMember: async (o) => admin(o).addIAMMember({ userId: (await addPerson(server)).userId, roles }),
  UpdateIAMMember: (o) => admin(o).updateIAMMember({ userId: old.userId, roles: ['IAM_OWNER'] }),
  CreateAdministrator: async (o) =>
    powers(o).createAdministrator({ userId: (await addPerson(server)).userId, resource: instance, roles }),
  UpdateAdministrator: (o) =>
    powers(o).updateAdministrator({ userId: old.userId, resource: instance, roles: ['IAM_OWNER'] }),
  CreateWebKey: (o) => server.client(WebKeyService, o).createWebKey({ key: { case: 'ed25519', value: {} } }),
  ActivateWebKey: (o) => server.client(WebKeyService, o).activateWebKey({ id: '1' }),
  CreateLogTarget: (o) => operate(server, 'POST', 'log-targets', { ...o, body: target }),
  UpdateLogTarget: (o) => operate(server, 'PUT', 'log-targets/1', { ...o, body: target }),
  RemoveLogTarget: (o) => operate(server, 'DELETE', 'log-targets/1', o),
  PauseLogTarget: (o) => operate(server, 'POST', 'log-targets/1/pause', o),
  RenewLogTargetSigningKey: (o) => operate(server, 'POST', 'log-targets/1/signing-key', o),
  DeleteWebKey: (o) => server.client(WebKeyService, o).deleteWebKey({ id: '1' }),
}

test.each(Object.entries(acts))(
  '%s needs fresh proofs of a person, and none of a machine',
  async (_, act) => {
    expect(await outcome(act({ token: old.token }))).toBe(refused)
    expect(await outcome(act({ token: recent.token }))).not.toBe(refused)
    expect(await outcome(act({}))).not.toBe(refused)
  },
)

test('going on with delivery needs none', async () => {
  const resumed = operate(server, 'POST', 'log-targets/1/resume', { token: old.token })
  expect(await outcome(resumed)).toBe('NotFound log_target.not_found')
})

test('power over less than the instance needs none', async () => {
  const { userId } = await addPerson(server)
  const organization = { resource: { case: 'organizationId' as const, value: server.first.orgId } }
  const given = powers({ token: old.token }).createAdministrator({
    ...{ userId, resource: organization, roles: ['ORG_OWNER_VIEWER'] },
  })
  expect(await outcome(given)).toBe('ok')
  const reply = await server.rest('POST', '/v2/web_keys', { token: old.token, body: { ed25519: {} } })
  expect(reply.headers.get('www-authenticate')).toContain('error="insufficient_user_authentication"')
})

test('who lacks the right to direct the log elsewhere or to end that hears of that, not of proofs', async () => {
  const { userId } = await addPerson(server)
  const { sessionToken: token } = await passwordSession(server, userId)
  clock.advance(16 * minute)
  const names = Object.keys(acts).filter((name) => name.includes('LogTarget'))
  expect(names).toHaveLength(5)
  for (const name of names) {
    expect(await outcome(acts[name]?.({ token }) ?? Promise.reject())).toMatch(/^(NotFound|PermissionDenied)/)
  }
})

test('an instance that demands no fresh proofs demands none of them', async () => {
  const off = { headers: { 'x-sallyport-fresh-proof': '0' } }
  await server.client(SettingsService, off).setSecuritySettings({})
  for (const name of ['DeleteOrganization', 'CreateLogTarget']) {
    expect(await outcome(acts[name]?.({ token: old.token }) ?? Promise.reject())).toBe('ok')
  }
})
