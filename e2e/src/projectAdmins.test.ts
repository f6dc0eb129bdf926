import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { ProjectService as BetaService } from '@sallyport/contract/zitadel/project/v2beta/project_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { projectMemberBounds } from '../../server/src/kernel/bounds.ts'
import { eventsOf } from './factors.ts'
import { addPerson } from './people.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const byDefault = { token: server.adminToken, headers: {} }
type As = { readonly token: string; readonly headers?: Record<string, string> }
interface Admin {
  readonly userId: string
  readonly roles?: string[]
}

let count = 0
const newName = () => {
  count += 1
  return `Project ${count}`
}

/** Creates a project with these administrators by both generations that can name them. */
const creations = {
  async v2beta(organizationId: string, admins: Admin[], as: As = byDefault) {
    return (await server.client(BetaService, as).createProject({ organizationId, name: newName(), admins }))
      .id
  },
  async v1(organizationId: string, admins: Admin[], { token, headers }: As = byDefault) {
    const client = server.client(ManagementService, {
      token,
      headers: { ...headers, ...inOrg(organizationId) },
    })
    return (await client.addProject({ name: newName(), admins })).id
  },
}
type Create = (typeof creations)['v1']

async function createV2(organizationId: string, { token, headers = {} }: As): Promise<string> {
  const client = server.client(ProjectService, { token, headers })
  return (await client.createProject({ organizationId, name: newName() })).projectId
}

async function membersOf(orgId: string, projectId: string) {
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  const { result } = await management.listProjectMembers({ projectId })
  return Object.fromEntries(result.map(({ userId, roles }) => [userId, roles]))
}

async function projectsIn(orgId: string): Promise<number> {
  return (await server.client(ManagementService, { headers: inOrg(orgId) }).listProjects({})).result.length
}

test.each(Object.entries(creations))(
  '%s refuses administrators that cannot be, and adds nothing',
  async (_, create) => {
    const { orgId } = await addOrg(server)
    const { userId } = await addPerson(server)
    const { userId: stranger } = await addInstance(server)
    const refusals: Record<string, [Admin[], string]> = {
      'an unknown user': [[{ userId: 'unknown' }], 'FailedPrecondition memberships.user_missing'],
      'no user': [[{ userId: '' }], 'FailedPrecondition memberships.user_missing'],
      'a user of another instance': [[{ userId: stranger }], 'FailedPrecondition memberships.user_missing'],
      'a known user, then an unknown one': [
        [{ userId }, { userId: 'unknown' }],
        'FailedPrecondition memberships.user_missing',
      ],
      'a role of an organization': [
        [{ userId, roles: ['ORG_OWNER'] }],
        'InvalidArgument memberships.unknown_role',
      ],
      'a role of a grant': [
        [{ userId, roles: ['PROJECT_GRANT_OWNER'] }],
        'InvalidArgument memberships.unknown_role',
      ],
      'the same user twice': [
        [{ userId }, { userId, roles: ['PROJECT_OWNER_VIEWER'] }],
        'AlreadyExists memberships.exists',
      ],
      'too many': [
        Array.from({ length: projectMemberBounds.entries + 1 }, (_, at) => ({ userId: `${at}` })),
        'InvalidArgument',
      ],
    }
    for (const [what, [admins, expected]] of Object.entries(refusals)) {
      expect([what, await outcome(create(orgId, admins))]).toEqual([what, expected])
    }
    expect(await projectsIn(orgId)).toBe(0)
  },
)

test.each(Object.entries(creations))(
  '%s makes those owners that are named without roles',
  async (_, create) => {
    const { orgId } = await addOrg(server)
    const [owner, viewer] = [await addMachine(server, { orgId }), await addPerson(server)]
    const id = await create(orgId, [
      { userId: owner.userId },
      { userId: viewer.userId, roles: ['PROJECT_OWNER_VIEWER', 'PROJECT_OWNER_VIEWER'] },
    ])
    expect(await membersOf(orgId, id)).toEqual({
      [owner.userId]: ['PROJECT_OWNER'],
      [viewer.userId]: ['PROJECT_OWNER_VIEWER'],
    })
    const types = (await eventsOf(server, id)).map(({ type }) => type)
    expect(types).toEqual(['project.added', 'project.member.added', 'project.member.added'])
    const own = server.client(ProjectService, { token: owner.token })
    expect(await outcome(own.updateProject({ projectId: id, authorizationRequired: true }))).toBe('ok')
  },
)

const everyCreation: Record<string, (orgId: string, as: As) => Promise<string>> = {
  v2: createV2,
  v2beta: (orgId, as) => creations.v2beta(orgId, [], as),
  v1: (orgId, as) => creations.v1(orgId, [], as),
}

test.each(Object.entries(everyCreation))(
  '%s: a creator whose roles do not reach the project becomes its owner, others do not',
  async (_, create) => {
    const { orgId } = await addOrg(server)
    const member = (...roles: string[]) => addMachine(server, { orgId, roles })
    const creator = await member('ORG_PROJECT_CREATOR')
    const other = await create(orgId, await member('ORG_PROJECT_CREATOR'))
    const id = await create(orgId, creator)
    expect(await membersOf(orgId, id)).toEqual({ [creator.userId]: ['PROJECT_OWNER'] })
    const own = server.client(ProjectService, { token: creator.token })
    expect((await own.listProjects({})).projects.map(({ projectId }) => projectId)).toEqual([id])
    expect(await outcome(own.addProjectRole({ projectId: id, roleKey: 'a', displayName: 'A' }))).toBe('ok')
    expect(await outcome(own.deleteProject({ projectId: other }))).toBe('PermissionDenied permission.denied')
    expect(await membersOf(orgId, await create(orgId, await member('ORG_OWNER')))).toEqual({})
    expect(await membersOf(orgId, await create(orgId, byDefault))).toEqual({})
    for (const refused of [await member('ORG_OWNER_VIEWER'), await member('ORG_USER_MANAGER')]) {
      expect(await outcome(create(orgId, refused))).toBe('PermissionDenied permission.denied')
    }
  },
)

test.each(Object.entries(creations))(
  '%s: a creator who names others stays outside',
  async (_, create: Create) => {
    const { orgId } = await addOrg(server)
    const creator = await addMachine(server, { orgId, roles: ['ORG_PROJECT_CREATOR'] })
    const { userId } = await addPerson(server)
    const id = await create(orgId, [{ userId }], creator)
    expect(await membersOf(orgId, id)).toEqual({ [userId]: ['PROJECT_OWNER'] })
    const own = server.client(ProjectService, { token: creator.token })
    expect(await outcome(own.getProject({ projectId: id }))).not.toBe('ok')
  },
)

test('a user who is removed while a project is created does not administer it', async () => {
  const { orgId } = await addOrg(server)
  for (let round = 0; round < 5; round++) {
    const { userId } = await addPerson(server)
    const [created, removed] = await Promise.all([
      outcome(creations.v2beta(orgId, [{ userId }])),
      outcome(server.client(UserService).deleteUser({ userId })),
    ])
    expect(removed).toBe('ok')
    expect(['ok', 'FailedPrecondition memberships.user_missing']).toContain(created)
    const { result } = await server.client(ManagementService, { headers: inOrg(orgId) }).listProjects({})
    for (const { id } of result) expect(await membersOf(orgId, id)).toEqual({})
  }
})
