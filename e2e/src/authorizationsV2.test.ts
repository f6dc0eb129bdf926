import {
  AuthorizationFieldName,
  State,
} from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { AuthorizationService as BetaService } from '@sallyport/contract/zitadel/authorization/v2beta/authorization_service_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addGrant, addProject, addProjectMember, management } from './projectFixtures.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const v2 = (options: ClientOptions = {}) => server.client(AuthorizationService, options)
const list = async (filter: object, options: ClientOptions = {}) =>
  (await v2(options).listAuthorizations({ filters: [{ filter: filter as never }] })).authorizations
const one = async (id: string) => (await list({ case: 'authorizationIds', value: { ids: [id] } }))[0]
type Client = ReturnType<typeof v2>

const unknown = { organizationId: 'unknown', projectId: 'unknown', userId: 'unknown' }
const writes = {
  updateAuthorization: (client: Client, id: string) => client.updateAuthorization({ id, roleKeys: [] }),
  deactivateAuthorization: (client: Client, id: string) => client.deactivateAuthorization({ id }),
  activateAuthorization: (client: Client, id: string) => client.activateAuthorization({ id }),
  deleteAuthorization: (client: Client, id: string) => client.deleteAuthorization({ id }),
}

test.each(Object.entries(writes))(
  '%s needs the permission in the organization that gives it',
  async (_, write) => {
    const project = await addProject(server, { roles: ['a'] })
    const { projectId, orgId } = project
    const { grantId, grantedOrganizationId: organizationId } = await addGrant(server, project, ['a'])
    const { userId } = await addPerson(server)
    const { id } = await v2().createAuthorization({ userId, projectId, organizationId, roleKeys: ['a'] })
    const by = (token: string) => outcome(write(v2({ token }), id))
    const hidden = write === writes.deleteAuthorization ? 'ok' : 'NotFound authorizations.not_found'
    const machine = async (home: string, ...roles: string[]) =>
      (await addMachine(server, { orgId: home, roles })).token
    expect(await by(await machine(orgId, 'ORG_OWNER')), 'owns the project, not the grant').toBe(hidden)
    expect(await by(await machine((await addOrg(server)).orgId, 'ORG_OWNER'))).toBe(hidden)
    expect(await by(await machine(organizationId))).toBe(hidden)
    expect(await by(await machine(organizationId, 'ORG_OWNER_VIEWER'))).toBe(
      'PermissionDenied permission.denied',
    )
    const other = await addInstance(server)
    expect(await outcome(write(v2({ token: other.token, headers: other.headers }), id))).toBe(hidden)
    expect(await outcome(write(v2({ token: other.token }), id))).toBe('Unauthenticated auth.token_invalid')
    expect(await outcome(write(v2(), ''))).toBe('InvalidArgument')
    expect(await outcome(write(v2(), 'unknown'))).toBe(hidden)
    expect(await one(id)).toMatchObject({ state: State.ACTIVE, roles: [{ key: 'a' }] })
    const member = { ...project, grantId, of: organizationId }
    expect(await by((await addProjectMember(server, member, 'PROJECT_GRANT_OWNER')).token)).toBe('ok')
  },
)

test('an authorization is refused without organization, permission, user, project, grant or role', async () => {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { projectId, orgId } = project
  const { grantedOrganizationId } = await addGrant(server, project, ['a'])
  const { userId } = await addPerson(server)
  const { orgId: without } = await addOrg(server)
  const wanted = { userId, projectId, organizationId: orgId, roleKeys: ['a'] }
  const viewer = v2({ token: (await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })).token })
  const stranger = v2({ token: (await addMachine(server, { orgId: without, roles: ['ORG_OWNER'] })).token })
  const cases = [
    [v2().createAuthorization({ ...wanted, organizationId: '' }), 'InvalidArgument'],
    [v2().createAuthorization({ ...wanted, roleKeys: ['a', 'a'] }), 'InvalidArgument'],
    [v2().createAuthorization({ ...wanted, roleKeys: [''] }), 'InvalidArgument'],
    [viewer.createAuthorization(wanted), 'PermissionDenied permission.denied'],
    [stranger.createAuthorization(wanted), 'NotFound permission.membership_not_found'],
    [v2().createAuthorization({ ...wanted, ...unknown }), 'FailedPrecondition projects.missing'],
    [
      v2().createAuthorization({ ...wanted, userId: 'unknown' }),
      'FailedPrecondition authorizations.user_missing',
    ],
    [
      v2().createAuthorization({ ...wanted, organizationId: without }),
      'FailedPrecondition projects.grant_missing',
    ],
    [v2().createAuthorization({ ...wanted, roleKeys: ['c'] }), 'FailedPrecondition projects.role_missing'],
    [
      v2().createAuthorization({ ...wanted, organizationId: grantedOrganizationId, roleKeys: ['b'] }),
      'FailedPrecondition projects.role_missing',
    ],
  ] as const
  const refused = await Promise.all(cases.map(([call]) => outcome(call)))
  expect(refused).toEqual(cases.map(([, expected]) => expected))
  const racing = await Promise.all([1, 2, 3].map(() => outcome(v2().createAuthorization(wanted))))
  const exists = 'AlreadyExists authorizations.exists'
  expect(racing.sort()).toEqual([exists, exists, 'ok'])
})

test('an authorization is created, read with its roles, changed and deleted by id', async () => {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { projectId, orgId } = project
  await management(server, orgId).updateProjectRole({
    projectId,
    roleKey: 'b',
    displayName: 'The second',
    group: 'letters',
  })
  const { userId, username } = await addPerson(server)
  const created = await v2().createAuthorization({
    userId,
    projectId,
    organizationId: orgId,
    roleKeys: ['b', 'a'],
  })
  const { id } = created
  const { org } = await management(server, orgId).getMyOrg({})
  expect(await one(id)).toMatchObject({
    id,
    creationDate: created.creationDate,
    changeDate: created.creationDate,
    project: { id: projectId, name: project.name, organizationId: orgId },
    organization: { id: orgId, name: org?.name },
    user: { id: userId, preferredLoginName: username, organizationId: server.first.orgId },
    state: State.ACTIVE,
    roles: [{ key: 'b', displayName: 'The second', group: 'letters' }, { key: 'a' }],
  })
  const { changeDate } = await v2().updateAuthorization({ id, roleKeys: ['a'] })
  expect((await one(id))?.changeDate).toEqual(changeDate)
  expect((await v2().updateAuthorization({ id, roleKeys: ['a'] })).changeDate, 'no change').toEqual(
    changeDate,
  )
  expect(await outcome(v2().updateAuthorization({ id, roleKeys: ['c'] }))).toBe(
    'FailedPrecondition projects.role_missing',
  )
  await management(server, orgId).removeProjectRole({ projectId, roleKey: 'a' })
  expect((await one(id))?.roles, 'of a role that the project has lost').toEqual([])
  expect((await v2().deactivateAuthorization({ id })).changeDate).toBeDefined()
  expect(await outcome(v2().deactivateAuthorization({ id }))).toBe('ok')
  expect((await one(id))?.state).toBe(State.INACTIVE)
  expect((await v2().activateAuthorization({ id })).changeDate).toBeDefined()
  expect((await one(id))?.state).toBe(State.ACTIVE)
  expect((await v2().deleteAuthorization({ id })).deletionDate).toBeDefined()
  expect((await v2().deleteAuthorization({ id })).deletionDate).toBeUndefined()
})

test('authorizations are listed by every filter and in every order', async () => {
  const project = await addProject(server, { roles: ['reader', 'writer'] })
  const { projectId, orgId } = project
  const { grantId, grantedOrganizationId } = await addGrant(server, project, ['reader'])
  const ann = await addPerson(server, { headers: inOrg(grantedOrganizationId) })
  const bob = await addPerson(server)
  const granted = await v2().createAuthorization({
    userId: ann.userId,
    projectId,
    organizationId: grantedOrganizationId,
    roleKeys: ['reader'],
  })
  const owned = await v2().createAuthorization({
    userId: bob.userId,
    projectId,
    organizationId: orgId,
    roleKeys: ['writer'],
  })
  await v2().deactivateAuthorization({ id: owned.id })
  const ofProject = { filter: { case: 'projectId' as const, value: { id: projectId } } }
  const found = async (filter: object, sortingColumn = AuthorizationFieldName.CREATED_DATE, asc = true) => {
    const filters = [ofProject, { filter: filter as never }]
    const reply = await v2().listAuthorizations({ filters, sortingColumn, pagination: { asc } })
    return reply.authorizations.map(({ id }) => id)
  }
  const text = (member: string, value: string, method = 0) => ({ [member]: value, method })
  const all = { case: 'projectName', value: text('name', project.name) }
  for (const filter of [
    { case: 'authorizationIds', value: { ids: [granted.id] } },
    { case: 'organizationId', value: { id: grantedOrganizationId } },
    { case: 'state', value: { state: State.ACTIVE } },
    { case: 'inUserIds', value: { ids: [ann.userId, 'unknown'] } },
    { case: 'userOrganizationId', value: { id: grantedOrganizationId } },
    { case: 'userPreferredLoginName', value: text('loginName', ann.username.toUpperCase(), 1) },
    { case: 'roleKey', value: text('key', 'READ', 3) },
    { case: 'projectGrantId', value: { id: grantId } },
  ]) {
    expect([filter.case, await found(filter)]).toEqual([filter.case, [granted.id]])
  }
  expect(await found({ case: 'userDisplayName', value: text('displayName', 'Pat', 2) })).toHaveLength(2)
  expect(await found({ case: 'inUserIds', value: { ids: [] } })).toEqual([])
  for (const column of [1, 2, 3, 4, 5, 6, 7]) {
    expect(await found(all, column, true)).toEqual((await found(all, column, false)).reverse())
  }
  const page = await v2().listAuthorizations({ filters: [ofProject], pagination: { limit: 1, asc: true } })
  expect(page.pagination).toMatchObject({ totalResult: 2n, appliedLimit: 1n })
  const refused = [
    v2().listAuthorizations({ filters: [{}] }),
    v2().listAuthorizations({ sortingColumn: 99 as AuthorizationFieldName }),
    v2().listAuthorizations({ pagination: { limit: 1001 } }),
    list({ case: 'inUserIds', value: { ids: [ann.userId, ann.userId] } }),
    list({ case: 'state', value: { state: State.UNSPECIFIED } }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'InvalidArgument',
    'InvalidArgument',
    'InvalidArgument search.limit_too_high',
    'InvalidArgument',
    'InvalidArgument',
  ])
})

test('everybody lists their own authorizations, others only what they may read', async () => {
  const project = await addProject(server, { roles: ['a'] })
  const { projectId, orgId } = project
  const { grantedOrganizationId } = await addGrant(server, project, ['a'])
  const machine = await addMachine(server, { orgId: grantedOrganizationId })
  const give = async (userId: string, organizationId: string) =>
    (await v2().createAuthorization({ userId, projectId, organizationId, roleKeys: ['a'] })).id
  const own = await give(machine.userId, grantedOrganizationId)
  const other = await give((await addPerson(server)).userId, orgId)
  const all = { case: 'projectId', value: { id: projectId } }
  const seenBy = async (token: string) => (await list(all, { token })).map(({ id }) => id).sort()
  expect(await seenBy(machine.token)).toEqual([own])
  expect(await seenBy((await addMachine(server, { orgId, roles: ['ORG_OWNER'] })).token)).toEqual([other])
  expect(await seenBy((await addMachine(server)).token)).toEqual([])
  expect(await seenBy(server.adminToken)).toEqual([own, other].sort())
  const elsewhere = await addInstance(server)
  expect(await list(all, { token: elsewhere.token, headers: elsewhere.headers })).toEqual([])
})

test('older generations list by several users, too', async () => {
  const { projectId, orgId } = await addProject(server, { roles: ['a'] })
  const people = [await addPerson(server), await addPerson(server), await addPerson(server)]
  for (const { userId } of people) {
    await v2().createAuthorization({ userId, projectId, organizationId: orgId, roleKeys: ['a'] })
  }
  const wanted = people.slice(1).map(({ userId }) => userId)
  const ofProject = { filter: { case: 'projectId' as const, value: { id: projectId } } }
  const among = { filter: { case: 'inUserIds' as const, value: { ids: wanted } } }
  const beta = await server.client(BetaService).listAuthorizations({ filters: [ofProject, among] })
  expect(beta.authorizations.map(({ user }) => user?.id).sort()).toEqual([...wanted].sort())
  const v1 = server.client(ManagementService, { headers: inOrg(orgId) })
  const query = { case: 'inUserIdsQuery' as const, value: { inUserIds: wanted } }
  const { result } = await v1.listUserGrants({ queries: [{ query }] })
  expect(result.map(({ userId }) => userId).sort()).toEqual([...wanted].sort())
})
