import { generateKeyPairSync } from 'node:crypto'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { type Claims, systemToken, systemUsersEnvironment } from './systemUsers.ts'
import { addOrg, inOrg, outcome } from './tenants.ts'

const server = await testServer({
  environment: systemUsersEnvironment({
    operator: undefined,
    auditor: [{ memberType: 'System', roles: ['SYSTEM_OWNER_VIEWER'] }],
    everywhere: [{ memberType: 'System', roles: ['IAM_OWNER'] }],
    local: [{ memberType: 'Organization', roles: ['IAM_OWNER'], aggregateId: 'local-org' }],
    orgOwner: [{ memberType: 'Organization', roles: ['ORG_OWNER'], aggregateId: 'local-org' }],
    stranger: [{ memberType: 'IAM', roles: ['IAM_OWNER'], aggregateId: 'another-instance' }],
  }),
})

async function system(name = 'operator', claims: Claims = {}) {
  return server.client(SystemService, { token: await systemToken(server, name, claims) })
}

function newInstance(instanceName: string) {
  return { instanceName, owner: { case: 'machine' as const, value: { userName: 'root', name: 'Root' } } }
}

const { instanceId } = await system().then((client) => client.createInstance(newInstance('Other')))
const other = instanceId

test('a system user acts with a token that it signed', async () => {
  expect((await (await system()).listInstances({})).details?.totalResult).toBe(2n)
  const bare = { audience: ['http://elsewhere.test', 'http://localhost'] }
  expect(await outcome((await system('operator', bare)).listInstances({}))).toBe('ok')
  expect(await outcome((await system('operator', { issuedAt: -3500 })).listInstances({}))).toBe('ok')
})

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const refused: readonly (readonly [string, Claims])[] = [
  ['another key', { key: stranger }],
  ['a shared secret', { key: Buffer.alloc(32, 1), algorithm: 'HS256' }],
  ['another algorithm of the same key', { algorithm: 'PS256' }],
  ['an unknown name', { issuer: 'nobody', subject: 'nobody' }],
  ['another subject', { subject: 'auditor' }],
  ['another issuer', { issuer: 'auditor' }],
  ['another audience', { audience: 'http://elsewhere.test' }],
  ['the audience of another scheme', { audience: 'https://localhost' }],
  ['an expiry in the past', { expiresAt: -10 }],
  ['no expiry', { expiresAt: undefined }],
  ['no issue time', { issuedAt: undefined }],
  ['an issue time more than an hour ago', { issuedAt: -3610 }],
]

test.each(refused)('a token with %s is refused', async (_, claims) => {
  expect(await outcome((await system('operator', claims)).listInstances({}))).toBe(
    'Unauthenticated auth.token_invalid',
  )
})

test('system calls refuse tokens of an instance, and calls without a token', async () => {
  expect(await outcome(server.client(SystemService).listInstances({}))).toBe(
    'Unauthenticated auth.system_user_needed',
  )
  expect(await outcome(server.client(SystemService, { token: null }).listInstances({}))).toBe(
    'Unauthenticated auth.header_missing',
  )
  expect(await outcome(server.client(SystemService, { token: null }).healthz({}))).toBe('ok')
  const { instanceId } = server.first
  const own = server.client(SystemService)
  expect(await outcome(own.getInstance({ instanceId }))).toBe('PermissionDenied permission.denied')
  expect(await outcome(own.getInstance({ instanceId: other }))).toBe('Unauthenticated auth.token_invalid')
})

test('a viewer reads but does not write', async () => {
  const viewer = await system('auditor')
  expect((await viewer.getInstance({ instanceId: other })).instance?.name).toBe('Other')
  const denied = 'PermissionDenied permission.denied'
  expect(await outcome(viewer.updateInstance({ instanceId: other, instanceName: 'Mine' }))).toBe(denied)
  expect(await outcome(viewer.createInstance(newInstance('Mine')))).toBe(denied)
  expect(await outcome(viewer.removeInstance({ instanceId: other }))).toBe(denied)
  expect(await outcome(viewer.addDomain({ instanceId: other, domain: 'mine.test' }))).toBe(denied)
  expect((await viewer.getInstance({ instanceId: other })).instance?.name).toBe('Other')
})

test('a system user may call every API with the rights of its roles and without an organization of its own', async () => {
  const token = await systemToken(server, 'everywhere')
  const { orgId, name } = await addOrg(server, 'Context')
  const iam = await server.client(AdminService, { token }).getMyInstance({})
  expect(iam.instance?.id).toBe(server.first.instanceId)
  const { org } = await server.client(ManagementService, { token, headers: inOrg(orgId) }).getMyOrg({})
  expect(org?.name).toBe(name)
  expect(await outcome(server.client(ManagementService, { token }).getMyOrg({}))).toBe(
    'NotFound organizations.not_found',
  )
  const { result } = await server
    .client(AuthService, { token, headers: inOrg(orgId) })
    .listMyZitadelPermissions({})
  const own = server.client(AuthService, { token, headers: inOrg(orgId) })
  expect(await outcome(own.getMyUser({}))).toBe('NotFound user.not_found')
  expect(result).toContain('iam.write')
  expect(result).not.toContain('system.instance.read')
})

test('roles of another instance give no rights, and system roles do not administer instances', async () => {
  const strange = server.client(AdminService, { token: await systemToken(server, 'stranger') })
  expect(await outcome(strange.getMyInstance({}))).toBe('NotFound permission.membership_not_found')
  const operator = server.client(AdminService, { token: await systemToken(server, 'operator') })
  expect(await outcome(operator.getMyInstance({}))).toBe('PermissionDenied permission.denied')
})

test('a membership of an organization reaches only it, and organization roles give a system user no rights', async () => {
  await server.client(OrganizationService).addOrganization({ name: 'Local', orgId: 'local-org' })
  const { orgId: elsewhere } = await addOrg(server, 'Elsewhere')
  const token = await systemToken(server, 'local')
  const there = server.client(ManagementService, { token, headers: inOrg('local-org') })
  expect((await there.getMyOrg({})).org?.name).toBe('Local')
  const notThere = server.client(ManagementService, { token, headers: inOrg(elsewhere) })
  expect(await outcome(notThere.getMyOrg({}))).toBe('NotFound permission.membership_not_found')
  const orgOwner = await systemToken(server, 'orgOwner')
  const powerless = server.client(ManagementService, { token: orgOwner, headers: inOrg('local-org') })
  expect(await outcome(powerless.getMyOrg({}))).toBe('PermissionDenied permission.denied')
})

test('events of a system user carry its name', async () => {
  const token = await systemToken(server, 'everywhere')
  await server.client(ManagementService, { token }).addOrg({ name: 'By the system' })
  const { events } = await server.client(AdminService).listEvents({ editorUserId: 'everywhere' })
  expect(events.map(({ type }) => type?.type)).toContain('org.added')
  expect(events.map(({ type }) => type?.type)).not.toContain('org.member.added')
})
