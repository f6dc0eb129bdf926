import type { DescMessage, MessageInitShape } from '@bufbuild/protobuf'
import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { TextFilterMethod, TimestampFilterMethod } from '@zitadel/proto/zitadel/filter/v2beta/filter_pb.js'
import {
  InternalPermissionService,
  type ResourceTypeSchema,
} from '@zitadel/proto/zitadel/internal_permission/v2beta/internal_permission_service_pb.js'
import {
  AdministratorFieldName,
  type AdministratorSearchFilterSchema,
} from '@zitadel/proto/zitadel/internal_permission/v2beta/query_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addGrant, addProject, addProjectMember, management } from './projectFixtures.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'

type Init<Schema extends DescMessage> = Exclude<MessageInitShape<Schema>, { readonly $typeName: string }>
type Resource = NonNullable<Init<typeof ResourceTypeSchema>['resource']>
type Filter = Init<typeof AdministratorSearchFilterSchema>

const server = await systemServer()
const administrators = (options?: ClientOptions) => server.client(InternalPermissionService, options)

/** A resource of each kind, with two roles that may be given there, one that may not, and its members as the first generation lists them. */
const kinds = {
  instance: async () => ({
    resource: { case: 'instance', value: true } as Resource,
    unknown: undefined,
    roles: ['IAM_OWNER_VIEWER', 'IAM_USER_MANAGER'],
    wrongRole: 'ORG_OWNER',
    owner: { token: (await addMachine(server, { roles: ['IAM_OWNER'] })).token },
    viewer: { token: (await addMachine(server, { roles: ['IAM_OWNER_VIEWER'] })).token },
    membersV1: async () => (await server.client(AdminService).listIAMMembers({})).result,
    shown: { case: 'instance', value: true },
  }),
  organization: async () => {
    const { orgId, name } = await addOrg(server)
    return {
      resource: { case: 'organizationId', value: orgId } as Resource,
      unknown: { case: 'organizationId', value: 'unknown' } as Resource,
      roles: ['ORG_OWNER_VIEWER', 'ORG_USER_MANAGER'],
      wrongRole: 'IAM_OWNER',
      owner: { token: (await addMachine(server, { orgId, roles: ['ORG_OWNER'] })).token },
      viewer: { token: (await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })).token },
      membersV1: async () => (await management(server, orgId).listOrgMembers({})).result,
      shown: { case: 'organization', value: { id: orgId, name } },
    }
  },
  project: async () => {
    const project = await addProject(server)
    const { projectId, orgId, name } = project
    return {
      resource: { case: 'projectId', value: projectId } as Resource,
      unknown: { case: 'projectId', value: 'unknown' } as Resource,
      roles: ['PROJECT_OWNER_VIEWER', 'PROJECT_OWNER'],
      wrongRole: 'PROJECT_GRANT_OWNER',
      owner: { token: (await addProjectMember(server, project, 'PROJECT_OWNER')).token },
      viewer: { token: (await addProjectMember(server, project, 'PROJECT_OWNER_VIEWER')).token },
      membersV1: async () => (await management(server, orgId).listProjectMembers({ projectId })).result,
      shown: { case: 'project', value: { id: projectId, name, organizationId: orgId } },
    }
  },
  'project grant': async () => {
    const project = await addProject(server)
    const { projectId, orgId: organizationId, name: projectName } = project
    const { grantId, grantedOrganizationId } = await addGrant(server, project, [])
    const named = { projectId, grantId }
    const place = { ...project, grantId, of: grantedOrganizationId }
    return {
      resource: { case: 'projectGrant', value: { projectId, projectGrantId: grantId } } as Resource,
      unknown: { case: 'projectGrant', value: { projectId, projectGrantId: 'unknown' } } as Resource,
      roles: ['PROJECT_GRANT_OWNER_VIEWER', 'PROJECT_GRANT_OWNER'],
      wrongRole: 'PROJECT_OWNER',
      owner: { token: (await addProjectMember(server, place, 'PROJECT_GRANT_OWNER')).token },
      viewer: { token: (await addProjectMember(server, place, 'PROJECT_GRANT_OWNER_VIEWER')).token },
      membersV1: async () =>
        (await management(server, grantedOrganizationId).listProjectGrantMembers(named)).result,
      shown: {
        case: 'projectGrant',
        value: { id: grantId, projectId, projectName, organizationId, grantedOrganizationId },
      },
    }
  },
}
const named = Object.entries(kinds)

const ofUsers = (...ids: string[]): Filter => ({ filter: { case: 'inUserIdsFilter', value: { ids } } })

async function listed(filters: Filter[], options?: ClientOptions) {
  const { administrators: found } = await administrators(options).listAdministrators({ filters })
  return found.map(({ user, resource }) => [user?.id, resource.case])
}

describe.each(named)('administrators of the %s', (kind, prepare) => {
  test('are written by those who may change its members, and by nobody else', async () => {
    const { resource, roles, owner, viewer } = await prepare()
    const { userId } = await addPerson(server)
    const other = await addOrg(server)
    const callers: Record<string, [ClientOptions, string]> = {
      viewer: [viewer, 'PermissionDenied permission.denied'],
      'owner of another organization': [
        { token: (await addMachine(server, { orgId: other.orgId, roles: ['ORG_OWNER'] })).token },
        'NotFound permission.membership_not_found',
      ],
      'that owner with a header': [
        {
          token: (await addMachine(server, { orgId: other.orgId, roles: ['ORG_OWNER'] })).token,
          headers: { 'x-zitadel-orgid': other.orgId },
        },
        'NotFound permission.membership_not_found',
      ],
      'user without roles': [
        { token: (await addMachine(server)).token },
        'NotFound permission.membership_not_found',
      ],
      'another instance': [
        { token: (await addInstance(server)).token },
        'Unauthenticated auth.token_invalid',
      ],
      nobody: [{ token: null }, 'Unauthenticated auth.header_missing'],
    }
    const before = await eventCount(server)
    for (const [name, [caller, refusal]] of Object.entries(callers)) {
      const { createAdministrator, updateAdministrator, deleteAdministrator } = administrators(caller)
      const on = { userId, resource: { resource } }
      const calls = [
        createAdministrator({ ...on, roles }),
        updateAdministrator({ ...on, roles }),
        deleteAdministrator(on),
      ]
      for (const seen of await Promise.all(calls.map(outcome))) expect(seen, name).toBe(refusal)
    }
    expect(await eventCount(server)).toBe(before)
    const on = { userId, resource: { resource } }
    expect(await outcome(administrators(owner).createAdministrator({ ...on, roles: [roles[0] ?? ''] }))).toBe(
      'ok',
    )
    expect(await outcome(administrators(owner).updateAdministrator({ ...on, roles }))).toBe('ok')
    expect(await outcome(administrators(owner).deleteAdministrator(on))).toBe('ok')
  })

  test('are refused for unknown users, resources, roles and members', async () => {
    const { resource, unknown, roles, wrongRole, membersV1 } = await prepare()
    const [role = ''] = roles
    const { userId } = await addPerson(server)
    const { createAdministrator, updateAdministrator, deleteAdministrator } = administrators()
    const on = { userId, resource: { resource } }
    const created = (more: object) => outcome(createAdministrator({ ...on, roles: [role], ...more }))
    expect(await created({ userId: 'ghost' })).toBe('FailedPrecondition memberships.user_missing')
    expect(await created({ roles: [] })).toBe('InvalidArgument memberships.no_role')
    expect(await created({ roles: [role, wrongRole] })).toBe('InvalidArgument memberships.unknown_role')
    expect(await created({ roles: ['SYSTEM_OWNER'] })).toBe('InvalidArgument memberships.unknown_role')
    expect(await created({ userId: '' })).toMatch(/^InvalidArgument/)
    expect(await created({ resource: undefined })).toMatch(/^InvalidArgument/)
    expect(await created({ resource: {} })).toMatch(/^InvalidArgument/)
    expect(await outcome(updateAdministrator({ ...on, roles }))).toBe('NotFound memberships.not_found')
    expect((await deleteAdministrator(on)).deletionDate).toBeUndefined()
    if (unknown !== undefined) {
      const there = { userId, resource: { resource: unknown } }
      expect(await created(there)).toBe('FailedPrecondition memberships.aggregate_missing')
      expect(await outcome(updateAdministrator({ ...there, roles }))).toBe('NotFound memberships.not_found')
      expect((await deleteAdministrator(there)).deletionDate).toBeUndefined()
    }
    expect(await created({})).toBe('ok')
    expect(await created({})).toBe(
      kind === 'project grant'
        ? 'NotFound memberships.grant_member_exists'
        : 'AlreadyExists memberships.exists',
    )
    expect(await outcome(updateAdministrator({ ...on, roles: [] }))).toBe(
      'InvalidArgument memberships.no_role',
    )
    const kept = (await membersV1()).find((member) => member.userId === userId)
    expect(kept?.roles).toEqual([role])
  })

  test('are the members of the first generation, with the same dates', async () => {
    const { resource, roles, membersV1, shown } = await prepare()
    const [first = '', second = ''] = roles
    const { userId, username } = await addPerson(server)
    const member = async () => (await membersV1()).find((one) => one.userId === userId)
    const { createAdministrator, updateAdministrator, deleteAdministrator, listAdministrators } =
      administrators()
    const on = { userId, resource: { resource } }
    const { creationDate } = await createAdministrator({ ...on, roles: [first] })
    expect(await member()).toMatchObject({
      roles: [first],
      details: { creationDate, changeDate: creationDate },
    })
    const { changeDate } = await updateAdministrator({ ...on, roles: [second, first] })
    expect(await member()).toMatchObject({ roles: [second, first], details: { creationDate, changeDate } })
    const before = await eventCount(server)
    expect((await updateAdministrator({ ...on, roles: [first, second] })).changeDate).toEqual(changeDate)
    expect(await eventCount(server)).toBe(before)
    expect(await listAdministrators({ filters: [ofUsers(userId)] })).toMatchObject({
      pagination: { totalResult: 1n, appliedLimit: 100n },
      administrators: [
        {
          creationDate,
          changeDate,
          user: {
            id: userId,
            preferredLoginName: username,
            displayName: expect.stringMatching(/^Pat Person/),
            organizationId: server.first.orgId,
          },
          resource: shown,
          roles: [second, first],
        },
      ],
    })
    expect((await deleteAdministrator(on)).deletionDate).toBeDefined()
    expect(await member()).toBeUndefined()
    expect((await deleteAdministrator(on)).deletionDate).toBeUndefined()
    expect(await listed([ofUsers(userId)])).toEqual([])
  })

  test('are added once by requests at the same time, and never to a user who is removed meanwhile', async () => {
    const { resource, roles, membersV1 } = await prepare()
    const { userId } = await addPerson(server)
    const on = { userId, resource: { resource }, roles: [roles[0] ?? ''] }
    const { createAdministrator } = administrators()
    const adding = await Promise.all([1, 2, 3].map(() => outcome(createAdministrator(on))))
    expect(adding.filter((one) => one === 'ok')).toHaveLength(1)
    const leaving = await addPerson(server)
    await Promise.all([
      outcome(createAdministrator({ ...on, userId: leaving.userId })),
      server.client(UserService).deleteUser({ userId: leaving.userId }),
    ])
    const ids = (await membersV1()).map((member) => member.userId)
    expect(ids.filter((id) => id === userId)).toHaveLength(1)
    expect(ids).not.toContain(leaving.userId)
  })

  test('are listed to themselves and to those who may read its members', async () => {
    const { resource, roles, viewer, shown } = await prepare()
    const { userId, token } = await addMachine(server)
    const role = roles[0] ?? ''
    const other = await addMachine(server)
    for (const user of [userId, other.userId]) {
      await administrators().createAdministrator({ userId: user, resource: { resource }, roles: [role] })
    }
    // A viewer reads the others, an administrator whose role does not read members only itself.
    expect((await listed([ofUsers(userId, other.userId)], viewer)).map(([id]) => id).sort()).toEqual(
      [userId, other.userId].sort(),
    )
    const stranger = await addMachine(server, { orgId: (await addOrg(server)).orgId, roles: ['ORG_OWNER'] })
    expect(await listed([ofUsers(userId, other.userId)], stranger)).toEqual([])
    expect(await listed([ofUsers(stranger.userId)], stranger)).toEqual([[stranger.userId, 'organization']])
    expect(await listed([ofUsers(userId)], { token })).toEqual([[userId, shown.case]])
    const alone = await addInstance(server)
    expect(await listed([ofUsers(userId)], alone)).toEqual([])
    expect(await outcome(administrators({ token: null }).listAdministrators({}))).toMatch(/^Unauthenticated/)
  })
})

test('an unknown project is as hidden as a foreign one', async () => {
  const { projectId } = await addProject(server)
  const { userId } = await addPerson(server)
  const { token } = await addMachine(server, { orgId: (await addOrg(server)).orgId, roles: ['ORG_OWNER'] })
  const { createAdministrator } = administrators({ token })
  const to = (value: string) =>
    outcome(
      createAdministrator({
        userId,
        resource: { resource: { case: 'projectId', value } },
        roles: ['PROJECT_OWNER'],
      }),
    )
  expect(await to('unknown')).toBe('NotFound permission.membership_not_found')
  expect(await to(projectId)).toBe(await to('unknown'))
})

test('a role on one project or grant does not reach another one', async () => {
  const mine = await addProject(server)
  const other = await addProject(server, { orgId: mine.orgId })
  const { token } = await addProjectMember(server, mine, 'PROJECT_OWNER')
  const { userId } = await addPerson(server)
  const to = ({ projectId }: { readonly projectId: string }) =>
    outcome(
      administrators({ token }).createAdministrator({
        userId,
        resource: { resource: { case: 'projectId', value: projectId } },
        roles: ['PROJECT_OWNER'],
      }),
    )
  expect(await to(other)).toBe('PermissionDenied permission.denied')
  expect(await to(mine)).toBe('ok')
  const ids = (await administrators({ token }).listAdministrators({})).administrators.map(
    ({ resource }) => resource,
  )
  expect(ids.length).toBeGreaterThan(1)
  for (const resource of ids)
    expect(resource).toMatchObject({ case: 'project', value: { id: mine.projectId } })
})

test('the instance is named by true only', async () => {
  const { userId } = await addPerson(server)
  const resource = { resource: { case: 'instance' as const, value: false } }
  const request = { userId, resource, roles: ['IAM_OWNER'] }
  expect(await outcome(administrators().createAdministrator(request))).toMatch(/^InvalidArgument/)
  expect(await listed([ofUsers(userId)])).toEqual([])
})

test('the last owner of an instance is neither removed nor given another role', async () => {
  const there = await addInstance(server)
  const { updateAdministrator, deleteAdministrator } = administrators(there)
  const on = { userId: there.userId, resource: { resource: { case: 'instance' as const, value: true } } }
  expect(await outcome(deleteAdministrator(on))).toBe('FailedPrecondition memberships.last_owner')
  expect(await outcome(updateAdministrator({ ...on, roles: ['IAM_OWNER_VIEWER'] }))).toBe(
    'FailedPrecondition memberships.last_owner',
  )
})

describe('a list of administrators', async () => {
  const { orgId } = await addOrg(server, 'Listed')
  const project = await addProject(server, { orgId })
  const { grantId } = await addGrant(server, project, [])
  const people = [await addPerson(server), await addPerson(server), await addPerson(server)]
  const [ann, bob, cid] = people.map(({ userId }) => userId) as [string, string, string]
  const { createAdministrator, updateAdministrator, listAdministrators } = administrators()
  const grant = { projectId: project.projectId, projectGrantId: grantId }
  await createAdministrator({
    userId: ann,
    resource: { resource: { case: 'organizationId', value: orgId } },
    roles: ['ORG_OWNER', 'ORG_OWNER_VIEWER'],
  })
  const ofProject: Resource = { case: 'projectId', value: project.projectId }
  await createAdministrator({ userId: bob, resource: { resource: ofProject }, roles: ['PROJECT_OWNER'] })
  await createAdministrator({
    userId: cid,
    resource: { resource: { case: 'projectGrant', value: grant } },
    roles: ['PROJECT_GRANT_OWNER'],
  })
  const { changeDate } = await updateAdministrator({
    userId: ann,
    resource: { resource: { case: 'organizationId', value: orgId } },
    roles: ['ORG_OWNER'],
  })
  const all = ofUsers(ann, bob, cid)
  const found = async (...filters: Filter[]) =>
    (await listed([all, ...filters])).map(([id]) => ['ann', 'bob', 'cid'][[ann, bob, cid].indexOf(id ?? '')])
  const role = (roleKey: string): Filter => ({ filter: { case: 'role', value: { roleKey } } })
  const text = { method: TextFilterMethod.EQUALS_IGNORE_CASE }
  const tomorrow = timestampFromDate(new Date(Date.now() + 86_400_000))
  const LESS = TimestampFilterMethod.LESS
  const names = await listAdministrators({ filters: [ofUsers(bob)] })
  const displayName = names.administrators[0]?.user?.displayName ?? ''

  test.each<[string, Filter, string[]]>([
    ['users', ofUsers(ann), ['ann']],
    ['roles', role('PROJECT_OWNER'), ['bob']],
    ['unknown roles', role('NO_ROLE'), []],
    [
      'organization',
      { filter: { case: 'resource', value: { resource: { case: 'organizationId', value: orgId } } } },
      ['ann'],
    ],
    ['project', { filter: { case: 'resource', value: { resource: ofProject as never } } }, ['bob']],
    [
      'grant',
      { filter: { case: 'resource', value: { resource: { case: 'projectGrantId', value: grantId } } } },
      ['cid'],
    ],
    [
      'instance',
      { filter: { case: 'resource', value: { resource: { case: 'instance', value: true } } } },
      [],
    ],
    [
      'no instance',
      { filter: { case: 'resource', value: { resource: { case: 'instance', value: false } } } },
      ['cid', 'bob', 'ann'],
    ],
    [
      'login name',
      {
        filter: {
          case: 'userPreferredLoginName',
          value: { ...text, preferredLoginName: people[2]?.username.toUpperCase() ?? '' },
        },
      },
      ['cid'],
    ],
    [
      'display name',
      { filter: { case: 'userDisplayName', value: { ...text, displayName: displayName.toUpperCase() } } },
      ['bob'],
    ],
    [
      'organization of the user',
      { filter: { case: 'userOrganizationId', value: { id: server.first.orgId } } },
      ['cid', 'bob', 'ann'],
    ],
    [
      'another organization of the user',
      { filter: { case: 'userOrganizationId', value: { id: orgId } } },
      [],
    ],
    [
      'creation',
      { filter: { case: 'creationDate', value: { timestamp: tomorrow, method: LESS } } },
      ['cid', 'bob', 'ann'],
    ],
    [
      'no creation',
      {
        filter: {
          case: 'creationDate',
          value: { timestamp: tomorrow, method: TimestampFilterMethod.GREATER },
        },
      },
      [],
    ],
    [
      'change',
      {
        filter: {
          case: 'changeDate',
          value: { ...(changeDate && { timestamp: changeDate }), method: TimestampFilterMethod.EQUALS },
        },
      },
      ['ann'],
    ],
    [
      'either',
      { filter: { case: 'or', value: { queries: [role('ORG_OWNER'), role('PROJECT_OWNER')] } } },
      ['bob', 'ann'],
    ],
    ['both', { filter: { case: 'and', value: { queries: [role('ORG_OWNER'), role('PROJECT_OWNER')] } } }, []],
    ['not', { filter: { case: 'not', value: { query: role('ORG_OWNER') } } }, ['cid', 'bob']],
  ])('is filtered by %s', async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected)
  })

  const nested = (depth: number): Filter =>
    Array.from({ length: depth }).reduce<Filter>(
      (query) => ({ filter: { case: 'not', value: { query } } }),
      role('ORG_OWNER'),
    )
  test.each<[string, Filter]>([
    ['no filter', {}],
    ['no resource', { filter: { case: 'resource', value: {} } }],
    ['no part of either', { filter: { case: 'or', value: { queries: [] } } }],
    ['not nothing', { filter: { case: 'not', value: {} } }],
    ['no instant', { filter: { case: 'creationDate', value: { method: LESS } } }],
    [
      'an unknown method',
      { filter: { case: 'userDisplayName', value: { displayName: 'a', method: 9 as never } } },
    ],
    ['too deep a filter', nested(21)],
  ])('is refused with %s', async (_, filter) => {
    expect(await outcome(listAdministrators({ filters: [all, filter] }))).toMatch(/^InvalidArgument/)
  })

  test('is sorted and paged, by default the newest first', async () => {
    const sorted = async (sortingColumn: AdministratorFieldName | undefined, asc: boolean) => {
      const { administrators: rows } = await listAdministrators({
        filters: [all],
        pagination: { asc },
        ...(sortingColumn !== undefined && { sortingColumn }),
      })
      return rows.map(({ user }) => user?.id)
    }
    expect(await sorted(undefined, false)).toEqual([cid, bob, ann])
    expect(await sorted(AdministratorFieldName.CREATION_DATE, true)).toEqual([ann, bob, cid])
    expect(await sorted(AdministratorFieldName.CHANGE_DATE, true)).toEqual([bob, cid, ann])
    expect(await sorted(AdministratorFieldName.USER_ID, true)).toEqual([ann, bob, cid].sort())
    const page = { offset: 1n, limit: 1, asc: true }
    expect(await listAdministrators({ filters: [all], pagination: page })).toMatchObject({
      pagination: { totalResult: 3n, appliedLimit: 1n },
      administrators: [{ user: { id: bob } }],
    })
    expect(await outcome(listAdministrators({ pagination: { limit: 1001 } }))).toMatch(/^InvalidArgument/)
  })
})
