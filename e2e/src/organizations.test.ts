import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { OrganizationFieldName } from '@zitadel/proto/zitadel/org/v2/query_pb.js'
import { OrgFieldName, OrgState } from '@zitadel/proto/zitadel/org_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

const server = await testServer()

const admin = () => server.client(AdminService)
const management = (orgId: string, token?: string) =>
  server.client(ManagementService, { headers: inOrg(orgId), ...(token && { token }) })
/** The name itself, or the domain that is generated from it. */
const taken = /^AlreadyExists organizations\.(name|domain)_taken$/
const anyone = () => server.first.machine?.userId ?? ''

test('v1 AddOrg makes the caller the owner of an organization with a generated domain', async () => {
  const { token, userId } = await addMachine(server, { roles: ['IAM_ORG_MANAGER'] })
  const added = await server.client(ManagementService, { token }).addOrg({ name: 'Acme & Söhne Ltd' })
  expect(added.details).toEqual(addedDetails(added.id))
  const { org } = await management(added.id).getMyOrg({})
  expect(org).toMatchObject({
    id: added.id,
    name: 'Acme & Söhne Ltd',
    state: OrgState.ACTIVE,
    primaryDomain: 'xn--acme--shne-ltd-1pb.localhost',
    details: readDetails(added.id),
  })
  const { result } = await management(added.id).listOrgMembers({})
  expect(result).toMatchObject([{ userId, roles: ['ORG_OWNER'] }])
  expect((await admin().getOrgByID({ id: added.id })).org?.name).toBe(org?.name)
  const global = await management(server.first.orgId).getOrgByDomainGlobal({
    domain: 'ACME--SÖHNE-ltd.localhost',
  })
  expect(global.org?.id).toBe(added.id)
  const { events } = await admin().listEvents({ aggregateId: added.id, asc: true })
  expect(events.map(({ type }) => type?.type)).toEqual([
    'org.added',
    'org.domain.added',
    'org.domain.verified',
    'org.domain.primary.set',
    'org.member.added',
  ])
})

test('org.v2 AddOrganization returns ids, administrators of both kinds and details', async () => {
  const { userId } = await addPerson(server)
  const v2 = server.client(OrganizationService)
  const human = {
    username: 'boss@v2.test',
    profile: { givenName: 'Bo', familyName: 'Ss' },
    email: { email: 'boss@v2.test', verification: { case: 'returnCode' as const, value: {} } },
  }
  const reply = await v2.addOrganization({
    name: 'Version two',
    orgId: 'v2-org',
    admins: [
      { userType: { case: 'userId', value: userId }, roles: ['ORG_OWNER_VIEWER'] },
      { userType: { case: 'human', value: human } },
    ],
  })
  expect(reply.organizationId).toBe('v2-org')
  expect(reply.details).toEqual(changedDetails('v2-org'))
  expect(reply.createdAdmins).toMatchObject([
    { userId: expect.any(String), emailCode: expect.stringMatching(/^\w{6}$/) },
  ])
  const members = await management('v2-org').listOrgMembers({ query: { asc: true } })
  expect(
    members.result.map((member) => [member.userId, member.roles, member.userResourceOwner]).sort(),
  ).toEqual(
    [
      [userId, ['ORG_OWNER_VIEWER'], server.first.orgId],
      [reply.createdAdmins[0]?.userId, ['ORG_OWNER'], 'v2-org'],
    ].sort(),
  )
  expect((await server.rest('POST', '/v2/organizations', { body: { name: 'Over REST' } })).status).toBe(201)
})

test.each([
  ['a blank name', { name: '  ' }, 'InvalidArgument organizations.unusable_name'],
  ['a name without letters', { name: '!!' }, 'InvalidArgument organizations.unusable_name'],
  ['no name', { name: '' }, 'InvalidArgument'],
  ['a taken name in other letters', { name: 'sALLYPORT' }, taken],
  [
    'an administrator of no type',
    { name: 'Untyped', admins: [{}] },
    'Unimplemented organizations.admin_untyped',
  ],
  [
    'an administrator who does not exist',
    { name: 'Ghost', admins: [{ userType: { case: 'userId' as const, value: 'ghost' } }] },
    'FailedPrecondition organizations.admin_missing',
  ],
  [
    'an administrator with a taken username',
    {
      name: 'Twin',
      admins: [
        {
          userType: {
            case: 'human' as const,
            value: {
              username: 'boss@v2.test',
              profile: { givenName: 'Bo', familyName: 'Ss' },
              email: { email: 'boss@v2.test' },
            },
          },
        },
      ],
    },
    'AlreadyExists user.username_taken',
  ],
  [
    'a role of another level',
    { name: 'Role', admins: [{ userType: { case: 'userId' as const, value: 'x' }, roles: ['IAM_OWNER'] }] },
    'InvalidArgument memberships.unknown_role',
  ],
])('an organization with %s is refused and leaves nothing', async (_, wrong, expected) => {
  const v2 = server.client(OrganizationService)
  const before = (await v2.listOrganizations({})).details?.totalResult
  expect(await outcome(v2.addOrganization(wrong))).toMatch(expected)
  expect((await v2.listOrganizations({})).details?.totalResult).toBe(before)
})

test('custom ids are refused if taken or the instance’s own', async () => {
  const v2 = server.client(OrganizationService)
  const { orgId } = await addOrg(server)
  expect(await outcome(v2.addOrganization({ name: 'Same id', orgId }))).toBe(
    'AlreadyExists organizations.id_taken',
  )
  const { instanceId } = server.first
  expect(await outcome(v2.addOrganization({ name: 'Instance id', orgId: instanceId }))).toBe(
    'AlreadyExists organizations.id_reserved',
  )
  expect(await outcome(admin().getOrgByID({ id: instanceId }))).toBe('NotFound organizations.not_found')
})

test('SetUpOrg creates an organization with its first administrator and a domain', async () => {
  const human = {
    userName: 'setup',
    profile: { firstName: 'Set', lastName: 'Up' },
    email: { email: 'set@up.test', isEmailVerified: true },
    password: 'Correct-Horse-1',
  }
  const org = { name: 'Set up', domain: 'set-up.test' }
  const reply = await admin().setUpOrg({
    org,
    user: { case: 'human', value: human },
    roles: ['ORG_OWNER_VIEWER'],
  })
  expect(reply.details).toEqual(addedDetails(reply.orgId))
  expect((await management(reply.orgId).listOrgMembers({})).result).toMatchObject([
    { userId: reply.userId, roles: ['ORG_OWNER_VIEWER'], email: 'set@up.test' },
  ])
  const { result } = await management(reply.orgId).listOrgDomains({ query: { asc: true } })
  expect(result.map(({ domainName, isPrimary }) => [domainName, isPrimary])).toEqual([
    ['set-up.localhost', true],
    ['set-up.test', false],
  ])
  const again = admin().setUpOrg({ org, user: { case: 'human', value: { ...human, userName: 'other' } } })
  expect(await outcome(again)).toMatch(taken)
})

test('the default organization is read and changed; one that does not exist or is the default is refused', async () => {
  const { orgId } = await addOrg(server)
  expect((await admin().getDefaultOrg({})).org?.id).toBe(server.first.orgId)
  expect((await admin().setDefaultOrg({ orgId })).details).toEqual(changedDetails(server.first.instanceId))
  expect((await admin().getDefaultOrg({})).org?.id).toBe(orgId)
  expect(await outcome(admin().setDefaultOrg({ orgId }))).toBe(
    'FailedPrecondition organizations.already_default',
  )
  expect(await outcome(admin().setDefaultOrg({ orgId: 'nowhere' }))).toBe(
    'FailedPrecondition organizations.missing',
  )
  expect(await outcome(admin().removeOrg({ orgId }))).toBe('FailedPrecondition organizations.is_default')
  const defaults = { queries: [{ query: { case: 'defaultQuery' as const, value: {} } }] }
  const listed = await server.client(OrganizationService).listOrganizations(defaults)
  expect(listed.result.map(({ id }) => id)).toEqual([orgId])
  await admin().setDefaultOrg({ orgId: server.first.orgId })
})

test('renaming replaces the generated domain; the same name and a taken one are refused', async () => {
  const { orgId, name } = await addOrg(server, 'Old name')
  const { name: other } = await addOrg(server)
  expect((await management(orgId).updateOrg({ name: 'New name' })).details).toEqual(changedDetails(orgId))
  const { org } = await management(orgId).getMyOrg({})
  expect(org).toMatchObject({ name: 'New name', primaryDomain: 'new-name.localhost' })
  const { result } = await management(orgId).listOrgDomains({})
  expect(result.map(({ domainName }) => domainName)).toEqual(['new-name.localhost'])
  expect(await outcome(management(orgId).updateOrg({ name: 'New name' }))).toBe(
    'FailedPrecondition organizations.same_name',
  )
  expect(await outcome(management(orgId).updateOrg({ name: other }))).toMatch(taken)
  expect((await admin().isOrgUnique({ name: name.toUpperCase() })).isUnique).toBe(true)
  expect((await admin().isOrgUnique({ name: other.toUpperCase() })).isUnique).toBe(false)
  expect((await admin().isOrgUnique({ name: 'free', domain: 'new-name.localhost' })).isUnique).toBe(false)
  expect(await outcome(admin().isOrgUnique({}))).toMatch(/^InvalidArgument/)
})

test('organizations are deactivated and reactivated once each', async () => {
  const { orgId } = await addOrg(server)
  const inactive = { query: { case: 'stateQuery' as const, value: { state: OrgState.INACTIVE } } }
  expect((await management(orgId).deactivateOrg({})).details).toEqual(changedDetails(orgId))
  expect((await admin().listOrgs({ queries: [inactive] })).result.map(({ id }) => id)).toEqual([orgId])
  expect(await outcome(management(orgId).deactivateOrg({}))).toMatch(/^FailedPrecondition/)
  expect((await management(orgId).reactivateOrg({})).details).toEqual(changedDetails(orgId))
  expect((await management(orgId).getMyOrg({})).org?.state).toBe(OrgState.ACTIVE)
  expect(await outcome(management(orgId).reactivateOrg({}))).toMatch(/^FailedPrecondition/)
})

test('lists are searched, sorted and paged, and show each caller the organizations that it may read', async () => {
  const mine = await addOrg(server, 'List b')
  const yours = await addOrg(server, 'List a')
  const { token } = await addMachine(server, { orgId: mine.orgId, roles: ['ORG_OWNER_VIEWER'] })
  const value = { name: 'list', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE }
  const queries = [{ query: { case: 'nameQuery' as const, value } }]
  const search = { queries, sortingColumn: OrgFieldName.NAME, query: { asc: true } }
  const all = await admin().listOrgs(search)
  expect(all.result.map(({ id }) => id)).toEqual([yours.orgId, mine.orgId])
  const page = await admin().listOrgs({ ...search, query: { limit: 1, offset: 1n, asc: false } })
  expect(page.result.map(({ id }) => id)).toEqual([yours.orgId])
  expect(page.details?.totalResult).toBe(2n)

  const own = server.client(OrganizationService, { token })
  const seen = await own.listOrganizations({ ...search, sortingColumn: OrganizationFieldName.NAME })
  expect(seen.result).toMatchObject([{ id: mine.orgId, details: readDetails(mine.orgId) }])
  expect((await own.listOrganizations({})).result.map(({ id }) => id)).toEqual([mine.orgId])
  const byMe = await server.client(AuthService, { token }).listMyProjectOrgs({})
  expect(byMe.result.map(({ id }) => id)).toEqual([mine.orgId])
  const { token: nobody } = await addMachine(server)
  expect((await server.client(OrganizationService, { token: nobody }).listOrganizations({})).result).toEqual(
    [],
  )
  expect(await outcome(own.listOrganizations({ queries: [{}] }))).toMatch(/^InvalidArgument/)
})

test('metadata is set, searched and removed, all entries or none', async () => {
  const { orgId } = await addOrg(server)
  const { orgId: other } = await addOrg(server)
  const org = management(orgId)
  expect((await org.setOrgMetadata({ key: 'color', value: Buffer.from('red') })).details).toEqual(
    changedDetails(orgId),
  )
  await org.bulkSetOrgMetadata({
    metadata: [
      { key: 'size', value: Buffer.from('xl') },
      { key: 'color', value: Buffer.from('blue') },
    ],
  })
  const { metadata } = await org.getOrgMetadata({ key: 'color' })
  expect(metadata).toMatchObject({ key: 'color', details: readDetails(orgId) })
  expect(Buffer.from(metadata?.value ?? []).toString()).toBe('blue')
  const value = { key: 'COL', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE }
  const found = await org.listOrgMetadata({ queries: [{ query: { case: 'keyQuery', value } }] })
  expect(found.result.map(({ key }) => key)).toEqual(['color'])
  expect((await management(other).listOrgMetadata({})).result).toEqual([])
  expect(await outcome(management(other).getOrgMetadata({ key: 'color' }))).toMatch(/^NotFound/)
  expect(await outcome(org.bulkRemoveOrgMetadata({ keys: ['size', 'none'] }))).toMatch(/^NotFound/)
  expect((await org.listOrgMetadata({})).details?.totalResult).toBe(2n)
  expect((await org.removeOrgMetadata({ key: 'size' })).details).toEqual(changedDetails(orgId))
  expect(await outcome(org.removeOrgMetadata({ key: 'size' }))).toMatch(/^NotFound/)
  await org.bulkRemoveOrgMetadata({ keys: ['color'] })
  expect((await org.listOrgMetadata({})).result).toEqual([])
  expect(await outcome(org.setOrgMetadata({ key: ' ', value: Buffer.from('x') }))).toMatch(/^InvalidArgument/)
})

test('the changes of an organization are listed, newest first', async () => {
  const { orgId } = await addOrg(server)
  await management(orgId).deactivateOrg({})
  const { result } = await management(orgId).listOrgChanges({ query: { limit: 2 } })
  expect(result.map(({ eventType }) => eventType?.key)).toEqual([
    'EventTypes.org.deactivated',
    'EventTypes.org.member.removed',
  ])
  expect(result[0]).toMatchObject({ editorId: anyone(), resourceOwnerId: orgId })
})
