import { TextFilterMethod } from '@zitadel/proto/zitadel/filter/v2beta/filter_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import {
  PrivateLabelingSetting,
  ProjectFieldName,
  ProjectState,
} from '@zitadel/proto/zitadel/project/v2beta/query_pb.js'
import { expect, test } from 'vitest'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { addGrant, addProject, addProjectMember, management } from './projectFixtures.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

const server = await testServer()

const beta = (options: ClientOptions = {}) => server.client(ProjectService, options)

test('a project is created, read, changed, deactivated, activated and deleted by id', async () => {
  const { orgId } = await addOrg(server)
  const created = await beta().createProject({
    organizationId: orgId,
    id: `own-${orgId}`,
    name: ' Portal ',
    projectRoleAssertion: true,
    privateLabelingSetting: PrivateLabelingSetting.ENFORCE_PROJECT_RESOURCE_OWNER_POLICY,
  })
  expect(created).toMatchObject({ id: `own-${orgId}`, creationDate: expect.anything() })
  const { id } = created
  expect((await beta().getProject({ id })).project).toMatchObject({
    id,
    organizationId: orgId,
    name: 'Portal',
    state: ProjectState.ACTIVE,
    projectRoleAssertion: true,
    authorizationRequired: false,
    projectAccessRequired: false,
    privateLabelingSetting: PrivateLabelingSetting.ENFORCE_PROJECT_RESOURCE_OWNER_POLICY,
  })
  expect((await beta().updateProject({ id, projectRoleCheck: true })).changeDate).toBeDefined()
  const before = (await beta().getProject({ id })).project
  expect(before).toMatchObject({ name: 'Portal', projectRoleAssertion: true, authorizationRequired: true })
  expect((await beta().updateProject({ id, name: 'Portal' })).changeDate).toEqual(before?.changeDate)

  await beta().deactivateProject({ id })
  expect(await outcome(beta().deactivateProject({ id }))).toBe('FailedPrecondition projects.already_inactive')
  expect((await beta().getProject({ id })).project?.state).toBe(ProjectState.INACTIVE)
  await beta().activateProject({ id })
  expect(await outcome(beta().activateProject({ id }))).toBe('FailedPrecondition projects.already_active')

  expect((await beta().deleteProject({ id })).deletionDate).toBeDefined()
  expect((await beta().deleteProject({ id })).deletionDate).toBeUndefined()
  expect(await outcome(beta().getProject({ id }))).toBe('NotFound projects.not_found')
  expect((await beta().createProject({ organizationId: orgId, id, name: 'Portal' })).id).toBe(id)
})

test('writes of projects are refused with the contract’s codes', async () => {
  const { orgId, projectId, name } = await addProject(server, { roles: ['a'] })
  const organizationId = orgId
  const id = 'unknown'
  const refused = {
    'no name': beta().createProject({ organizationId, name: '   ' }),
    'a name that is taken, in other letters': beta().createProject({
      organizationId,
      name: name.toUpperCase(),
    }),
    'an id that is taken': beta().createProject({ organizationId, id: projectId, name: 'Other' }),
    'an unknown organization': beta().createProject({ organizationId: 'unknown', name: 'Other' }),
    'update of an unknown project': beta().updateProject({ id, name: 'Other' }),
    'deactivation of an unknown project': beta().deactivateProject({ id }),
    'activation of an unknown project': beta().activateProject({ id }),
    'an unknown labeling': beta().updateProject({
      id: projectId,
      privateLabelingSetting: 7 as PrivateLabelingSetting,
    }),
    'v1 removal of an unknown project': management(server, orgId).removeProject({ id }),
    'v1 update of an unknown project': management(server, orgId).updateProject({ id, name: 'Other' }),
  }
  const outcomes = await Promise.all(
    Object.entries(refused).map(async ([what, call]) => [what, await outcome(call)] as const),
  )
  expect(Object.fromEntries(outcomes)).toEqual({
    'no name': 'InvalidArgument projects.blank_name',
    'a name that is taken, in other letters': 'AlreadyExists projects.name_taken',
    'an id that is taken': 'AlreadyExists projects.id_taken',
    'an unknown organization': 'FailedPrecondition organizations.missing',
    'update of an unknown project': 'NotFound projects.not_found',
    'deactivation of an unknown project': 'NotFound projects.not_found',
    'activation of an unknown project': 'NotFound projects.not_found',
    'an unknown labeling': expect.stringMatching(/^InvalidArgument/),
    'v1 removal of an unknown project': 'NotFound projects.not_found',
    'v1 update of an unknown project': 'NotFound projects.not_found',
  })
})

test('projects are listed by every filter and in every order', async () => {
  const { orgId } = await addOrg(server)
  const ids: string[] = []
  for (const name of ['Beta one', 'alpha', 'Gamma']) {
    ids.push((await beta().createProject({ organizationId: orgId, name })).id)
  }
  const [one = '', alpha = '', gamma = ''] = ids
  const granted = await addProject(server)
  await addGrant(server, granted, [], orgId)
  const names = async (filter: Parameters<ReturnType<typeof beta>['listProjects']>[0] = {}) =>
    (await beta().listProjects(filter)).projects.map(({ name }) => name)
  const owned = { filter: { case: 'projectResourceOwnerFilter' as const, value: { id: orgId } } }
  expect(await names({ filters: [owned], pagination: { asc: true } })).toEqual(['Beta one', 'alpha', 'Gamma'])
  expect(await names({ filters: [owned] })).toEqual(['Gamma', 'alpha', 'Beta one'])
  const sorted = { filters: [owned], pagination: { asc: true } }
  expect(await names({ ...sorted, sortingColumn: ProjectFieldName.NAME })).toEqual([
    'alpha',
    'Beta one',
    'Gamma',
  ])
  await beta().updateProject({ id: one, projectRoleCheck: true })
  expect(await names({ ...sorted, sortingColumn: ProjectFieldName.CHANGE_DATE })).toEqual([
    'alpha',
    'Gamma',
    'Beta one',
  ])
  expect(await names({ ...sorted, sortingColumn: ProjectFieldName.ID })).toEqual([
    'Beta one',
    'alpha',
    'Gamma',
  ])
  const page = await beta().listProjects({ ...sorted, pagination: { asc: true, offset: 1n, limit: 1 } })
  expect(page).toMatchObject({
    pagination: { totalResult: 3n, appliedLimit: 1n },
    projects: [{ name: 'alpha' }],
  })
  const named = (projectName: string, method: TextFilterMethod) => ({
    filters: [owned, { filter: { case: 'projectNameFilter' as const, value: { projectName, method } } }],
  })
  expect(await names(named('beta ONE', TextFilterMethod.EQUALS_IGNORE_CASE))).toEqual(['Beta one'])
  expect(await names(named('beta ONE', TextFilterMethod.EQUALS))).toEqual([])
  expect(await names(named('mm', TextFilterMethod.CONTAINS))).toEqual(['Gamma'])
  const byIds = { filter: { case: 'inProjectIdsFilter' as const, value: { ids: [alpha, gamma] } } }
  expect((await names({ filters: [byIds] })).sort()).toEqual(['Gamma', 'alpha'])
  const grantedTo = { filter: { case: 'projectGrantResourceOwnerFilter' as const, value: { id: orgId } } }
  const rows = (await beta().listProjects({ filters: [grantedTo] })).projects
  expect(rows).toMatchObject([
    { id: granted.projectId, organizationId: granted.orgId, grantedOrganizationId: orgId },
  ])
  const both = { filter: { case: 'projectOrganizationIdFilter' as const, value: { id: orgId } } }
  expect(await names({ filters: [both] })).toHaveLength(4)
  expect(await outcome(beta().listProjects({ filters: [{}] }))).toMatch(/^InvalidArgument/)
})

test('roles held on one project reach that project alone', async () => {
  const mine = await addProject(server, { roles: ['a'] })
  const other = await addProject(server, { orgId: mine.orgId })
  const { token } = await addProjectMember(server, mine, 'PROJECT_OWNER')
  const own = beta({ token })
  expect((await own.listProjects({})).projects.map(({ id }) => id)).toEqual([mine.projectId])
  expect((await own.getProject({ id: mine.projectId })).project?.id).toBe(mine.projectId)
  expect(await outcome(own.getProject({ id: other.projectId }))).toBe('NotFound projects.not_found')
  await own.updateProject({ id: mine.projectId, name: 'Renamed' })
  await own.addProjectRole({ projectId: mine.projectId, roleKey: 'b', displayName: 'B' })
  expect(await outcome(own.updateProject({ id: other.projectId, name: 'Mine' }))).toBe(
    'PermissionDenied permission.denied',
  )
  const v1 = management(server, mine.orgId, { token })
  expect((await v1.listProjects({})).result.map(({ id }) => id)).toEqual([mine.projectId])
  expect((await v1.getProjectByID({ id: mine.projectId })).project?.id).toBe(mine.projectId)
  expect(await outcome(v1.getProjectByID({ id: other.projectId }))).toBe('PermissionDenied permission.denied')
  expect(await outcome(v1.addProject({ name: 'New' }))).toBe('PermissionDenied permission.denied')
  expect(
    (await v1.addProjectGrant({ projectId: mine.projectId, grantedOrgId: server.first.orgId })).grantId,
  ).not.toBe('')
  expect(
    await outcome(v1.addProjectGrant({ projectId: other.projectId, grantedOrgId: server.first.orgId })),
  ).toBe('PermissionDenied permission.denied')
})

test('callers of other organizations see no project, and those without the permission are refused', async () => {
  const { projectId: id, orgId } = await addProject(server)
  const { orgId: elsewhere } = await addOrg(server)
  const stranger = beta({
    token: (await addMachine(server, { orgId: elsewhere, roles: ['ORG_OWNER'] })).token,
  })
  const viewer = beta({ token: (await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })).token })
  const writes = (client: ReturnType<typeof beta>) => [
    client.updateProject({ id, name: 'Taken over' }),
    client.deactivateProject({ id }),
    client.activateProject({ id }),
    client.addProjectRole({ projectId: id, roleKey: 'r', displayName: 'R' }),
    client.updateProjectRole({ projectId: id, roleKey: 'r' }),
    client.createProjectGrant({ projectId: id, grantedOrganizationId: elsewhere }),
    client.updateProjectGrant({ projectId: id, grantedOrganizationId: elsewhere }),
    client.activateProjectGrant({ projectId: id, grantedOrganizationId: elsewhere }),
    client.deactivateProjectGrant({ projectId: id, grantedOrganizationId: elsewhere }),
  ]
  const unknown = 'unknown'
  expect(await Promise.all(writes(stranger).map(outcome))).toEqual([
    'NotFound projects.not_found',
    'NotFound projects.not_found',
    'NotFound projects.not_found',
    'FailedPrecondition projects.missing',
    'NotFound projects.role_not_found',
    'FailedPrecondition projects.missing',
    'NotFound projects.grant_not_found',
    'FailedPrecondition projects.missing',
    'FailedPrecondition projects.missing',
  ])
  for (const refused of await Promise.all(writes(viewer).map(outcome)))
    expect(refused).toBe('PermissionDenied permission.denied')
  expect(await outcome(viewer.deleteProject({ id }))).toBe('PermissionDenied permission.denied')
  expect(await outcome(viewer.removeProjectRole({ projectId: id, roleKey: 'r' }))).toBe(
    'PermissionDenied permission.denied',
  )
  expect(await outcome(viewer.deleteProjectGrant({ projectId: id, grantedOrganizationId: elsewhere }))).toBe(
    'PermissionDenied permission.denied',
  )
  // As for projects that do not exist.
  for (const projectId of [id, unknown]) {
    expect((await stranger.deleteProject({ id: projectId })).deletionDate).toBeUndefined()
    expect((await stranger.removeProjectRole({ projectId, roleKey: 'r' })).removalDate).toBeUndefined()
    expect(await outcome(stranger.getProject({ id: projectId }))).toBe('NotFound projects.not_found')
    expect((await stranger.listProjectRoles({ projectId })).projectRoles).toEqual([])
  }
  expect((await stranger.listProjects({})).projects).toEqual([])
  expect((await stranger.listProjectGrants({})).projectGrants).toEqual([])
  expect((await viewer.getProject({ id })).project?.id).toBe(id)
  expect(await outcome(stranger.createProject({ organizationId: orgId, name: 'Foreign' }))).toBe(
    'NotFound permission.membership_not_found',
  )
  expect(await outcome(viewer.createProject({ organizationId: orgId, name: 'More' }))).toBe(
    'PermissionDenied permission.denied',
  )
})

test('the first generation keeps projects inside the context organization', async () => {
  const { orgId } = await addOrg(server)
  const v1 = management(server, orgId)
  const added = await v1.addProject({ name: 'First', projectRoleCheck: true })
  expect(added.details).toEqual(addedDetails(orgId))
  const { id } = added
  expect((await v1.getProjectByID({ id })).project).toMatchObject({
    id,
    name: 'First',
    projectRoleCheck: true,
    details: readDetails(orgId, added.details?.sequence),
  })
  const changed = await v1.updateProject({ id, name: 'Second' })
  expect(changed.details).toEqual(changedDetails(orgId))
  expect((await v1.getProjectByID({ id })).project).toMatchObject({ name: 'Second', projectRoleCheck: false })
  expect((await v1.deactivateProject({ id })).details).toEqual(changedDetails(orgId))
  expect((await v1.reactivateProject({ id })).details).toEqual(changedDetails(orgId))
  const equals = { name: 'Second', method: 0 }
  const found = await v1.listProjects({ queries: [{ query: { case: 'nameQuery', value: equals } }] })
  expect(found).toMatchObject({ details: { totalResult: 1n }, result: [{ id }] })
  const changes = await v1.listProjectChanges({ projectId: id })
  expect(changes.result.map(({ eventType }) => eventType?.key)).toEqual([
    'EventTypes.project.reactivated',
    'EventTypes.project.deactivated',
    'EventTypes.project.changed',
    'EventTypes.project.added',
  ])
  const foreign = server.client(ManagementService, { headers: inOrg((await addOrg(server)).orgId) })
  const refused = [
    foreign.getProjectByID({ id }),
    foreign.updateProject({ id, name: 'Third' }),
    foreign.deactivateProject({ id }),
    foreign.removeProject({ id }),
    foreign.removeProjectRole({ projectId: id, roleKey: 'r' }),
    foreign.removeProjectMember({ projectId: id, userId: server.first.orgId }),
    foreign.removeProjectGrantMember({ projectId: id, grantId: '1', userId: server.first.orgId }),
    foreign.listProjectChanges({ projectId: id }),
  ]
  for (const call of await Promise.all(refused.map(outcome))) {
    expect(call).toMatch(/^NotFound (projects.not_found|memberships.place_not_found)$/)
  }
  expect((await v1.removeProject({ id })).details).toEqual(changedDetails(orgId))
  expect(await outcome(v1.removeProject({ id }))).toBe('NotFound projects.not_found')
})

test('a project demands an assurance by a header, which reads return', async () => {
  const { projectId: id, orgId } = await addProject(server)
  const header = 'x-sallyport-required-acr'
  const demanded = async () => {
    let value: string | null = null
    const onHeader = (headers: Headers) => {
      value = headers.get(header)
    }
    await beta().getProject({ id }, { onHeader })
    return value
  }
  expect(await demanded()).toBeNull()
  await beta({ headers: { [header]: 'urn:sallyport:aal:2' } }).updateProject({ id })
  expect(await demanded()).toBe('urn:sallyport:aal:2')
  await beta().updateProject({ id, name: 'Keeps it' })
  expect(await demanded()).toBe('urn:sallyport:aal:2')
  await beta({ headers: { [header]: 'none' } }).updateProject({ id })
  expect(await demanded()).toBeNull()
  const wrong = beta({ headers: { [header]: 'urn:sallyport:aal:4' } })
  expect(await outcome(wrong.createProject({ organizationId: orgId, name: 'Four' }))).toBe(
    'InvalidArgument request.header_invalid',
  )
})

test('every instance has the project of its own API, which stays', async () => {
  const { orgId } = server.first
  const byName = { name: 'ZITADEL', method: 0 }
  const query = { queries: [{ query: { case: 'nameQuery' as const, value: byName } }] }
  const [project] = (await server.client(ManagementService).listProjects(query)).result
  const id = project?.id ?? ''
  expect(project?.details?.resourceOwner).toBe(orgId)
  expect(await outcome(beta().deleteProject({ id }))).toBe('FailedPrecondition projects.is_iam_project')
  expect(await outcome(server.client(ManagementService).removeProject({ id }))).toBe(
    'FailedPrecondition projects.is_iam_project',
  )
})
