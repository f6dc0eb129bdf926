import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import {
  AuthorizationFieldName,
  State,
} from '@zitadel/proto/zitadel/authorization/v2beta/authorization_pb.js'
import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import { Type, UserGrantState } from '@zitadel/proto/zitadel/user_pb.js'
import { expect, test } from 'vitest'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addGrant, addProject, addProjectMember, authorize, management } from './projectFixtures.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

const server = await testServer()

const beta = (options: ClientOptions = {}) => server.client(AuthorizationService, options)
const list = async (filter: object, options: ClientOptions = {}) =>
  (await beta(options).listAuthorizations({ filters: [{ filter: filter as never }] })).authorizations
const one = async (id: string) => (await list({ case: 'authorizationIds', value: { ids: [id] } }))[0]

test('an authorization is created, changed, deactivated, activated and deleted by id', async () => {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { userId, username } = await addPerson(server)
  const created = await beta().createAuthorization({
    userId,
    projectId: project.projectId,
    roleKeys: ['a'],
  })
  const { id } = created
  expect(await one(id)).toMatchObject({
    id,
    projectId: project.projectId,
    projectName: project.name,
    projectOrganizationId: project.orgId,
    organizationId: project.orgId,
    creationDate: created.creationDate,
    state: State.ACTIVE,
    user: { id: userId, preferredLoginName: username, organizationId: server.first.orgId },
    roles: ['a'],
  })
  expect((await one(id))?.projectGrantId).toBeUndefined()
  await beta().updateAuthorization({ id, roleKeys: ['b'] })
  const changed = await one(id)
  expect(changed?.roles).toEqual(['b'])
  expect((await beta().updateAuthorization({ id, roleKeys: ['b'] })).changeDate).toEqual(changed?.changeDate)
  await beta().deactivateAuthorization({ id })
  await beta().deactivateAuthorization({ id })
  expect((await one(id))?.state).toBe(State.INACTIVE)
  await beta().activateAuthorization({ id })
  await beta().activateAuthorization({ id })
  expect((await one(id))?.state).toBe(State.ACTIVE)
  await beta().updateAuthorization({ id, roleKeys: [] })
  expect((await one(id))?.roles).toEqual([])
  expect((await beta().deleteAuthorization({ id })).deletionDate).toBeDefined()
  expect((await beta().deleteAuthorization({ id })).deletionDate).toBeUndefined()
  expect(await one(id)).toBeUndefined()
})

test('authorizations are refused with the contract’s codes', async () => {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { projectId } = project
  const { grantedOrganizationId: organizationId } = await addGrant(server, project, ['a'])
  const { userId } = await addPerson(server)
  const id = await authorize(server, { userId, projectId, roleKeys: ['a'] })
  await authorize(server, { userId, projectId, organizationId, roleKeys: ['a'] })
  const { orgId: without } = await addOrg(server)
  const refused = [
    beta().createAuthorization({ userId, projectId, roleKeys: ['b'] }),
    beta().createAuthorization({ userId, projectId, organizationId, roleKeys: [] }),
    beta().createAuthorization({ userId: 'unknown', projectId, roleKeys: [] }),
    beta().createAuthorization({ userId, projectId: 'unknown', roleKeys: [] }),
    beta().createAuthorization({ userId, projectId, organizationId: without, roleKeys: [] }),
    beta().createAuthorization({ userId, projectId, roleKeys: ['unknown'] }),
    beta().createAuthorization({ userId, projectId, organizationId, roleKeys: ['b'] }),
    beta().updateAuthorization({ id, roleKeys: ['unknown'] }),
    beta().updateAuthorization({ id: 'unknown', roleKeys: [] }),
    beta().activateAuthorization({ id: 'unknown' }),
    beta().deactivateAuthorization({ id: 'unknown' }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'AlreadyExists authorizations.exists',
    'AlreadyExists authorizations.exists',
    'FailedPrecondition authorizations.user_missing',
    'FailedPrecondition projects.missing',
    'FailedPrecondition projects.grant_missing',
    'FailedPrecondition projects.role_missing',
    'FailedPrecondition projects.role_missing',
    'FailedPrecondition projects.role_missing',
    'NotFound authorizations.not_found',
    'NotFound authorizations.not_found',
    'NotFound authorizations.not_found',
  ])
})

test('authorizations are listed by every filter and in every order', async () => {
  const project = await addProject(server, { roles: ['reader', 'writer'] })
  const { projectId } = project
  const { grantId, grantedOrganizationId } = await addGrant(server, project, ['reader'])
  const ann = await addPerson(server, { headers: inOrg(grantedOrganizationId) })
  const bob = await addPerson(server)
  const granted = await authorize(server, {
    userId: ann.userId,
    projectId,
    organizationId: grantedOrganizationId,
    roleKeys: ['reader'],
  })
  const owned = await authorize(server, { userId: bob.userId, projectId, roleKeys: ['writer'] })
  await beta().deactivateAuthorization({ id: owned })
  const ids = async (filter: object) =>
    (
      await beta().listAuthorizations({
        filters: [{ filter: { case: 'projectId', value: { id: projectId } } }, { filter: filter as never }],
        pagination: { asc: true },
        sortingColumn: AuthorizationFieldName.CREATED_DATE,
      })
    ).authorizations.map(({ id }) => id)
  const text = (member: string, value: string, method = 0) => ({ [member]: value, method })
  expect(await ids({ case: 'projectId', value: { id: projectId } })).toEqual([granted, owned])
  const found = {
    'an id': { case: 'authorizationIds', value: { ids: [granted] } },
    'an organization': { case: 'organizationId', value: { id: grantedOrganizationId } },
    'a state': { case: 'state', value: { state: State.ACTIVE } },
    'a user': { case: 'userId', value: { id: ann.userId } },
    'the organization of a user': { case: 'userOrganizationId', value: { id: grantedOrganizationId } },
    'a login name': { case: 'userPreferredLoginName', value: text('loginName', ann.username) },
    'a login name in other letters': {
      case: 'userPreferredLoginName',
      value: text('loginName', ann.username.toUpperCase(), 1),
    },
    'a role': { case: 'roleKey', value: text('key', 'READ', 3) },
    'a grant': { case: 'projectGrantId', value: { id: grantId } },
  }
  for (const [what, filter] of Object.entries(found))
    expect([what, await ids(filter)]).toEqual([what, [granted]])
  expect(await ids({ case: 'userDisplayName', value: text('displayName', 'Pat Person', 2) })).toHaveLength(2)
  expect(await ids({ case: 'projectName', value: text('name', project.name) })).toHaveLength(2)
  expect(await ids({ case: 'roleKey', value: text('key', 'none') })).toEqual([])
  for (const sortingColumn of [2, 3, 4, 5, 6, 7]) {
    const filters = [{ filter: { case: 'projectId' as const, value: { id: projectId } } }]
    const read = async (asc: boolean) =>
      (await beta().listAuthorizations({ filters, sortingColumn, pagination: { asc } })).authorizations.map(
        ({ id }) => id,
      )
    expect(await read(true)).toEqual((await read(false)).reverse())
  }
  expect(await outcome(list({ case: undefined }))).toMatch(/^InvalidArgument/)
})

test('everybody lists their own authorizations, others only what they may read', async () => {
  const project = await addProject(server, { roles: ['a'] })
  const { projectId, orgId } = project
  const { grantedOrganizationId } = await addGrant(server, project, ['a'])
  const machine = await addMachine(server, { orgId: grantedOrganizationId })
  const { userId } = machine
  const own = await authorize(server, {
    userId,
    projectId,
    organizationId: grantedOrganizationId,
    roleKeys: ['a'],
  })
  const other = await authorize(server, {
    userId: (await addPerson(server)).userId,
    projectId,
    roleKeys: ['a'],
  })
  const all = { case: 'projectId', value: { id: projectId } }
  const seenBy = async (token: string) => (await list(all, { token })).map(({ id }) => id).sort()
  expect(await seenBy(machine.token)).toEqual([own])
  expect(await seenBy((await addMachine(server, { orgId, roles: ['ORG_OWNER'] })).token)).toEqual([other])
  const grantee = await addMachine(server, { orgId: grantedOrganizationId, roles: ['ORG_OWNER'] })
  expect(await seenBy(grantee.token)).toEqual([own])
  expect(await seenBy((await addProjectMember(server, project, 'PROJECT_OWNER')).token)).toEqual([other])
  expect(await seenBy((await addMachine(server)).token)).toEqual([])
  expect(await seenBy(server.adminToken)).toEqual([own, other].sort())
  const mine = await server.client(AuthService, { token: machine.token }).listMyUserGrants({})
  expect(mine.result).toMatchObject([
    {
      grantId: own,
      orgId: grantedOrganizationId,
      projectId,
      userId,
      roles: ['a'],
      roleKeys: ['a'],
      userType: Type.MACHINE,
    },
  ])
  const permissions = await server.client(AuthService, { token: machine.token }).listMyProjectPermissions({})
  expect(permissions.result).toEqual([])
})

test('an authorization of a granted project needs the permission in the organization that has the grant', async () => {
  const project = await addProject(server, { roles: ['a'] })
  const { projectId, orgId } = project
  const { grantId, grantedOrganizationId: organizationId } = await addGrant(server, project, ['a'])
  const { userId } = await addPerson(server)
  const owner = beta({ token: (await addMachine(server, { orgId, roles: ['ORG_OWNER'] })).token })
  const viewer = beta({
    token: (await addMachine(server, { orgId: organizationId, roles: ['ORG_OWNER_VIEWER'] })).token,
  })
  const member = { ...project, grantId, of: organizationId }
  const grantee = beta({ token: (await addProjectMember(server, member, 'PROJECT_GRANT_OWNER')).token })
  const wanted = { userId, projectId, organizationId, roleKeys: ['a'] }
  expect(await outcome(owner.createAuthorization(wanted))).toBe('NotFound permission.membership_not_found')
  expect(await outcome(viewer.createAuthorization(wanted))).toBe('PermissionDenied permission.denied')
  const { id } = await grantee.createAuthorization(wanted)
  for (const write of [
    (client: typeof owner) => client.updateAuthorization({ id, roleKeys: [] }),
    (client: typeof owner) => client.deactivateAuthorization({ id }),
    (client: typeof owner) => client.activateAuthorization({ id }),
  ]) {
    expect(await outcome(write(owner))).toBe('NotFound authorizations.not_found')
    expect(await outcome(write(viewer))).toBe('PermissionDenied permission.denied')
    expect(await outcome(write(grantee))).toBe('ok')
  }
  expect((await owner.deleteAuthorization({ id })).deletionDate).toBeUndefined()
  expect(await outcome(viewer.deleteAuthorization({ id }))).toBe('PermissionDenied permission.denied')
  expect(await one(id)).toBeDefined()
  expect((await grantee.deleteAuthorization({ id })).deletionDate).toBeDefined()
  // Without an organization the project's counts; a project of others looks as if there were none.
  const without = { userId, projectId, roleKeys: ['a'] }
  expect(await outcome(viewer.createAuthorization(without))).toBe('FailedPrecondition projects.missing')
  expect(await outcome(owner.createAuthorization(without))).toBe('ok')
})

test('the first generation keeps user grants inside the context organization', async () => {
  const project = await addProject(server, { roles: ['a', 'b'] })
  const { projectId, orgId } = project
  const { grantId: projectGrantId, grantedOrganizationId } = await addGrant(server, project, ['a'])
  const person = await addPerson(server)
  const { userId } = person
  const v1 = management(server, orgId)
  const added = await v1.addUserGrant({ userId, projectId, roleKeys: ['a'] })
  expect(added.details).toEqual(addedDetails(orgId))
  const named = { userId, grantId: added.userGrantId }
  expect((await v1.getUserGrantByID(named)).userGrant).toMatchObject({
    id: added.userGrantId,
    userId,
    orgId,
    projectId,
    projectName: project.name,
    projectGrantId: '',
    roleKeys: ['a'],
    state: UserGrantState.ACTIVE,
    preferredLoginName: person.username,
    details: readDetails(orgId, added.details?.sequence),
  })
  expect(await outcome(v1.updateUserGrant({ ...named, roleKeys: ['a'] }))).toBe(
    'FailedPrecondition authorizations.unchanged',
  )
  expect((await v1.updateUserGrant({ ...named, roleKeys: ['b'] })).details).toEqual(changedDetails(orgId))
  expect((await v1.deactivateUserGrant(named)).details).toEqual(changedDetails(orgId))
  expect((await v1.reactivateUserGrant(named)).details).toEqual(changedDetails(orgId))
  const granted = management(server, grantedOrganizationId)
  const other = await granted.addUserGrant({ userId, projectId, projectGrantId, roleKeys: ['a'] })
  expect(
    await outcome(granted.addUserGrant({ userId, projectId, projectGrantId: 'unknown', roleKeys: [] })),
  ).toBe('FailedPrecondition projects.grant_missing')
  const ids = async (client: typeof v1, query: object) =>
    (await client.listUserGrants({ queries: [{ query: query as never }] })).result.map(({ id }) => id).sort()
  const text = (member: string, value: string) => ({ [member]: value, method: 0 })
  for (const query of [
    { case: 'projectIdQuery', value: { projectId } },
    { case: 'userIdQuery', value: { userId } },
    { case: 'roleKeyQuery', value: text('roleKey', 'b') },
    { case: 'userNameQuery', value: text('userName', person.username) },
    { case: 'firstNameQuery', value: text('firstName', 'Pat') },
    { case: 'emailQuery', value: text('email', person.username) },
    { case: 'projectNameQuery', value: text('projectName', project.name) },
    { case: 'userTypeQuery', value: { type: Type.HUMAN } },
    { case: 'withGrantedQuery', value: { withGranted: false } },
  ])
    expect(await ids(v1, query)).toEqual([added.userGrantId])
  for (const query of [
    { case: 'lastNameQuery', value: text('lastName', 'Nobody') },
    { case: 'displayNameQuery', value: text('displayName', 'Nobody') },
    { case: 'orgNameQuery', value: text('orgName', 'Nobody') },
    { case: 'orgDomainQuery', value: text('orgDomain', 'nobody.test') },
    { case: 'projectGrantIdQuery', value: { projectGrantId } },
  ])
    expect(await ids(v1, query)).toEqual([])
  expect(await ids(granted, { case: 'projectGrantIdQuery', value: { projectGrantId } })).toEqual([
    other.userGrantId,
  ])
  expect(await ids(v1, { case: 'withGrantedQuery', value: { withGranted: true } })).toEqual(
    [added.userGrantId, other.userGrantId].sort(),
  )
  const refused = [
    granted.getUserGrantByID(named),
    granted.updateUserGrant({ ...named, roleKeys: [] }),
    granted.deactivateUserGrant(named),
    granted.removeUserGrant(named),
    granted.bulkRemoveUserGrant({ grantId: [named.grantId] }),
    v1.removeUserGrant({ ...named, userId: 'other' }),
  ]
  for (const call of await Promise.all(refused.map(outcome)))
    expect(call).toBe('NotFound authorizations.not_found')
  expect((await v1.removeUserGrant(named)).details).toEqual(changedDetails(orgId))
  expect(await outcome(v1.removeUserGrant(named))).toBe('NotFound authorizations.not_found')
  expect(await outcome(granted.bulkRemoveUserGrant({ grantId: [other.userGrantId, named.grantId] }))).toBe(
    'NotFound authorizations.not_found',
  )
  await granted.bulkRemoveUserGrant({ grantId: [other.userGrantId] })
  expect(await one(other.userGrantId)).toBeUndefined()
})

test('a role on one project changes the authorizations of that project alone', async () => {
  const mine = await addProject(server, { roles: ['a'] })
  const other = await addProject(server, { orgId: mine.orgId, roles: ['a'] })
  const { userId } = await addPerson(server)
  const { token } = await addProjectMember(server, mine, 'PROJECT_OWNER')
  const v1 = management(server, mine.orgId, { token })
  const wanted = { userId, roleKeys: ['a'] }
  const { userGrantId } = await v1.addUserGrant({ ...wanted, projectId: mine.projectId })
  expect(await outcome(v1.addUserGrant({ ...wanted, projectId: other.projectId }))).toBe(
    'PermissionDenied permission.denied',
  )
  const foreign = await authorize(server, { ...wanted, projectId: other.projectId })
  expect((await v1.listUserGrants({})).result.map(({ id }) => id)).toEqual([userGrantId])
  expect(await outcome(v1.removeUserGrant({ userId, grantId: foreign }))).toBe(
    'PermissionDenied permission.denied',
  )
  expect(await outcome(v1.getUserGrantByID({ userId, grantId: foreign }))).toBe(
    'NotFound authorizations.not_found',
  )
  expect(await outcome(v1.removeUserGrant({ userId, grantId: userGrantId }))).toBe('ok')
})
