import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addGrant, addProject, addProjectMember, management } from './projectFixtures.ts'
import { addedDetails, addMachine, addOrg, changedDetails, outcome, readDetails } from './tenants.ts'

const server = await testServer()

/** The member methods of a project or of a grant under the same names. */
async function circle(kind: 'project' | 'grant', token?: string) {
  const project = await addProject(server, { roles: ['a'] })
  const { projectId, orgId } = project
  const v1 = management(server, orgId, token === undefined ? {} : { token })
  if (kind === 'project')
    return {
      project,
      context: orgId,
      roles: ['PROJECT_OWNER_VIEWER', 'PROJECT_OWNER'],
      scope: { case: 'projectId', value: projectId },
      duplicate: 'AlreadyExists memberships.exists',
      assignable: async () => (await v1.listProjectMemberRoles({})).result,
      list: (queries: object[] = []) => v1.listProjectMembers({ projectId, queries: queries as never }),
      add: (userId: string, roles: string[]) => v1.addProjectMember({ projectId, userId, roles }),
      update: (userId: string, roles: string[]) => v1.updateProjectMember({ projectId, userId, roles }),
      remove: (userId: string) => v1.removeProjectMember({ projectId, userId }),
    }
  const { grantId, grantedOrganizationId } = await addGrant(server, project, ['a'])
  const named = { projectId, grantId }
  const granted = management(server, grantedOrganizationId, token === undefined ? {} : { token })
  return {
    project,
    context: grantedOrganizationId,
    roles: ['PROJECT_GRANT_OWNER_VIEWER', 'PROJECT_GRANT_OWNER'],
    scope: { case: 'projectGrantId', value: grantId },
    duplicate: 'NotFound memberships.grant_member_exists',
    assignable: async () => (await granted.listProjectGrantMemberRoles({})).result,
    list: (queries: object[] = []) =>
      granted.listProjectGrantMembers({ ...named, queries: queries as never }),
    add: (userId: string, roles: string[]) => granted.addProjectGrantMember({ ...named, userId, roles }),
    update: (userId: string, roles: string[]) =>
      granted.updateProjectGrantMember({ ...named, userId, roles }),
    remove: (userId: string) => granted.removeProjectGrantMember({ ...named, userId }),
  }
}

test.each(['project', 'grant'] as const)(
  'members of a %s are added, listed, changed and removed',
  async (kind) => {
    const { project, roles, scope, duplicate, assignable, list, add, update, remove } = await circle(kind)
    const [viewer = '', owner = ''] = roles
    expect(await assignable()).toEqual(expect.arrayContaining([viewer, owner]))
    const { userId, username } = await addPerson(server)
    const added = await add(userId, [viewer])
    expect(added.details).toEqual(addedDetails(project.orgId))
    const { result } = await list([{ query: { case: 'userIdQuery', value: { userId } } }])
    expect(result).toMatchObject([
      {
        userId,
        roles: [viewer],
        preferredLoginName: username,
        details: readDetails(project.orgId, added.details?.sequence),
      },
    ])
    expect(await outcome(add(userId, [owner]))).toBe(duplicate)
    expect(await outcome(add('unknown', [owner]))).toBe('FailedPrecondition memberships.user_missing')
    expect(await outcome(add(userId, ['ORG_OWNER']))).toBe('InvalidArgument memberships.unknown_role')
    expect((await update(userId, [owner])).details).toEqual(changedDetails(project.orgId))
    expect((await update(userId, [owner])).details).toEqual(changedDetails(project.orgId))
    const memberships = await management(server, server.first.orgId).listUserMemberships({ userId })
    expect(memberships.result).toMatchObject([{ roles: [owner], type: scope, displayName: project.name }])
    expect((await remove(userId)).details).toEqual(changedDetails(project.orgId))
    expect(await outcome(remove(userId))).toBe('ok')
    expect(await outcome(update(userId, [owner]))).toBe('NotFound memberships.not_found')
    expect((await list()).result).toEqual([])
  },
)

test.each(['project', 'grant'] as const)('a removed user is no member of a %s any more', async (kind) => {
  const { list, add, roles } = await circle(kind)
  const { userId } = await addPerson(server)
  await add(userId, [roles[0] ?? ''])
  await server.client(UserService).deleteUser({ userId })
  expect((await list()).result).toEqual([])
})

test('the roles that the default organization offers for projects are global', async () => {
  const { result } = await management(server, server.first.orgId).listProjectMemberRoles({})
  expect([...result].sort()).toEqual(['PROJECT_OWNER_GLOBAL', 'PROJECT_OWNER_VIEWER_GLOBAL'])
})

test('members of projects and grants are hidden from other organizations and need the permission', async () => {
  const project = await addProject(server, { roles: ['a'] })
  const { grantId, grantedOrganizationId } = await addGrant(server, project, ['a'])
  const { userId } = await addPerson(server)
  const { projectId } = project
  await management(server, project.orgId).addProjectMember({ projectId, userId, roles: ['PROJECT_OWNER'] })
  const named = { projectId, grantId, userId }
  await management(server, grantedOrganizationId).addProjectGrantMember({
    ...named,
    roles: ['PROJECT_GRANT_OWNER'],
  })
  const foreign = management(server, (await addOrg(server)).orgId)
  expect((await foreign.listProjectMembers({ projectId })).result).toEqual([])
  expect((await foreign.listProjectGrantMembers({ projectId, grantId })).result).toEqual([])
  const writes = [
    foreign.addProjectMember({ projectId, userId, roles: ['PROJECT_OWNER'] }),
    foreign.updateProjectMember({ projectId, userId, roles: ['PROJECT_OWNER'] }),
    foreign.addProjectGrantMember({ ...named, roles: ['PROJECT_GRANT_OWNER'] }),
    foreign.updateProjectGrantMember({ ...named, roles: ['PROJECT_GRANT_OWNER'] }),
  ]
  expect(await Promise.all(writes.map(outcome))).toEqual([
    'FailedPrecondition memberships.aggregate_missing',
    'NotFound memberships.not_found',
    'FailedPrecondition memberships.aggregate_missing',
    'NotFound memberships.not_found',
  ])
  const ofOwner = {
    token: (await addMachine(server, { orgId: project.orgId, roles: ['ORG_OWNER_VIEWER'] })).token,
  }
  const viewer = management(server, project.orgId, ofOwner)
  expect((await viewer.listProjectMembers({ projectId })).result).toHaveLength(1)
  const ofGrantee = {
    token: (await addMachine(server, { orgId: grantedOrganizationId, roles: ['ORG_OWNER_VIEWER'] })).token,
  }
  const granteeViewer = management(server, grantedOrganizationId, ofGrantee)
  const denied = [
    viewer.addProjectMember({ projectId, userId, roles: ['PROJECT_OWNER'] }),
    viewer.updateProjectMember({ projectId, userId, roles: ['PROJECT_OWNER'] }),
    viewer.removeProjectMember({ projectId, userId }),
    granteeViewer.addProjectGrantMember({ ...named, roles: ['PROJECT_GRANT_OWNER'] }),
    granteeViewer.updateProjectGrantMember({ ...named, roles: ['PROJECT_GRANT_OWNER'] }),
    granteeViewer.removeProjectGrantMember(named),
  ]
  for (const call of await Promise.all(denied.map(outcome)))
    expect(call).toBe('PermissionDenied permission.denied')
})

test('a role on one project or grant gives members to that one alone', async () => {
  const mine = await addProject(server, { roles: ['a'] })
  const other = await addProject(server, { orgId: mine.orgId })
  const { grantId, grantedOrganizationId } = await addGrant(server, mine, ['a'])
  const otherGrant = await addGrant(server, other, [], grantedOrganizationId)
  const { userId } = await addPerson(server)
  const owner = management(server, mine.orgId, await addProjectMember(server, mine, 'PROJECT_OWNER'))
  const member = { userId, roles: ['PROJECT_OWNER_VIEWER'] }
  expect(await outcome(owner.addProjectMember({ ...member, projectId: mine.projectId }))).toBe('ok')
  expect(await outcome(owner.addProjectMember({ ...member, projectId: other.projectId }))).toBe(
    'PermissionDenied permission.denied',
  )
  const grantOwner = management(
    server,
    grantedOrganizationId,
    await addProjectMember(server, { ...mine, grantId, of: grantedOrganizationId }, 'PROJECT_GRANT_OWNER'),
  )
  const grantMember = { userId, roles: ['PROJECT_GRANT_OWNER_VIEWER'] }
  const own = { projectId: mine.projectId, grantId }
  expect(await outcome(grantOwner.addProjectGrantMember({ ...grantMember, ...own }))).toBe('ok')
  expect((await grantOwner.listProjectGrantMembers(own)).result).toHaveLength(2)
  const foreign = { projectId: other.projectId, grantId: otherGrant.grantId }
  expect(await outcome(grantOwner.addProjectGrantMember({ ...grantMember, ...foreign }))).toBe(
    'PermissionDenied permission.denied',
  )
  expect(await outcome(grantOwner.listProjectGrantMembers(foreign))).toBe(
    'PermissionDenied permission.denied',
  )
  // A grant of another project under the name of the caller's own.
  const mixed = { projectId: mine.projectId, grantId: otherGrant.grantId }
  expect((await owner.listProjectGrantMembers(mixed)).result).toEqual([])
  expect(await outcome(owner.addProjectGrantMember({ ...grantMember, ...mixed }))).toBe(
    'FailedPrecondition memberships.aggregate_missing',
  )
})

test('members of a project see their memberships and what they may do on it', async () => {
  const project = await addProject(server)
  const { token } = await addProjectMember(server, project, 'PROJECT_OWNER_VIEWER')
  const auth = server.client(AuthService, { token })
  expect((await auth.listMyMemberships({})).result).toMatchObject([
    { type: { case: 'projectId', value: project.projectId }, displayName: project.name },
  ])
  const { result } = await auth.listMyZitadelPermissions({})
  expect(result).toContain(`project.read:${project.projectId}`)
  expect(result).not.toContain('project.read')
})
