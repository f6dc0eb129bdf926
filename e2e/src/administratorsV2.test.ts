import type { MessageInitShape } from '@bufbuild/protobuf'
import { InternalPermissionService } from '@sallyport/contract/zitadel/internal_permission/v2/internal_permission_service_pb.js'
import {
  AdministratorFieldName,
  type AdministratorSearchFilterSchema,
} from '@sallyport/contract/zitadel/internal_permission/v2/query_pb.js'
import { InternalPermissionService as InternalPermissionServiceBeta } from '@sallyport/contract/zitadel/internal_permission/v2beta/internal_permission_service_pb.js'
import { expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addPerson } from './people.ts'
import { addGrant, addProject, addProjectMember, management } from './projectFixtures.ts'
import { outcome } from './tenants.ts'
import { eventCount, systemServer } from './virtualInstances.ts'

type Resource =
  | { readonly case: 'instance'; readonly value: boolean }
  | { readonly case: 'organizationId' | 'projectId'; readonly value: string }
  | {
      readonly case: 'projectGrant'
      readonly value: { readonly projectId: string; readonly organizationId: string }
    }
type Filter = Exclude<
  MessageInitShape<typeof AdministratorSearchFilterSchema>,
  { readonly $typeName: string }
>

const server = await systemServer()
const administrators = (options?: ClientOptions) => server.client(InternalPermissionService, options)
const beta = server.client(InternalPermissionServiceBeta)

const project = await addProject(server)
const { projectId, orgId, name } = project
const { grantId, grantedOrganizationId } = await addGrant(server, project, [])
const grant = { projectId, organizationId: grantedOrganizationId }
const ofGrant: Resource = { case: 'projectGrant', value: grant }
const resources: readonly [Resource, string, object][] = [
  [{ case: 'instance', value: true }, 'IAM_OWNER_VIEWER', { case: 'instance', value: true }],
  [
    { case: 'organizationId', value: orgId },
    'ORG_OWNER_VIEWER',
    { case: 'organization', value: { id: orgId } },
  ],
  [
    { case: 'projectId', value: projectId },
    'PROJECT_OWNER_VIEWER',
    { case: 'project', value: { id: projectId, name, organizationId: orgId } },
  ],
  [
    ofGrant,
    'PROJECT_GRANT_OWNER_VIEWER',
    { case: 'projectGrant', value: { id: grantId, projectId, grantedOrganizationId, organizationId: orgId } },
  ],
]
const byUser = (...ids: string[]): Filter => ({ filter: { case: 'inUserIdsFilter', value: { ids } } })

test.each(resources)('administrators of %o are written with the right on it only', async (resource, role) => {
  const callers = await addCallers(server, orgId, 'IAM_OWNER_VIEWER', 'ORG_OWNER_VIEWER')
  const { userId } = await addPerson(server)
  const on = { userId, resource: { resource } }
  const before = await eventCount(server)
  for (const [caller, options] of Object.entries(callers)) {
    const { createAdministrator, updateAdministrator, deleteAdministrator } = administrators(options)
    const calls = [
      createAdministrator({ ...on, roles: [role] }),
      updateAdministrator({ ...on, roles: [role] }),
      deleteAdministrator(on),
    ]
    for (const seen of await Promise.all(calls.map(outcome)))
      expect(seen, caller).toMatch(/^(PermissionDenied|NotFound permission\.|Unauthenticated)/)
  }
  expect(await eventCount(server)).toBe(before)
})

test.each(resources)('administrators of %o are those of v2beta', async (resource, role, shown) => {
  const { userId, username } = await addPerson(server)
  const on = { userId, resource: { resource } }
  const { createAdministrator, updateAdministrator, deleteAdministrator, listAdministrators } =
    administrators()
  expect(await outcome(createAdministrator({ ...on, roles: [] }))).toBe('InvalidArgument memberships.no_role')
  expect(await outcome(createAdministrator({ ...on, roles: ['NO_ROLE'] }))).toBe(
    'InvalidArgument memberships.unknown_role',
  )
  expect(await outcome(updateAdministrator({ ...on, roles: [role] }))).toBe('NotFound memberships.not_found')
  const { creationDate } = await createAdministrator({ ...on, roles: [role] })
  const owner = role.replace(/_VIEWER$/, '')
  const { changeDate } = await updateAdministrator({ ...on, roles: [owner, role] })
  const expected = {
    pagination: { totalResult: 1n, appliedLimit: 100n },
    administrators: [
      {
        creationDate,
        changeDate,
        user: { id: userId, preferredLoginName: username, organizationId: server.first.orgId },
        resource: shown,
        roles: [owner, role],
      },
    ],
  }
  expect(await listAdministrators({ filters: [byUser(userId)] })).toMatchObject(expected)
  expect(
    await beta.listAdministrators({
      filters: [{ filter: { case: 'inUserIdsFilter', value: { ids: [userId] } } }],
    }),
  ).toMatchObject(expected)
  expect((await deleteAdministrator(on)).deletionDate).toBeDefined()
  expect((await deleteAdministrator(on)).deletionDate).toBeUndefined()
  expect((await listAdministrators({ filters: [byUser(userId)] })).administrators).toEqual([])
})

test.each([
  ['an unknown project', { projectId: 'unknown', organizationId: grantedOrganizationId }],
  ['an organization without a grant', { projectId, organizationId: orgId }],
])('a grant of %s is unknown', async (_, value) => {
  const { userId } = await addPerson(server)
  const on = { userId, resource: { resource: { case: 'projectGrant' as const, value } } }
  const roles = ['PROJECT_GRANT_OWNER']
  const { createAdministrator, updateAdministrator, deleteAdministrator } = administrators()
  expect(await outcome(createAdministrator({ ...on, roles }))).toBe(
    'FailedPrecondition memberships.aggregate_missing',
  )
  expect(await outcome(updateAdministrator({ ...on, roles }))).toBe('NotFound memberships.not_found')
  expect((await deleteAdministrator(on)).deletionDate).toBeUndefined()
})

test('a member of a grant is named by its organization in both generations, and by its id in v2beta', async () => {
  const { userId } = await addPerson(server)
  const roles = ['PROJECT_GRANT_OWNER']
  const resource = { case: 'projectGrant' as const, value: grant }
  await beta.createAdministrator({ userId, resource: { resource }, roles })
  const { result } = await management(server, grantedOrganizationId).listProjectGrantMembers({
    projectId,
    grantId,
  })
  expect(result.map((member) => member.userId)).toContain(userId)
  const byId = { case: 'projectGrant' as const, value: { projectId, projectGrantId: grantId } }
  expect(
    (await beta.deleteAdministrator({ userId, resource: { resource: byId } })).deletionDate,
  ).toBeDefined()
  expect(
    (await administrators().deleteAdministrator({ userId, resource: { resource } })).deletionDate,
  ).toBeUndefined()
})

test('lists are filtered by the resource, and a member of a grant sees those of it alone', async () => {
  const place = { ...project, grantId, of: grantedOrganizationId }
  const mine = await addProjectMember(server, place, 'PROJECT_GRANT_OWNER')
  const other = await addProjectMember(server, project, 'PROJECT_OWNER')
  const found = async (options: ClientOptions, resource: Resource, ...more: Filter[]) => {
    const filters: Filter[] = [{ filter: { case: 'resource', value: { resource: resource } } }, ...more]
    const sortingColumn = AdministratorFieldName.USER_ID
    const list = await administrators(options).listAdministrators({ filters, sortingColumn })
    return list.administrators.map(({ user }) => user?.id)
  }
  const both = byUser(mine.userId, other.userId)
  expect(await found({}, ofGrant, both)).toEqual([mine.userId])
  expect(await found({}, { case: 'projectId', value: projectId }, both)).toEqual([other.userId])
  expect(await found(mine, ofGrant, both)).toEqual([mine.userId])
  expect(await found(mine, { case: 'projectId', value: projectId }, both)).toEqual([])
  const unknown: Resource = { case: 'projectGrant', value: { projectId, organizationId: orgId } }
  expect(await found({}, unknown)).toEqual([])
  const no: Filter = { filter: { case: 'resource', value: {} } }
  expect(await outcome(administrators().listAdministrators({ filters: [no] }))).toMatch(/^InvalidArgument/)
})
