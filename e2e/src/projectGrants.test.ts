import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import {
  ProjectGrantFieldName,
  ProjectGrantState,
  ProjectRoleFieldName,
} from '@zitadel/proto/zitadel/project/v2beta/query_pb.js'
import { expect, test } from 'vitest'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { addGrant, addProject, addProjectMember, management } from './projectFixtures.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

const server = await testServer()

const beta = (options: ClientOptions = {}) => server.client(ProjectService, options)

test('a role is added, listed, replaced and removed by its key', async () => {
  const { projectId } = await addProject(server)
  const role = { projectId, roleKey: 'Editor', displayName: 'Edits', group: 'Staff' }
  expect((await beta().addProjectRole(role)).creationDate).toBeDefined()
  await beta().addProjectRole({ projectId, roleKey: 'constructor', displayName: 'Builds' })
  const { projectRoles, pagination } = await beta().listProjectRoles({
    projectId,
    sortingColumn: ProjectRoleFieldName.KEY,
    pagination: { asc: true },
  })
  expect(pagination?.totalResult).toBe(2n)
  expect(projectRoles).toMatchObject([
    { key: 'constructor', displayName: 'Builds', group: '' },
    { projectId, key: 'Editor', displayName: 'Edits', group: 'Staff' },
  ])
  const found = async (filter: object) =>
    (await beta().listProjectRoles({ projectId, filters: [{ filter: filter as never }] })).projectRoles.map(
      ({ key }) => key,
    )
  expect(await found({ case: 'roleKeyFilter', value: { key: 'edit', method: 3 } })).toEqual(['Editor'])
  expect(await found({ case: 'displayNameFilter', value: { displayName: 'uild', method: 4 } })).toEqual([
    'constructor',
  ])
  // Omitted fields are cleared.
  expect(
    (await beta().updateProjectRole({ projectId, roleKey: 'Editor', displayName: 'Edits' })).changeDate,
  ).toBeDefined()
  const [cleared] = (await beta().listProjectRoles({ projectId })).projectRoles.filter(
    ({ key }) => key === 'Editor',
  )
  expect(cleared).toMatchObject({ displayName: 'Edits', group: '' })
  const same = await beta().updateProjectRole({ projectId, roleKey: 'Editor', displayName: 'Edits' })
  expect(same.changeDate).toEqual(cleared?.changeDate)
  expect((await beta().removeProjectRole({ projectId, roleKey: 'Editor' })).removalDate).toBeDefined()
  expect((await beta().removeProjectRole({ projectId, roleKey: 'Editor' })).removalDate).toBeUndefined()
  const refused = [
    beta().addProjectRole({ projectId, roleKey: 'constructor', displayName: 'Again' }),
    beta().addProjectRole({ projectId: 'unknown', roleKey: 'r', displayName: 'R' }),
    beta().addProjectRole({ projectId, roleKey: '  ', displayName: 'R' }),
    beta().updateProjectRole({ projectId, roleKey: 'Editor' }),
    beta().updateProjectRole({ projectId: 'unknown', roleKey: 'r' }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'AlreadyExists projects.role_exists',
    'FailedPrecondition projects.missing',
    'InvalidArgument projects.blank_role_key',
    'NotFound projects.role_not_found',
    'NotFound projects.role_not_found',
  ])
})

test('the first generation adds, lists and removes roles, several at once', async () => {
  const { projectId, orgId } = await addProject(server)
  const v1 = management(server, orgId)
  const added = await v1.addProjectRole({ projectId, roleKey: 'one', displayName: 'One', group: 'G' })
  expect(added.details).toEqual(addedDetails(orgId))
  const roles = [
    { key: 'two', displayName: 'Two', group: '' },
    { key: 'three', displayName: 'Three', group: '' },
  ]
  expect((await v1.bulkAddProjectRoles({ projectId, roles })).details).toEqual(addedDetails(orgId))
  expect(
    await outcome(
      v1.bulkAddProjectRoles({ projectId, roles: ['four', 'one'].map((key) => ({ key, displayName: key })) }),
    ),
  ).toBe('AlreadyExists projects.role_exists')
  const { result, details } = await v1.listProjectRoles({ projectId, query: { asc: true } })
  expect(details?.totalResult).toBe(3n)
  expect(result.find(({ key }) => key === 'one')).toMatchObject({
    displayName: 'One',
    group: 'G',
    details: readDetails(orgId, added.details?.sequence),
  })
  expect((await v1.updateProjectRole({ projectId, roleKey: 'one', displayName: 'Uno' })).details).toEqual(
    changedDetails(orgId),
  )
  const query = { case: 'keyQuery' as const, value: { key: 'two', method: 0 } }
  expect(
    (await v1.listProjectRoles({ projectId, queries: [{ query }] })).result.map(({ key }) => key),
  ).toEqual(['two'])
  expect((await v1.removeProjectRole({ projectId, roleKey: 'two' })).details).toEqual(changedDetails(orgId))
  const foreign = server.client(ManagementService, { headers: inOrg((await addOrg(server)).orgId) })
  expect((await foreign.listProjectRoles({ projectId })).result).toEqual([])
  expect(await outcome(foreign.addProjectRole({ projectId, roleKey: 'x', displayName: 'X' }))).toBe(
    'FailedPrecondition projects.missing',
  )
})

test('a grant is created, changed, deactivated, activated and deleted by project and organization', async () => {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { projectId } = project
  const granted = await addOrg(server, 'Granted')
  const named = { projectId, grantedOrganizationId: granted.orgId }
  expect((await beta().createProjectGrant({ ...named, roleKeys: ['a', 'a'] })).creationDate).toBeDefined()
  const filter = { filter: { case: 'inProjectIdsFilter' as const, value: { ids: [projectId] } } }
  const read = async () => (await beta().listProjectGrants({ filters: [filter] })).projectGrants[0]
  expect(await read()).toMatchObject({
    ...named,
    organizationId: project.orgId,
    grantedOrganizationName: granted.name,
    projectName: project.name,
    grantedRoleKeys: ['a'],
    state: ProjectGrantState.ACTIVE,
  })
  await beta().updateProjectGrant({ ...named, roleKeys: ['b', 'a'] })
  const changed = await read()
  expect(changed?.grantedRoleKeys).toEqual(['b', 'a'])
  const same = await beta().updateProjectGrant({ ...named, roleKeys: ['a', 'b'] })
  expect(same.changeDate).toEqual(changed?.changeDate)
  await beta().deactivateProjectGrant(named)
  expect((await read())?.state).toBe(ProjectGrantState.INACTIVE)
  await beta().deactivateProjectGrant(named)
  await beta().activateProjectGrant(named)
  await beta().activateProjectGrant(named)
  expect((await read())?.state).toBe(ProjectGrantState.ACTIVE)
  const nobody = { projectId, grantedOrganizationId: (await addOrg(server)).orgId }
  const refused = [
    beta().createProjectGrant({ ...named, roleKeys: [] }),
    beta().createProjectGrant({ ...nobody, roleKeys: ['unknown'] }),
    beta().createProjectGrant({ ...nobody, projectId: 'unknown' }),
    beta().createProjectGrant({ projectId, grantedOrganizationId: 'unknown' }),
    beta().createProjectGrant({ projectId, grantedOrganizationId: project.orgId }),
    beta().updateProjectGrant({ ...nobody, roleKeys: [] }),
    beta().updateProjectGrant({ ...named, roleKeys: ['unknown'] }),
    beta().activateProjectGrant(nobody),
    beta().deactivateProjectGrant({ ...nobody, projectId: 'unknown' }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'AlreadyExists projects.grant_exists',
    'FailedPrecondition projects.role_missing',
    'FailedPrecondition projects.missing',
    'FailedPrecondition projects.granted_org_missing',
    'FailedPrecondition projects.grant_to_owner',
    'NotFound projects.grant_not_found',
    'FailedPrecondition projects.role_missing',
    'NotFound projects.grant_not_found',
    'FailedPrecondition projects.missing',
  ])
  expect((await beta().deleteProjectGrant(named)).deletionDate).toBeDefined()
  expect((await beta().deleteProjectGrant(named)).deletionDate).toBeUndefined()
  expect(await read()).toBeUndefined()
})

test('grants are listed by every filter, to the owner and to the organization that has them', async () => {
  const project = await addProject(server, { roles: ['reader', 'writer'] })
  const { grantId, grantedOrganizationId } = await addGrant(server, project, ['reader'])
  await addGrant(server, project, ['writer'])
  const list = async (...filters: object[]) =>
    (
      await beta().listProjectGrants({
        filters: [{ case: 'inProjectIdsFilter', value: { ids: [project.projectId] } }, ...filters].map(
          (filter) => ({ filter: filter as never }),
        ),
        sortingColumn: ProjectGrantFieldName.CREATION_DATE,
        pagination: { asc: true },
      })
    ).projectGrants.map(({ grantedRoleKeys }) => grantedRoleKeys.join())
  expect(await list()).toEqual(['reader', 'writer'])
  expect(await list({ case: 'roleKeyFilter', value: { key: 'read', method: 2 } })).toEqual(['reader'])
  expect(
    await list({ case: 'projectNameFilter', value: { projectName: project.name, method: 0 } }),
  ).toHaveLength(2)
  expect(await list({ case: 'projectResourceOwnerFilter', value: { id: project.orgId } })).toHaveLength(2)
  expect(
    await list({ case: 'projectGrantResourceOwnerFilter', value: { id: grantedOrganizationId } }),
  ).toEqual(['reader'])
  const owner = await addMachine(server, { orgId: grantedOrganizationId, roles: ['ORG_OWNER'] })
  const seen = await beta({ token: owner.token }).listProjectGrants({})
  expect(seen.projectGrants.map(({ projectId }) => projectId)).toEqual([project.projectId])
  expect((await beta({ token: owner.token }).getProject({ id: project.projectId })).project).toMatchObject({
    grantedOrganizationId,
  })
  const visible = await beta({ token: owner.token }).listProjectRoles({ projectId: project.projectId })
  expect(visible.projectRoles.map(({ key }) => key)).toEqual(['reader'])
  expect(
    await outcome(
      beta({ token: owner.token }).updateProjectGrant({
        projectId: project.projectId,
        grantedOrganizationId,
        roleKeys: ['writer'],
      }),
    ),
  ).toBe('NotFound projects.grant_not_found')
  const v1 = management(server, grantedOrganizationId, { token: owner.token })
  const { projectId } = project
  expect((await v1.getGrantedProjectByID({ projectId, grantId })).grantedProject).toMatchObject({
    grantId,
    projectOwnerId: project.orgId,
  })
  expect((await v1.listGrantedProjects({})).result.map((row) => row.grantId)).toEqual([grantId])
  expect((await v1.listGrantedProjectRoles({ projectId, grantId })).result.map(({ key }) => key)).toEqual([
    'reader',
  ])
  expect(await outcome(v1.getGrantedProjectByID({ projectId, grantId: 'unknown' }))).toBe(
    'NotFound projects.grant_not_found',
  )
})

test('the first generation names grants by their id inside the context organization', async () => {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { projectId, orgId } = project
  const v1 = management(server, orgId)
  const { orgId: grantedOrgId } = await addOrg(server)
  const added = await v1.addProjectGrant({ projectId, grantedOrgId, roleKeys: ['a'] })
  expect(added.details).toEqual(addedDetails(orgId))
  const named = { projectId, grantId: added.grantId }
  expect((await v1.getProjectGrantByID(named)).projectGrant).toMatchObject({
    ...named,
    grantedOrgId,
    grantedRoleKeys: ['a'],
    details: readDetails(orgId, added.details?.sequence),
  })
  expect((await v1.updateProjectGrant({ ...named, roleKeys: ['b'] })).details).toEqual(changedDetails(orgId))
  expect((await v1.deactivateProjectGrant(named)).details).toEqual(changedDetails(orgId))
  expect((await v1.reactivateProjectGrant(named)).details).toEqual(changedDetails(orgId))
  const roleKeyQuery = { case: 'roleKeyQuery' as const, value: { roleKey: 'b', method: 0 } }
  expect((await v1.listProjectGrants({ projectId, queries: [{ query: roleKeyQuery }] })).result).toHaveLength(
    1,
  )
  const grantedOrgIdQuery = { case: 'grantedOrgIdQuery' as const, value: { grantedOrgId } }
  expect((await v1.listAllProjectGrants({ queries: [{ query: grantedOrgIdQuery }] })).result).toHaveLength(1)
  const changes = await v1.listProjectGrantChanges({ ...named, query: { asc: true } })
  expect(changes.result.map(({ eventType }) => eventType?.key)).toEqual([
    'EventTypes.project.grant.added',
    'EventTypes.project.grant.changed',
    'EventTypes.project.grant.deactivated',
    'EventTypes.project.grant.reactivated',
  ])
  const foreign = server.client(ManagementService, { headers: inOrg((await addOrg(server)).orgId) })
  const refused = [
    foreign.getProjectGrantByID(named),
    foreign.updateProjectGrant({ ...named, roleKeys: [] }),
    foreign.removeProjectGrant(named),
    foreign.listProjectGrantChanges(named),
  ]
  for (const call of await Promise.all(refused.map(outcome)))
    expect(call).toBe('NotFound projects.grant_not_found')
  expect((await v1.removeProjectGrant(named)).details).toEqual(changedDetails(orgId))
  expect(await outcome(v1.removeProjectGrant(named))).toBe('NotFound projects.grant_not_found')
})

test('a removed role leaves the grants of the project', async () => {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { grantId } = await addGrant(server, project, ['a', 'b'])
  await beta().removeProjectRole({ projectId: project.projectId, roleKey: 'a' })
  const v1 = management(server, project.orgId)
  const read = async () =>
    (await v1.getProjectGrantByID({ projectId: project.projectId, grantId })).projectGrant
  expect((await read())?.grantedRoleKeys).toEqual(['b'])
  await beta().addProjectRole({ projectId: project.projectId, roleKey: 'a', displayName: 'Again' })
  expect((await read())?.grantedRoleKeys).toEqual(['b'])
})

test('roles and grants of a project are bounded', async () => {
  const { projectId, orgId } = await addProject(server)
  const v1 = management(server, orgId)
  const roles = Array.from({ length: 1000 }, (_, at) => ({ key: `r${at}`, displayName: 'R', group: '' }))
  await v1.bulkAddProjectRoles({ projectId, roles })
  expect(await outcome(v1.addProjectRole({ projectId, roleKey: 'more', displayName: 'More' }))).toBe(
    'FailedPrecondition projects.too_many_roles',
  )
})

test('a member of a grant reads that grant, and changes nothing of the project', async () => {
  const project = await addProject(server, { roles: ['a'] })
  const { grantId, grantedOrganizationId } = await addGrant(server, project, ['a'])
  const { grantId: other } = await addGrant(server, project, ['a'])
  const member = await addProjectMember(
    server,
    { ...project, grantId, of: grantedOrganizationId },
    'PROJECT_GRANT_OWNER',
  )
  const own = beta({ token: member.token })
  expect((await own.listProjectGrants({})).projectGrants).toMatchObject([{ grantedOrganizationId }])
  expect((await own.getProject({ id: project.projectId })).project).toMatchObject({ grantedOrganizationId })
  expect(await outcome(own.updateProject({ id: project.projectId, name: 'Mine' }))).toBe(
    'PermissionDenied permission.denied',
  )
  const v1 = management(server, grantedOrganizationId, { token: member.token })
  const { projectId } = project
  expect((await v1.getGrantedProjectByID({ projectId, grantId })).grantedProject?.grantId).toBe(grantId)
  expect(await outcome(v1.getGrantedProjectByID({ projectId, grantId: other }))).toBe(
    'PermissionDenied permission.denied',
  )
})
