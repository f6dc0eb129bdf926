import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { OrganizationService as BetaService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { expect, test } from 'vitest'
import { addPerson } from './people.ts'
import { addOrg, inOrg, outcome } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

/** The owner of a second instance, who knows every id of the first one. */
const stranger = await addInstance(server, 'stranger')
const orgId = (await addOrg(server, 'Victim')).orgId
const userId = (await addPerson(server, { headers: inOrg(orgId) })).userId
const org = server.client(ManagementService, { headers: inOrg(orgId) })
await org.addCustomLockoutPolicy({ maxPasswordAttempts: 1 })
await org.setOrgMetadata({ key: 'k', value: Buffer.from('v') })

test('the owner of one instance reads nothing of another', async () => {
  const admin = server.client(AdminService, stranger)
  expect(await outcome(admin.getOrgByID({ id: orgId }))).toBe('NotFound organizations.not_found')
  const listed = await admin.listOrgs({})
  expect(listed.result.map(({ name }) => name)).toEqual(['stranger'])
  const v2 = await server.client(OrganizationService, stranger).listOrganizations({})
  expect(v2.result.map(({ id }) => id)).not.toContain(orgId)
  const beta = server.client(BetaService, stranger)
  expect((await beta.listOrganizationMetadata({ organizationId: orgId })).metadata).toEqual([])
  expect((await beta.listOrganizationDomains({ organizationId: orgId })).domains).toEqual([])
  const ctx = { resourceOwner: { case: 'orgId' as const, value: orgId } }
  const { settings } = await server.client(SettingsService, stranger).getLockoutSettings({ ctx })
  expect(settings?.maxPasswordAttempts).toBe(10n)
  expect((await admin.getCustomDomainPolicy({ orgId })).policy?.isDefault).toBe(true)
  const management = server.client(ManagementService, stranger)
  expect((await management.listUserMemberships({ userId })).result).toEqual([])
  expect(await outcome(management.getUserByID({ id: userId }))).toMatch(/^NotFound/)
})

test('the owner of one instance writes nothing in another', async () => {
  const admin = server.client(AdminService, stranger)
  const beta = server.client(BetaService, stranger)
  const metadata = [{ key: 'k', value: Buffer.from('mine') }]
  const there = { token: stranger.token, headers: { ...stranger.headers, ...inOrg(orgId) } }
  const calls: readonly (readonly [Promise<unknown>, RegExp])[] = [
    [admin.removeOrg({ orgId }), /^NotFound/],
    [admin.setDefaultOrg({ orgId }), /^FailedPrecondition/],
    [admin.addIAMMember({ userId, roles: ['IAM_OWNER'] }), /^FailedPrecondition memberships.user_missing/],
    [admin.addCustomDomainPolicy({ orgId }), /^NotFound/],
    [beta.updateOrganization({ id: orgId, name: 'Mine' }), /^NotFound/],
    [beta.deactivateOrganization({ id: orgId }), /^NotFound/],
    [
      beta.setOrganizationMetadata({ organizationId: orgId, metadata }),
      /^FailedPrecondition organizations.missing/,
    ],
    [beta.addOrganizationDomain({ organizationId: orgId, domain: 'mine.test' }), /^FailedPrecondition/],
    [server.client(ManagementService, there).removeOrg({}), /^PermissionDenied auth.org_unknown/],
    [
      server.client(ManagementService, there).addOrgMember({ userId, roles: ['ORG_OWNER'] }),
      /^PermissionDenied/,
    ],
  ]
  const outcomes = await Promise.all(calls.map(([call]) => outcome(call)))
  outcomes.forEach((each, index) => {
    expect(each, `call ${index}`).toMatch(calls[index]?.[1] ?? '')
  })
  const org = server.client(ManagementService, { headers: inOrg(orgId) })
  expect((await org.getMyOrg({})).org?.name).toMatch(/^Victim/)
  expect(Buffer.from((await org.getOrgMetadata({ key: 'k' })).metadata?.value ?? []).toString()).toBe('v')
})

test('names, ids and domains of organizations are free in another instance', async () => {
  const { name } = (await server.client(ManagementService, { headers: inOrg(orgId) }).getMyOrg({})).org ?? {}
  await server.client(ManagementService, { headers: inOrg(orgId) }).addOrgDomain({ domain: 'shared.test' })
  const v2 = server.client(OrganizationService, stranger)
  expect((await v2.addOrganization({ name: name ?? '', orgId })).organizationId).toBe(orgId)
  const twin = server.client(ManagementService, {
    token: stranger.token,
    headers: { ...stranger.headers, ...inOrg(orgId) },
  })
  expect(await outcome(twin.addOrgDomain({ domain: 'shared.test' }))).toBe('ok')
  await twin.deactivateOrg({})
  await server.client(AdminService, stranger).removeOrg({ orgId })
  const { org } = await server.client(ManagementService, { headers: inOrg(orgId) }).getMyOrg({})
  expect(org?.name, 'an organization with the same id in another instance is removed, not this one').toBe(
    name,
  )
})
