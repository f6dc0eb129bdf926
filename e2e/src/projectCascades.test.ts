import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import {
  type ProjectDemands,
  projectAdmits,
  projectDemandsSql,
} from '../../server/src/features/authorizations/index.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addGrant, addProject, authorize, management } from './projectFixtures.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'

const server = await testServer()

const projects = server.client(ProjectService)
const authorizations = server.client(AuthorizationService)
const roles = async (ids: readonly string[]) => {
  const filters = [{ filter: { case: 'authorizationIds' as const, value: { ids: [...ids] } } }]
  const found = (await authorizations.listAuthorizations({ filters })).authorizations
  return ids.map((id) => found.find((one) => one.id === id)?.roles.join())
}
/** What is stored, whatever reads make of it. */
const stored = (projectId: string) =>
  server.testDatabase.database.query<{ authorization_id: string; role_keys: string[] }>(
    'select authorization_id, role_keys from authorizations where project_id = $1 order by authorization_id',
    [projectId],
  )

/** A project with authorizations of its own and under a grant, both with the roles a and b. */
async function livingProject() {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { projectId } = project
  const grant = await addGrant(server, project, ['a', 'b'])
  const { userId } = await addPerson(server)
  const roleKeys = ['a', 'b']
  const owned = await authorize(server, { userId, projectId, roleKeys })
  const organizationId = grant.grantedOrganizationId
  const granted = await authorize(server, { userId, projectId, organizationId, roleKeys })
  return { ...project, ...grant, userId, owned, granted, both: [owned, granted] }
}

describe('in the same commit', () => {
  test('a removed role leaves every authorization, which stay', async () => {
    const { projectId, both } = await livingProject()
    await projects.removeProjectRole({ projectId, roleKey: 'a' })
    expect((await stored(projectId)).map(({ role_keys }) => role_keys)).toEqual([['b'], ['b']])
    await projects.removeProjectRole({ projectId, roleKey: 'b' })
    expect(await roles(both)).toEqual(['', ''])
    await projects.addProjectRole({ projectId, roleKey: 'a', displayName: 'Another' })
    expect(await roles(both)).toEqual(['', ''])
  })

  test('a role that a grant loses leaves the authorizations under it', async () => {
    const { projectId, grantedOrganizationId, owned, granted, both } = await livingProject()
    await projects.updateProjectGrant({ projectId, grantedOrganizationId, roleKeys: ['b'] })
    expect(await roles([owned, granted])).toEqual(['a,b', 'b'])
    await projects.updateProjectGrant({ projectId, grantedOrganizationId, roleKeys: ['a', 'b'] })
    expect(await roles(both)).toEqual(['a,b', 'b'])
  })

  test('a deleted grant takes its authorizations and members along', async () => {
    const { projectId, orgId, grantId, grantedOrganizationId, userId, both } = await livingProject()
    await management(server, grantedOrganizationId).addProjectGrantMember({
      projectId,
      grantId,
      userId,
      roles: ['PROJECT_GRANT_OWNER'],
    })
    await projects.deleteProjectGrant({ projectId, grantedOrganizationId })
    expect(await roles(both)).toEqual(['a,b', undefined])
    expect((await management(server, server.first.orgId).listUserMemberships({ userId })).result).toEqual([])
    const again = await management(server, orgId).addProjectGrant({
      projectId,
      grantedOrgId: grantedOrganizationId,
    })
    const listed = { projectId, grantId: again.grantId }
    expect((await management(server, orgId).listProjectGrantMembers(listed)).result).toEqual([])
  })

  test('a deleted project takes roles, grants, members and authorizations along', async () => {
    const { projectId, orgId, userId, both } = await livingProject()
    await management(server, orgId).addProjectMember({ projectId, userId, roles: ['PROJECT_OWNER'] })
    await projects.deleteProject({ id: projectId })
    expect(await stored(projectId)).toEqual([])
    expect(await roles(both)).toEqual([undefined, undefined])
    expect((await management(server, server.first.orgId).listUserMemberships({ userId })).result).toEqual([])
    await projects.createProject({ organizationId: orgId, id: projectId, name: 'Again' })
    expect((await projects.listProjectRoles({ projectId })).projectRoles).toEqual([])
    expect((await management(server, orgId).listProjectMembers({ projectId })).result).toEqual([])
  })

  test('a deleted user takes their authorizations along', async () => {
    const { projectId, userId } = await livingProject()
    await server.client(UserService).deleteUser({ userId })
    expect(await stored(projectId)).toEqual([])
  })

  test('a deleted organization takes its projects along, and the grants that it was given', async () => {
    const { projectId, grantedOrganizationId, owned, granted } = await livingProject()
    const own = await addProject(server, { orgId: grantedOrganizationId, roles: ['a'] })
    const { userId } = await addPerson(server)
    await authorize(server, { userId, projectId: own.projectId, roleKeys: ['a'] })
    await server.client(OrganizationService).deleteOrganization({ id: grantedOrganizationId })
    expect(await outcome(projects.getProject({ id: own.projectId }))).toBe('NotFound projects.not_found')
    expect(await stored(own.projectId)).toEqual([])
    expect(await roles([owned, granted])).toEqual(['a,b', undefined])
    const filters = [{ filter: { case: 'inProjectIdsFilter' as const, value: { ids: [projectId] } } }]
    expect((await projects.listProjectGrants({ filters })).projectGrants).toEqual([])
  })
})

test('the organization with the project of the instance’s API cannot be deleted, even if it is not the default one', async () => {
  const admin = server.client(AdminService)
  const { orgId } = await addOrg(server, 'New default')
  await addMachine(server, { orgId, roles: ['IAM_OWNER'] })
  await admin.setDefaultOrg({ orgId })
  expect(await outcome(admin.removeOrg({ orgId: server.first.orgId }))).toBe(
    'FailedPrecondition projects.is_iam_project',
  )
  await admin.setDefaultOrg({ orgId: server.first.orgId })
})

test('beyond its bound a cascade continues in a job, while reads already count nothing of what is left', async () => {
  const { projectId, orgId } = await addProject(server, { roles: ['a', 'b'] })
  const v1 = management(server, orgId)
  const give = async (at: number) => {
    const { userId } = await v1.addMachineUser({ userName: `many-${orgId}-${at}`, name: 'M' })
    return (await v1.addUserGrant({ userId, projectId, roleKeys: ['a', 'b'] })).userGrantId
  }
  for (let from = 0; from < 520; from += 40)
    await Promise.all(Array.from({ length: 40 }, (_, at) => give(from + at)))
  await projects.removeProjectRole({ projectId, roleKey: 'a' })
  const after = await stored(projectId)
  expect(after.filter(({ role_keys }) => role_keys.includes('a'))).toHaveLength(20)
  const filters = [
    { filter: { case: 'projectId' as const, value: { id: projectId } } },
    { filter: { case: 'roleKey' as const, value: { key: 'a', method: 0 } } },
  ]
  const withRole = async () => (await authorizations.listAuthorizations({ filters })).pagination?.totalResult
  expect(await withRole()).toBe(0n)
  // A role of the same name is another one.
  await projects.addProjectRole({ projectId, roleKey: 'a', displayName: 'Again' })
  expect(await withRole()).toBe(0n)
  await server.runJobs()
  expect((await stored(projectId)).filter(({ role_keys }) => role_keys.includes('a'))).toEqual([])
  await projects.deleteProject({ id: projectId })
  await server.runJobs()
  expect(await stored(projectId)).toEqual([])
})

test('a role that is removed while it is given is never left on an authorization', async () => {
  for (let round = 0; round < 8; round++) {
    const { projectId } = await addProject(server, { roles: ['a'] })
    const users = await Promise.all(Array.from({ length: 3 }, () => addMachine(server)))
    const giving = users.map(({ userId }) =>
      outcome(authorizations.createAuthorization({ userId, projectId, roleKeys: ['a'] })),
    )
    const [removed, ...given] = await Promise.all([
      outcome(projects.removeProjectRole({ projectId, roleKey: 'a' })),
      ...giving,
    ])
    expect(removed).toBe('ok')
    for (const one of given) expect(['ok', 'FailedPrecondition projects.role_missing']).toContain(one)
    await server.runJobs()
    for (const { role_keys } of await stored(projectId)) expect(role_keys).toEqual([])
  }
})

test('of the same things added at the same time only one is added', async () => {
  const { orgId } = await addOrg(server)
  const twice = async (add: () => Promise<unknown>) =>
    (await Promise.all([outcome(add()), outcome(add()), outcome(add())])).sort()
  expect(await twice(() => projects.createProject({ organizationId: orgId, name: 'Same' }))).toEqual([
    'AlreadyExists projects.name_taken',
    'AlreadyExists projects.name_taken',
    'ok',
  ])
  const { projectId } = await addProject(server, { roles: ['a'] })
  expect(
    await twice(() => projects.createProjectGrant({ projectId, grantedOrganizationId: orgId, roleKeys: [] })),
  ).toEqual(['AlreadyExists projects.grant_exists', 'AlreadyExists projects.grant_exists', 'ok'])
  const { userId } = await addPerson(server)
  expect(
    await twice(() => authorizations.createAuthorization({ userId, projectId, roleKeys: ['a'] })),
  ).toEqual(['AlreadyExists authorizations.exists', 'AlreadyExists authorizations.exists', 'ok'])
})

describe('a project', () => {
  const admits = async (projectId: string, user: { readonly userId: string; readonly orgId: string }) => {
    const { userId, orgId: userOrgId } = user
    const { find } = server.testDatabase.database
    const { instanceId } = server.first
    const sql = projectDemandsSql({ instanceId: '$1', projectId: '$2' })
    const [demands] = await find<ProjectDemands>(sql, [instanceId, projectId])
    const { refusal } = await projectAdmits({ instanceId, find }, demands, { projectId, userId, userOrgId })
    return refusal?.code
  }
  const personOf = async (orgId: string) => ({
    ...(await addPerson(server, { headers: inOrg(orgId) })),
    orgId,
  })

  test('that requires access admits users of its organization and of those with an active grant', async () => {
    const project = await addProject(server)
    const { projectId } = project
    const { grantedOrganizationId } = await addGrant(server, project, [])
    const [own, granted, other] = await Promise.all(
      [project.orgId, grantedOrganizationId, server.first.orgId].map(personOf),
    )
    if (!own || !granted || !other) throw new Error('three people')
    expect(await admits(projectId, other)).toBeUndefined()
    await projects.updateProject({ id: projectId, hasProjectCheck: true })
    expect(await admits(projectId, own)).toBeUndefined()
    expect(await admits(projectId, granted)).toBeUndefined()
    expect(await admits(projectId, other)).toBe('authorizations.project_access_required')
    await projects.deactivateProjectGrant({ projectId, grantedOrganizationId })
    expect(await admits(projectId, granted)).toBe('authorizations.project_access_required')
    await projects.deactivateProject({ id: projectId })
    expect(await admits(projectId, own)).toBe('authorizations.project_unusable')
  })

  test('that requires an authorization admits users with an active one of any organization', async () => {
    const project = await addProject(server, { roles: ['a'] })
    const { projectId } = project
    const { grantedOrganizationId: organizationId } = await addGrant(server, project, ['a'])
    const user = await personOf(project.orgId)
    await projects.updateProject({ id: projectId, projectRoleCheck: true })
    expect(await admits(projectId, user)).toBe('authorizations.authorization_required')
    const id = await authorize(server, { userId: user.userId, projectId, organizationId, roleKeys: [] })
    expect(await admits(projectId, user)).toBeUndefined()
    await authorizations.deactivateAuthorization({ id })
    expect(await admits(projectId, user)).toBe('authorizations.authorization_required')
    await authorizations.activateAuthorization({ id })
    await projects.deactivateProjectGrant({ projectId, grantedOrganizationId: organizationId })
    expect(await admits(projectId, user)).toBe('authorizations.authorization_required')
  })
})
