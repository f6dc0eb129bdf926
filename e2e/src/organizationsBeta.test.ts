import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { OrgFieldName, OrgState } from '@zitadel/proto/zitadel/org/v2beta/org_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'

const server = await testServer()

const beta = (token?: string) => server.client(OrganizationService, token === undefined ? {} : { token })
const human = (username: string) => ({
  username,
  profile: { givenName: 'Be', familyName: 'Ta' },
  email: { email: `${username}@beta.test`, verification: { case: 'isVerified' as const, value: true } },
})

test('CreateOrganization returns created and assigned administrators separately', async () => {
  const { userId } = await addPerson(server)
  const reply = await beta().createOrganization({
    name: 'Beta',
    id: 'beta-org',
    admins: [
      { userType: { case: 'userId', value: userId } },
      { userType: { case: 'human', value: human('boss') }, roles: ['ORG_USER_MANAGER'] },
    ],
  })
  expect(reply).toMatchObject({ id: 'beta-org', creationDate: expect.anything() })
  expect(reply.organizationAdmins.map(({ OrganizationAdmin: { case: kind } }) => kind)).toEqual([
    'assignedAdmin',
    'createdAdmin',
  ])
  const { result } = await server.client(ManagementService, { headers: inOrg('beta-org') }).listOrgMembers({})
  expect(result.map((member) => [member.userId === userId, member.roles]).sort()).toEqual([
    [false, ['ORG_USER_MANAGER']],
    [true, ['ORG_OWNER']],
  ])
  const { instanceId } = server.first
  const refused = [
    beta().createOrganization({ name: 'Other', id: 'beta-org' }),
    beta().createOrganization({ name: 'Other', id: instanceId }),
    beta().createOrganization({ name: '!!' }),
    beta().createOrganization({ name: 'Untyped', admins: [{}] }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'AlreadyExists organizations.id_taken',
    'AlreadyExists organizations.id_reserved',
    'InvalidArgument organizations.unusable_name',
    'Unimplemented organizations.admin_untyped',
  ])
})

test('organizations are updated, deactivated and activated by id', async () => {
  const { orgId: id, name } = await addOrg(server)
  expect((await beta().updateOrganization({ id, name: 'Beta renamed' })).changeDate).toBeDefined()
  expect((await server.client(AdminService).getOrgByID({ id })).org?.name).toBe('Beta renamed')
  expect(await outcome(beta().updateOrganization({ id, name: 'Beta renamed' }))).toMatch(
    /^FailedPrecondition/,
  )
  expect(await outcome(beta().updateOrganization({ id: 'nowhere', name }))).toMatch(/^NotFound/)
  expect((await beta().deactivateOrganization({ id })).changeDate).toBeDefined()
  const byId = { filter: { case: 'idFilter' as const, value: { id } } }
  expect((await beta().listOrganizations({ filter: [byId] })).organizations).toMatchObject([
    { id, name: 'Beta renamed', state: OrgState.INACTIVE, primaryDomain: 'beta-renamed.localhost' },
  ])
  expect(await outcome(beta().deactivateOrganization({ id }))).toMatch(/^FailedPrecondition/)
  expect((await beta().activateOrganization({ id })).changeDate).toBeDefined()
  expect(await outcome(beta().activateOrganization({ id }))).toMatch(/^FailedPrecondition/)
  expect(await outcome(beta().deactivateOrganization({ id: 'nowhere' }))).toMatch(/^NotFound/)
  expect(await outcome(beta().activateOrganization({ id: 'nowhere' }))).toMatch(/^NotFound/)
})

test('lists are filtered, sorted and paged; a limit above 1000 is refused', async () => {
  const ids = [(await addOrg(server, 'Page')).orgId, (await addOrg(server, 'Page')).orgId]
  const value = { name: 'page ', method: TextQueryMethod.STARTS_WITH_IGNORE_CASE }
  const filter = [{ filter: { case: 'nameFilter' as const, value } }]
  const sorted = { filter, sortingColumn: OrgFieldName.CREATION_DATE }
  const newest = await beta().listOrganizations(sorted)
  expect(newest.organizations.map(({ id }) => id)).toEqual([...ids].reverse())
  const page = await beta().listOrganizations({ ...sorted, pagination: { asc: true, limit: 1, offset: 1n } })
  expect(page.organizations.map(({ id }) => id)).toEqual([ids[1]])
  expect(page.pagination).toMatchObject({ totalResult: 2n, appliedLimit: 1n })
  expect((await beta().listOrganizations({})).pagination?.appliedLimit).toBe(100n)
  expect(await outcome(beta().listOrganizations({ pagination: { limit: 1001 } }))).toBe(
    'InvalidArgument search.limit_too_high',
  )
  const { token } = await addMachine(server, { orgId: ids[0] ?? '', roles: ['ORG_OWNER'] })
  expect(await outcome(beta(token).listOrganizations({ filter })), 'the contract asks for iam.read').toBe(
    'PermissionDenied permission.denied',
  )
})

test('metadata is set, listed and removed by the organization’s id', async () => {
  const { orgId: organizationId } = await addOrg(server)
  const metadata = [
    { key: 'a', value: Buffer.from('1') },
    { key: 'b', value: Buffer.from('2') },
  ]
  expect((await beta().setOrganizationMetadata({ organizationId, metadata })).setDate).toBeDefined()
  const value = { key: 'B', method: TextQueryMethod.EQUALS_IGNORE_CASE }
  const found = await beta().listOrganizationMetadata({
    organizationId,
    filter: [{ query: { case: 'keyQuery', value } }],
  })
  expect(found.metadata.map(({ key, value: bytes }) => [key, Buffer.from(bytes).toString()])).toEqual([
    ['b', '2'],
  ])
  expect(await outcome(beta().deleteOrganizationMetadata({ organizationId, keys: ['a', 'c'] }))).toMatch(
    /^NotFound/,
  )
  expect(
    (await beta().deleteOrganizationMetadata({ organizationId, keys: ['a', 'b'] })).deletionDate,
  ).toBeDefined()
  expect((await beta().listOrganizationMetadata({ organizationId })).metadata).toEqual([])
  const nowhere = { organizationId: 'nowhere', metadata }
  expect(await outcome(beta().setOrganizationMetadata(nowhere))).toMatch(/^(FailedPrecondition|NotFound)/)
})

test('writes need org.write in that organization', async () => {
  const { orgId } = await addOrg(server)
  const { orgId: other } = await addOrg(server)
  const owner = await addMachine(server, { orgId: other, roles: ['ORG_OWNER'] })
  const viewer = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  for (const [token, expected] of [
    [owner.token, 'NotFound permission.membership_not_found'],
    [viewer.token, 'PermissionDenied permission.denied'],
  ] as const) {
    const by = beta(token)
    const metadata = [{ key: 'k', value: Buffer.from('v') }]
    const writes = [
      by.updateOrganization({ id: orgId, name: 'Mine' }),
      by.deactivateOrganization({ id: orgId }),
      by.activateOrganization({ id: orgId }),
      by.setOrganizationMetadata({ organizationId: orgId, metadata }),
      by.deleteOrganizationMetadata({ organizationId: orgId, keys: ['k'] }),
    ]
    expect(await Promise.all(writes.map(outcome))).toEqual(writes.map(() => expected))
  }
  expect(
    await outcome(beta(owner.token).createOrganization({ name: 'Mine' })),
    'org.create is for instance roles',
  ).toBe('PermissionDenied permission.denied')
  const list = { organizationId: orgId }
  expect(await outcome(beta(owner.token).listOrganizationMetadata(list))).toMatch(/^NotFound/)
  expect(await outcome(beta(viewer.token).listOrganizationMetadata(list))).toBe('ok')
})
