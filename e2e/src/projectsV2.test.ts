import { TextFilterMethod } from '@sallyport/contract/zitadel/filter/v2/filter_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import {
  GrantedProjectState,
  PrivateLabelingSetting,
  ProjectFieldName,
  ProjectGrantFieldName,
  ProjectGrantState,
  ProjectRoleFieldName,
  ProjectState,
  ProjectOrganizationIDFilter_Type as Relation,
} from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addGrant, addProject, addProjectMember } from './projectFixtures.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const v2 = (options: ClientOptions = {}) => server.client(ProjectService, options)
type Client = ReturnType<typeof v2>

const denied = 'PermissionDenied permission.denied'

/** Every write below a project, with the outcome for callers who must not see the project, as if it did not exist. */
const writes = {
  updateProject: [
    (client, projectId) => client.updateProject({ projectId, name: 'Taken' }),
    'NotFound projects.not_found',
  ],
  deactivateProject: [
    (client, projectId) => client.deactivateProject({ projectId }),
    'NotFound projects.not_found',
  ],
  activateProject: [
    (client, projectId) => client.activateProject({ projectId }),
    'NotFound projects.not_found',
  ],
  deleteProject: [(client, projectId) => client.deleteProject({ projectId }), 'ok'],
  addProjectRole: [
    (client, projectId) => client.addProjectRole({ projectId, roleKey: 'new', displayName: 'New' }),
    'FailedPrecondition projects.missing',
  ],
  updateProjectRole: [
    (client, projectId) => client.updateProjectRole({ projectId, roleKey: 'a', displayName: 'B' }),
    'NotFound projects.role_not_found',
  ],
  removeProjectRole: [(client, projectId) => client.removeProjectRole({ projectId, roleKey: 'a' }), 'ok'],
  createProjectGrant: [
    (client, projectId, org) => client.createProjectGrant({ projectId, grantedOrganizationId: org }),
    'FailedPrecondition projects.missing',
  ],
  updateProjectGrant: [
    (client, projectId, org) => client.updateProjectGrant({ projectId, grantedOrganizationId: org }),
    'NotFound projects.grant_not_found',
  ],
  deactivateProjectGrant: [
    (client, projectId, org) => client.deactivateProjectGrant({ projectId, grantedOrganizationId: org }),
    'FailedPrecondition projects.missing',
  ],
  activateProjectGrant: [
    (client, projectId, org) => client.activateProjectGrant({ projectId, grantedOrganizationId: org }),
    'FailedPrecondition projects.missing',
  ],
  deleteProjectGrant: [
    (client, projectId, org) => client.deleteProjectGrant({ projectId, grantedOrganizationId: org }),
    'ok',
  ],
} satisfies Record<string, [(client: Client, projectId: string, org: string) => Promise<unknown>, string]>

test.each(Object.entries(writes))('%s needs the permission on the project', async (name, [write, hidden]) => {
  const project = await addProject(server, { roles: ['a'] })
  const { projectId, orgId } = project
  const granted = (await addGrant(server, project, ['a'])).grantedOrganizationId
  const org = name === 'createProjectGrant' ? (await addOrg(server)).orgId : granted
  const by = (client: Client, id = projectId) => outcome(write(client, id, org))
  const member = async (home: string, ...roles: string[]) =>
    v2({ token: (await addMachine(server, { orgId: home, roles })).token })
  const before = (await v2().getProject({ projectId })).project
  expect(await by(await member((await addOrg(server)).orgId, 'ORG_OWNER')), 'of a foreign organization').toBe(
    hidden,
  )
  expect(await by(await member(granted, 'ORG_OWNER')), 'of the organization with the grant').toBe(hidden)
  expect(await by(await member(orgId)), 'without a role').toBe(hidden)
  expect(await by(await member(orgId, 'ORG_OWNER_VIEWER'))).toBe(denied)
  const other = await addInstance(server)
  expect(await by(v2({ token: other.token, headers: other.headers })), 'on another instance').toBe(hidden)
  expect(await by(v2({ token: other.token }))).toBe('Unauthenticated auth.token_invalid')
  expect(await by(v2(), 'unknown')).toBe(hidden)
  expect(await by(v2(), '')).toBe('InvalidArgument')
  expect((await v2().getProject({ projectId })).project).toEqual(before)
  const { projectRoles } = await v2().listProjectRoles({ projectId })
  expect(projectRoles.map(({ key, displayName }) => [key, displayName])).toEqual([['a', 'a']])
  if (name.startsWith('activate'))
    await v2()[name.replace('a', 'dea') as 'deactivateProject']({
      projectId,
      grantedOrganizationId: org,
    } as never)
  expect(await by(v2({ token: (await addProjectMember(server, project, 'PROJECT_OWNER')).token }))).toBe('ok')
})

test('creations are refused with the contract’s codes, and of equal ones at the same time one counts', async () => {
  const { orgId: organizationId, projectId, name } = await addProject(server, { roles: ['a'] })
  const viewer = v2({
    token: (await addMachine(server, { orgId: organizationId, roles: ['ORG_OWNER_VIEWER'] })).token,
  })
  const stranger = v2({
    token: (await addMachine(server, { orgId: (await addOrg(server)).orgId, roles: ['ORG_OWNER'] })).token,
  })
  const wanted = { organizationId, name: 'New' }
  const cases = [
    [v2().createProject({ ...wanted, organizationId: '' }), 'InvalidArgument'],
    [v2().createProject({ ...wanted, name: '' }), 'InvalidArgument'],
    [v2().createProject({ ...wanted, name: '  ' }), 'InvalidArgument projects.blank_name'],
    [v2().createProject({ ...wanted, projectId: '' }), 'InvalidArgument'],
    [
      v2().createProject({ ...wanted, privateLabelingSetting: 7 as PrivateLabelingSetting }),
      'InvalidArgument',
    ],
    [
      v2().createProject({ ...wanted, organizationId: 'unknown' }),
      'FailedPrecondition organizations.missing',
    ],
    [v2().createProject({ ...wanted, projectId }), 'AlreadyExists projects.id_taken'],
    [v2().createProject({ ...wanted, name: name.toUpperCase() }), 'AlreadyExists projects.name_taken'],
    [viewer.createProject(wanted), denied],
    [stranger.createProject(wanted), 'NotFound permission.membership_not_found'],
    [
      v2().addProjectRole({ projectId, roleKey: 'a', displayName: 'A' }),
      'AlreadyExists projects.role_exists',
    ],
    [v2().addProjectRole({ projectId, roleKey: 'b' }), 'InvalidArgument'],
    [
      v2().createProjectGrant({ projectId, grantedOrganizationId: organizationId }),
      'FailedPrecondition projects.grant_to_owner',
    ],
    [
      v2().createProjectGrant({ projectId, grantedOrganizationId: server.first.orgId, roleKeys: ['b'] }),
      'FailedPrecondition projects.role_missing',
    ],
  ] as const
  const refused = await Promise.all(cases.map(([call]) => outcome(call)))
  expect(refused).toEqual(cases.map(([, expected]) => expected))
  const racing = await Promise.all([1, 2, 3].map(() => outcome(v2().createProject(wanted))))
  expect(racing.sort()).toEqual([
    'AlreadyExists projects.name_taken',
    'AlreadyExists projects.name_taken',
    'ok',
  ])
})

test('a project is created, read, changed, deactivated, activated and deleted by id', async () => {
  const { orgId } = await addOrg(server)
  const projectId = `own-${orgId}`
  const created = await v2().createProject({
    organizationId: orgId,
    projectId,
    name: ' Portal ',
    projectRoleAssertion: true,
    authorizationRequired: true,
    privateLabelingSetting: PrivateLabelingSetting.ENFORCE_PROJECT_RESOURCE_OWNER_POLICY,
  })
  expect(created.projectId).toBe(projectId)
  expect((await v2().getProject({ projectId })).project).toMatchObject({
    projectId,
    organizationId: orgId,
    creationDate: created.creationDate,
    changeDate: created.creationDate,
    name: 'Portal',
    state: ProjectState.ACTIVE,
    projectRoleAssertion: true,
    authorizationRequired: true,
    projectAccessRequired: false,
    privateLabelingSetting: PrivateLabelingSetting.ENFORCE_PROJECT_RESOURCE_OWNER_POLICY,
  })
  const { changeDate } = await v2().updateProject({
    projectId,
    authorizationRequired: false,
    projectAccessRequired: true,
  })
  const { project } = await v2().getProject({ projectId })
  expect(project).toMatchObject({
    name: 'Portal',
    authorizationRequired: false,
    projectAccessRequired: true,
    changeDate,
  })
  expect((await v2().updateProject({ projectId, name: 'Portal' })).changeDate, 'no change').toEqual(
    changeDate,
  )
  expect((await v2().deactivateProject({ projectId })).changeDate).toBeDefined()
  expect(await outcome(v2().deactivateProject({ projectId }))).toBe(
    'FailedPrecondition projects.already_inactive',
  )
  expect((await v2().getProject({ projectId })).project?.state).toBe(ProjectState.INACTIVE)
  expect((await v2().activateProject({ projectId })).changeDate).toBeDefined()
  expect(await outcome(v2().activateProject({ projectId }))).toBe(
    'FailedPrecondition projects.already_active',
  )
  expect((await v2().deleteProject({ projectId })).deletionDate).toBeDefined()
  expect((await v2().deleteProject({ projectId })).deletionDate).toBeUndefined()
  expect(await outcome(v2().getProject({ projectId }))).toBe('NotFound projects.not_found')
})

test('projects are listed by every filter and in every order', async () => {
  const { orgId } = await addOrg(server)
  const ids: string[] = []
  for (const name of ['Beta one', 'alpha', 'Gamma']) {
    ids.push((await v2().createProject({ organizationId: orgId, name })).projectId)
  }
  const [, alpha = '', gamma = ''] = ids
  const granted = await addProject(server)
  const { grantId } = await addGrant(server, granted, [], orgId)
  expect(grantId).not.toBe('')
  const found = async (filter: object, sortingColumn = ProjectFieldName.CREATION_DATE, asc = true) => {
    const reply = await v2().listProjects({
      filters: [{ filter: filter as never }],
      sortingColumn,
      pagination: { asc },
    })
    return reply.projects.map(({ name }) => name)
  }
  const of = (type: Relation) => ({ case: 'organizationIdFilter', value: { organizationId: orgId, type } })
  const owned = ['Beta one', 'alpha', 'Gamma']
  expect(await found(of(Relation.OWNED))).toEqual(owned)
  expect(await found(of(Relation.GRANTED))).toEqual([granted.name])
  expect((await found(of(Relation.OWNED_OR_GRANTED))).sort()).toEqual([...owned, granted.name].sort())
  expect((await found(of(Relation.TYPE_UNSPECIFIED))).sort()).toEqual([...owned, granted.name].sort())
  expect(await found({ case: 'inProjectIdsFilter', value: { ids: [gamma, alpha, 'unknown'] } })).toEqual([
    'alpha',
    'Gamma',
  ])
  expect(await found({ case: 'inProjectIdsFilter', value: { ids: [] } })).toEqual([])
  const named = { projectName: 'BETA ONE', method: TextFilterMethod.EQUALS_IGNORE_CASE }
  expect(await found({ case: 'projectNameFilter', value: named })).toContain('Beta one')
  expect(await found(of(Relation.OWNED), ProjectFieldName.NAME)).toEqual(['alpha', 'Beta one', 'Gamma'])
  for (const column of [0, 1, 2, 3, 4]) {
    const ascending = await found(of(Relation.OWNED), column, true)
    expect(await found(of(Relation.OWNED), column, false)).toEqual([...ascending].reverse())
  }
  const filters = [{ filter: of(Relation.GRANTED) as never }]
  expect((await v2().listProjects({ filters })).projects).toMatchObject([
    {
      projectId: granted.projectId,
      organizationId: granted.orgId,
      grantedOrganizationId: orgId,
      grantedState: GrantedProjectState.ACTIVE,
    },
  ])
  const page = await v2().listProjects({
    filters: [{ filter: of(Relation.OWNED) as never }],
    pagination: { limit: 1, offset: 1n, asc: true },
  })
  expect(page).toMatchObject({
    pagination: { totalResult: 3n, appliedLimit: 1n },
    projects: [{ name: 'alpha' }],
  })
  const refused = [
    v2().listProjects({ filters: [{}] }),
    v2().listProjects({ pagination: { limit: 1001 } }),
    found({ case: 'inProjectIdsFilter', value: { ids: [alpha, alpha] } }),
    found({ case: 'inProjectIdsFilter', value: { ids: [''] } }),
    found({ case: 'organizationIdFilter', value: { organizationId: orgId, type: 4 } }),
  ]
  expect(await Promise.all(refused.map(outcome))).toEqual([
    'InvalidArgument',
    'InvalidArgument search.limit_too_high',
    'InvalidArgument',
    'InvalidArgument',
    'InvalidArgument',
  ])
})

test('roles are added, changed, listed and removed', async () => {
  const { projectId } = await addProject(server, { roles: ['reader'] })
  await v2().addProjectRole({ projectId, roleKey: 'writer', displayName: 'Writes', group: 'all' })
  const roles = async (filter?: object, sortingColumn?: ProjectRoleFieldName) => {
    const filters = filter ? [{ filter: filter as never }] : []
    const pagination = { asc: true }
    const sorted = sortingColumn === undefined ? {} : { sortingColumn }
    return (await v2().listProjectRoles({ projectId, filters, pagination, ...sorted })).projectRoles
  }
  expect(await roles(undefined, ProjectRoleFieldName.KEY)).toMatchObject([
    { projectId, key: 'reader', displayName: 'reader', group: '' },
    { projectId, key: 'writer', displayName: 'Writes', group: 'all' },
  ])
  const { changeDate } = await v2().updateProjectRole({ projectId, roleKey: 'writer', displayName: 'Author' })
  const author = { case: 'displayNameFilter', value: { displayName: 'AUTHOR', method: 1 } }
  expect(await roles(author)).toMatchObject([{ key: 'writer', group: '', changeDate }])
  expect(await roles({ case: 'roleKeyFilter', value: { key: 'read', method: 2 } })).toHaveLength(1)
  expect(await outcome(v2().listProjectRoles({ projectId, filters: [{}] }))).toBe('InvalidArgument')
  expect((await v2().removeProjectRole({ projectId, roleKey: 'writer' })).removalDate).toBeDefined()
  expect((await v2().removeProjectRole({ projectId, roleKey: 'writer' })).removalDate).toBeUndefined()
  expect(await roles()).toHaveLength(1)
})

test('grants are created, changed, listed from both sides and deleted', async () => {
  const { projectId, orgId, name } = await addProject(server, { roles: ['a', 'b'] })
  const { orgId: grantedOrganizationId } = await addOrg(server, 'Partner')
  const grant = { projectId, grantedOrganizationId }
  const { creationDate } = await v2().createProjectGrant({ ...grant, roleKeys: ['a', 'b'] })
  expect(await outcome(v2().createProjectGrant(grant))).toBe('AlreadyExists projects.grant_exists')
  const found = async (filter: object, options: ClientOptions = {}) =>
    (await v2(options).listProjectGrants({ filters: [{ filter: filter as never }] })).projectGrants
  const ofOwner = { case: 'organizationIdFilter', value: { id: orgId } }
  expect(await found(ofOwner)).toMatchObject([
    {
      organizationId: orgId,
      creationDate,
      changeDate: creationDate,
      ...grant,
      grantedRoleKeys: ['a', 'b'],
      projectName: name,
      state: ProjectGrantState.ACTIVE,
    },
  ])
  for (const filter of [
    { case: 'grantedOrganizationIdFilter', value: { id: grantedOrganizationId } },
    { case: 'inProjectIdsFilter', value: { ids: [projectId] } },
    { case: 'projectNameFilter', value: { projectName: name, method: 0 } },
  ]) {
    expect([filter.case, await found(filter)]).toMatchObject([filter.case, [{ projectId }]])
  }
  expect(await found({ case: 'organizationIdFilter', value: { id: grantedOrganizationId } })).toEqual([])
  expect(await found({ case: 'grantedOrganizationIdFilter', value: { id: orgId } })).toEqual([])
  for (const at of [orgId, grantedOrganizationId]) {
    const { token } = await addMachine(server, { orgId: at, roles: ['ORG_OWNER'] })
    expect(await found(ofOwner, { token }), 'read by either side').toHaveLength(1)
  }
  const { token } = await addMachine(server, { orgId: (await addOrg(server)).orgId, roles: ['ORG_OWNER'] })
  expect(await found(ofOwner, { token })).toEqual([])
  const { changeDate } = await v2().updateProjectGrant({ ...grant, roleKeys: ['b'] })
  expect(await found(ofOwner)).toMatchObject([{ grantedRoleKeys: ['b'], changeDate }])
  await v2().deactivateProjectGrant(grant)
  expect(await outcome(v2().deactivateProjectGrant(grant))).toBe('ok')
  expect(await found(ofOwner)).toMatchObject([{ state: ProjectGrantState.INACTIVE }])
  await v2().activateProjectGrant(grant)
  const sorted = { sortingColumn: ProjectGrantFieldName.PROJECT_ID, filters: [{ filter: ofOwner as never }] }
  expect((await v2().listProjectGrants(sorted)).projectGrants).toMatchObject([
    { state: ProjectGrantState.ACTIVE },
  ])
  expect((await v2().deleteProjectGrant(grant)).deletionDate).toBeDefined()
  expect((await v2().deleteProjectGrant(grant)).deletionDate).toBeUndefined()
})

test('callers see projects, roles and grants only where they may read them', async () => {
  const project = await addProject(server, { roles: ['a'] })
  const { projectId, orgId } = project
  await addGrant(server, project, ['a'])
  const seen = async (options: ClientOptions) => {
    const client = v2(options)
    const byId = { case: 'inProjectIdsFilter' as const, value: { ids: [projectId] } }
    return [
      await outcome(client.getProject({ projectId })),
      (await client.listProjects({ filters: [{ filter: byId }] })).projects.length,
      (await client.listProjectRoles({ projectId })).projectRoles.length,
      (await client.listProjectGrants({ filters: [{ filter: byId }] })).projectGrants.length,
    ]
  }
  const nothing = ['NotFound projects.not_found', 0, 0, 0]
  const token = async (home: string, ...roles: string[]) =>
    (await addMachine(server, { orgId: home, roles })).token
  expect(await seen({ token: await token((await addOrg(server)).orgId, 'ORG_OWNER') })).toEqual(nothing)
  const other = await addInstance(server)
  expect(await seen({ token: other.token, headers: other.headers })).toEqual(nothing)
  const without = v2({ token: await token(orgId) })
  const reads = [
    without.getProject({ projectId }),
    without.listProjects({}),
    without.listProjectRoles({ projectId }),
    without.listProjectGrants({}),
  ]
  expect(new Set(await Promise.all(reads.map(outcome)))).toEqual(
    new Set(['NotFound permission.membership_not_found']),
  )
  expect(await seen({ token: await token(orgId, 'ORG_OWNER_VIEWER') })).toEqual(['ok', 1, 1, 1])
  const { token: member } = await addProjectMember(server, project, 'PROJECT_OWNER_VIEWER')
  expect(await seen({ token: member })).toEqual(['ok', 1, 1, 1])
})
