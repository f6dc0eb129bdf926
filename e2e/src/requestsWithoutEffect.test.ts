import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { InstanceService } from '@zitadel/proto/zitadel/instance/v2beta/instance_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { eventTypesOf } from './factors.ts'
import { addPerson } from './people.ts'
import { systemToken } from './systemUsers.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const users = server.client(UserService)
const admin = server.client(AdminService)
const { instanceId } = server.first

test('a password update without a password is refused, with a code or without', async () => {
  const { userId } = await addPerson(server)
  const before = await eventTypesOf(server, userId)
  const code = { case: 'verificationCode' as const, value: 'WRONG1' }
  const missing = 'InvalidArgument user.password_missing'
  for (const verification of [code, { case: undefined }]) {
    const password = { verification }
    expect(await outcome(users.updateHumanUser({ userId, password }))).toBe(missing)
    const userType = { case: 'human' as const, value: { password } }
    expect(await outcome(users.updateUser({ userId, userType }))).toBe(missing)
  }
  const body = { password: { verificationCode: 'WRONG1' } }
  expect((await server.rest('PUT', `/v2/users/human/${userId}`, { body })).status).toBe(400)
  expect(await eventTypesOf(server, userId)).toEqual(before)
})

test('an empty update needs the permission like any other', async () => {
  const { userId } = await addPerson(server)
  const { token } = await addMachine(server, { orgId: (await addOrg(server)).orgId, roles: ['ORG_OWNER'] })
  const outsider = server.client(UserService, { token })
  expect(await outcome(outsider.updateHumanUser({ userId }))).toBe('NotFound permission.membership_not_found')
  expect(await outcome(users.updateHumanUser({ userId }))).toBe('ok')
})

test('DeleteInstance of an unknown or unnamed instance is refused', async () => {
  const beta = server.client(InstanceService, { token: await systemToken(server, 'operator') })
  expect(await outcome(beta.deleteInstance({ instanceId: 'nowhere' }))).toBe('NotFound instances.not_found')
  expect(await outcome(beta.deleteInstance({ instanceId: '' }))).not.toBe('ok')
  await admin.getMyInstance({})
})

test('SetRestrictions without a restriction is refused', async () => {
  expect(await outcome(admin.setRestrictions({}))).toBe('InvalidArgument restrictions.nothing_given')
  await admin.setRestrictions({ disallowPublicOrgRegistration: true })
  await admin.setRestrictions({ disallowPublicOrgRegistration: true })
})

test('SetDefaultLanguage refuses a language that is not allowed as a state, and an unknown one as invalid', async () => {
  await admin.setRestrictions({ allowedLanguages: { list: ['en', 'de'] } })
  expect(await outcome(admin.setDefaultLanguage({ language: 'fr' }))).toBe(
    'FailedPrecondition instances.language_not_allowed',
  )
  expect(await outcome(admin.setDefaultLanguage({ language: 'xx' }))).toBe(
    'InvalidArgument instances.unknown_language',
  )
  await admin.setRestrictions({ allowedLanguages: { list: [] } })
  await admin.setDefaultLanguage({ language: 'fr' })
})

test('domains are named with blanks around them as they are added, and a blank one is invalid', async () => {
  const { orgId } = await addOrg(server)
  const org = server.client(ManagementService, { headers: inOrg(orgId) })
  const beta = server.client(OrganizationService)
  const token = await systemToken(server, 'operator')
  const system = server.client(SystemService, { token })
  const instances = server.client(InstanceService, { token })
  const domain = ' Padded.test '
  await org.addOrgDomain({ domain })
  await org.setPrimaryOrgDomain({ domain })
  await admin.addInstanceTrustedDomain({ domain })
  await admin.removeInstanceTrustedDomain({ domain })
  await system.addDomain({ instanceId, domain })
  await system.setPrimaryDomain({ instanceId, domain })
  await system.removeDomain({ instanceId, domain })
  const blank = [
    org.removeOrgDomain({ domain: ' ' }),
    org.setPrimaryOrgDomain({ domain: ' ' }),
    org.validateOrgDomain({ domain: ' ' }),
    beta.deleteOrganizationDomain({ organizationId: orgId, domain: ' ' }),
    admin.removeInstanceTrustedDomain({ domain: ' ' }),
    system.removeDomain({ instanceId, domain: ' ' }),
    system.setPrimaryDomain({ instanceId, domain: ' ' }),
    instances.removeCustomDomain({ instanceId, domain: ' ' }),
    server.client(InstanceService).removeTrustedDomain({ instanceId, domain: ' ' }),
  ].map(outcome)
  for (const result of await Promise.all(blank)) expect(result).toMatch(/^InvalidArgument/)
})
