import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ClientOptions, type RestOptions, testServer } from '../../server/src/testing/testServer.ts'
import { addApp } from './factors.ts'
import { logIn } from './hostedPeople.ts'
import { addKey } from './keys.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { openPageBrowser } from './pageBrowser.ts'
import { pageClient } from './pageClient.ts'
import { password, passwordSession } from './people.ts'
import { addGrant, addProject, authorize } from './projectFixtures.ts'
import { addRecoveryCodes, operate } from './recoveryCodes.ts'
import { addMachine, inOrg } from './tenants.ts'

const server = await testServer()
const { database } = server.testDatabase
const users = server.client(UserService)
const management = (orgId: string) => server.client(ManagementService, { headers: inOrg(orgId) })
const elsewhere = await addProject(server, { roles: ['reader'] })
const fixture = await addOidcProject(server)

/** The objects whose ids clients may choose. */
interface Ids {
  readonly orgId: string
  readonly userId: string
  readonly machineId: string
  readonly projectId: string
}

let count = 0
function newIds(): Ids {
  count += 1
  return Object.fromEntries(
    ['orgId', 'userId', 'machineId', 'projectId'].map((name) => [name, `life${count}-${name.toLowerCase()}`]),
  ) as unknown as Ids
}

const creations = {
  orgId: async ({ orgId }: Ids) =>
    void (await server.client(OrganizationService).addOrganization({ name: `Org ${orgId}`, orgId })),
  userId: async ({ orgId, userId }: Ids) =>
    void (await users.addHumanUser({
      userId,
      organization: { org: { case: 'orgId', value: orgId } },
      username: userId,
      profile: { givenName: 'New', familyName: 'Person' },
      email: { email: `${userId}@example.test`, verification: { case: 'isVerified', value: true } },
      passwordType: { case: 'password', value: { password, changeRequired: false } },
    })),
  machineId: async ({ orgId, machineId }: Ids) =>
    void (await management(orgId).addMachineUser({
      userId: machineId,
      userName: machineId,
      name: 'Machine',
    })),
  projectId: async ({ orgId, projectId: id }: Ids) =>
    void (await server.client(ProjectService).createProject({ organizationId: orgId, id, name: 'Project' })),
}
type Kind = keyof typeof creations
const kinds = Object.keys(creations) as readonly Kind[]

const removals: Readonly<Record<Kind, (ids: Ids) => Promise<unknown>>> = {
  orgId: ({ orgId }) => server.client(AdminService).removeOrg({ orgId }),
  userId: ({ userId }) => users.deleteUser({ userId }),
  machineId: ({ machineId: userId }) => users.deleteUser({ userId }),
  projectId: ({ projectId: id }) => server.client(ProjectService).deleteProject({ id }),
}

/** Gives the objects everything that objects of their kinds can have. */
async function fill({ orgId, userId, machineId, projectId }: Ids) {
  const org = management(orgId)
  await org.addOrgDomain({ domain: `${orgId}.test` })
  await org.setOrgMetadata({ key: 'k', value: Buffer.from('v') })
  await org.addCustomLockoutPolicy({ maxPasswordAttempts: 3 })
  await org.addCustomLoginPolicy({ allowUsernamePassword: true, secondFactors: [SecondFactorType.OTP] })
  await org.addCustomLabelPolicy({ primaryColor: '#112233' })
  await org.addCustomPrivacyPolicy({ tosLink: 'https://example.test/tos' })
  await org.setCustomInitMessageText({ language: 'en', title: 'Own' })
  await org.setCustomLoginText({ language: 'en', loginText: { title: 'Own' } })

  for (const roleKey of ['a', 'b'])
    await server.client(ProjectService).addProjectRole({ projectId, roleKey, displayName: roleKey })
  await addGrant(server, { projectId, orgId }, ['a'], elsewhere.orgId)
  await addGrant(server, elsewhere, ['reader'], orgId)
  const applications = server.client(ApplicationService)
  const { applicationId } = await applications.createApplication({
    projectId,
    name: 'API',
    applicationType: { case: 'apiConfiguration', value: {} },
  })
  await org.addAppKey({ projectId, appId: applicationId, type: KeyType.JSON })

  for (const id of [userId, machineId]) {
    await org.addOrgMember({ userId: id, roles: ['ORG_OWNER'] })
    await management(elsewhere.orgId).addOrgMember({ userId: id, roles: ['ORG_OWNER'] })
    await server.client(AdminService).addIAMMember({ userId: id, roles: ['IAM_OWNER_VIEWER'] })
    await org.addProjectMember({ projectId, userId: id, roles: ['PROJECT_OWNER'] })
    await management(elsewhere.orgId).addProjectMember({
      projectId: elsewhere.projectId,
      userId: id,
      roles: ['PROJECT_OWNER'],
    })
    await authorize(server, { userId: id, projectId, organizationId: orgId, roleKeys: ['a', 'b'] })
    await authorize(server, {
      userId: id,
      projectId: elsewhere.projectId,
      organizationId: orgId,
      roleKeys: ['reader'],
    })
    await users.setUserMetadata({ userId: id, metadata: [{ key: 'k', value: Buffer.from('v') }] })
  }
  await org.addPersonalAccessToken({ userId: machineId })
  await org.addMachineKey({ userId: machineId, type: KeyType.JSON })
  await users.addSecret({ userId: machineId })

  const browser = openPageBrowser(server)
  await browser.signIn(userId)
  const { sessionId } = await passwordSession(server, userId)
  await loginTokens(server, fixture, sessionId)
  await passwordSession(server, userId, 'wrong').catch(() => undefined)
  await users.passwordReset({ userId, medium: { case: 'returnCode', value: {} } })
  await users.setPhone({ userId, phone: '+41791234567', verification: { case: 'isVerified', value: true } })
  await users.addOTPSMS({ userId })
  await users.addOTPEmail({ userId })
  await addApp(server, userId)
  await addRecoveryCodes(server, userId)
  await addKey(server, userId, 'passkey')
  await addKey(server, userId, 'u2f')
  await users.humanMFAInitSkipped({ userId })
  return { browser }
}

async function live(lives: readonly Kind[], ids: Ids): Promise<void> {
  for (const kind of lives) await creations[kind](ids)
}

/** The objects that go with an object of a kind. */
const lost = (kind: Kind) => (kind === 'orgId' ? kinds : [kind])

/** Records that stay for a time after what they are about has ended. */
const records = ['browsers', 'dead_streams', 'events', 'log_commits', 'oidc_sessions']

/** Everything that the database holds about some objects, without records, ids, times and positions. */
async function stateOf(ids: Ids, of: readonly Kind[]): Promise<unknown> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all($1) order by 1`,
    [records],
  )
  const names = of.map((kind) => `"${ids[kind]}"`)
  const found: Record<string, unknown> = {}
  for (const { name } of tables) {
    const rows = await database.query<{ row: object }>(
      `select to_jsonb(t) as row from ${name} t where exists (
         select from unnest($1::text[]) n where position(n in to_jsonb(t)::text) > 0)`,
      [names],
    )
    const living = rows.filter(({ row }) => !('stream_type' in row) || isOfKind(row as StreamName, ids, of))
    const plain = living.map(({ row }) => JSON.stringify(withoutIds(row, ids)))
    if (plain.length > 0) found[name] = plain.sort().map((text) => JSON.parse(text))
  }
  return found
}

interface StreamName {
  readonly stream_type: string
  readonly stream_id: string
}

/** Streams of sessions, authorizations and the like end with their objects and have ids of their own. */
const isOfKind = ({ stream_id }: StreamName, ids: Ids, of: readonly Kind[]) =>
  of.some((kind) => ids[kind] === stream_id)

const position = /sequence$|^(hash|xact|sealed|slot|revision)$/i
const instant = /^\d{4}-\d\d-\d\dT/
const generated = /^(\d{15,}|[0-9a-f]{32})$/

function withoutIds(value: unknown, ids: Ids): unknown {
  if (typeof value === 'string') {
    if (instant.test(value)) return 'an instant'
    if (generated.test(value)) return 'an id'
    return Object.entries(ids).reduce((text, [kind, id]) => text.replaceAll(id, kind), value)
  }
  if (Array.isArray(value)) return value.map((one) => withoutIds(one, ids))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([name]) => !position.test(name))
  return Object.fromEntries(members.map(([name, one]) => [withoutIds(name, ids), withoutIds(one, ids)]))
}

/** What people read about an object and the organization around it. */
interface Reader {
  /** An administrator of the organization who came with its present life. */
  readonly owner: RestOptions
  readonly ids: Ids
}
const typesOf = (result: readonly { readonly eventType?: { readonly key: string } | undefined }[]) =>
  result.map(({ eventType }) => eventType?.key)
const changesFor = ({ owner, ids }: Reader) =>
  server.client(ManagementService, { ...owner, headers: inOrg(ids.orgId) } as ClientOptions)
const trail = async ({ owner, ids }: Reader, more = '') => {
  const { events } = await operate(server, 'GET', `events?orgId=${ids.orgId}&limit=1000${more}`, owner)
  return (events as readonly { readonly type: string }[]).map(({ type }) => type).sort()
}

type Read = (reader: Reader) => Promise<unknown>
const reads: readonly (readonly [kind: Kind, name: string, read: Read])[] = [
  ['orgId', 'the trail', (reader) => trail(reader)],
  ['orgId', 'the trail of a user', (reader) => trail(reader, `&streamId=${reader.ids.userId}`)],
  ['orgId', 'the tail from the beginning', (reader) => trail(reader, '&after=0_0')],
  [
    'orgId',
    'the exported trail',
    async ({ owner, ids }) => {
      const { json } = await server.rest('GET', `/sallyport/v1/events/export?orgId=${ids.orgId}`, owner)
      const [, ...lines] = String(json).trim().split('\r\n')
      return lines.map((line) => line.split(',')[2])
    },
  ],
  ['orgId', 'changes', async (reader) => typesOf((await changesFor(reader).listOrgChanges({})).result)],
  [
    'orgId',
    'the figures of the days',
    async ({ owner, ids }) =>
      (await operate(server, 'GET', `overview?orgId=${ids.orgId}&days=2`, owner))['days'],
  ],
  ...(['userId', 'machineId'] as const).map(
    (kind) =>
      [
        kind,
        'changes',
        async (reader: Reader) =>
          typesOf((await changesFor(reader).listUserChanges({ userId: reader.ids[kind] })).result),
      ] as const,
  ),
  [
    'userId',
    'own changes',
    async ({ ids }) => {
      const { sessionToken: token } = await passwordSession(server, ids.userId)
      return typesOf((await server.client(AuthService, { token }).listMyUserChanges({})).result)
    },
  ],
  [
    'userId',
    'own events',
    async ({ ids }) => {
      const browser = pageClient(server.url)
      await logIn(browser, { loginName: ids.userId, password }, '/ui/account/events')
      if (browser.page.url.pathname.endsWith('/mfa/set')) await browser.submit({}, 'skip')
      await browser.open('/ui/account/events')
      return browser.page.document.querySelectorAll('.entries strong').map(({ text }) => text.trim())
    },
  ],
  [
    'userId',
    'grants, sessions and the last uses of factors',
    async ({ ids, owner }) => {
      await users.addOTPEmail({ userId: ids.userId })
      const of = async (what: string) => operate(server, 'GET', `users/${ids.userId}/${what}`, owner)
      return withoutIds([await of('access'), await of('factors')], ids)
    },
  ],
  [
    'userId',
    'failed checks',
    async ({ ids, owner }) => {
      await passwordSession(server, ids.userId, 'wrong').catch(() => undefined)
      const { failures } = await operate(server, 'GET', `users/${ids.userId}/explain`, owner)
      return withoutIds(failures, ids)
    },
  ],
  [
    'projectId',
    'changes',
    async (reader) =>
      typesOf((await changesFor(reader).listProjectChanges({ projectId: reader.ids.projectId })).result),
  ],
]

async function addOwner({ orgId }: Ids): Promise<RestOptions> {
  const { token } = await addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  return { token }
}

describe.each(kinds)('a second life under an id: %s', async (kind) => {
  const [ids, other] = [newIds(), newIds()]
  await live(kinds, ids)
  const { browser } = await fill(ids)
  await removals[kind](ids)
  await server.runJobs()
  await live(lost(kind), ids)
  await live(kinds, other)

  test('begins with nothing of the first one', async () => {
    expect(await stateOf(ids, lost(kind))).toEqual(await stateOf(other, lost(kind)))
  })

  test('is not the one that a browser remembers', async () => {
    const remembered = (await browser.read())?.accounts.map(({ userId }) => userId)
    expect(remembered).toEqual(lost(kind).includes('userId') ? [] : [ids.userId])
  })

  describe('shows no other life', () => {
    let owners: readonly RestOptions[]
    beforeAll(async () => {
      owners = [await addOwner(ids), await addOwner(other)]
    })

    test.each(reads.filter(([of]) => lost(kind).includes(of)))(
      'to who reads of %s: %s',
      async (...[, , read]) => {
        const [owner = {}, theirs = {}] = owners
        const [again, fresh] = [await read({ owner, ids }), await read({ owner: theirs, ids: other })]
        expect(fresh).not.toEqual([])
        expect(again).toEqual(fresh)
      },
    )
  })
})

test('administrators of the instance still read the events of a removed organization by its id', async () => {
  const ids = newIds()
  await live(['orgId', 'userId'], ids)
  await removals.orgId(ids)
  const { adminToken: token } = server
  expect(await trail({ ids, owner: { token } })).toContain('org.removed')
  await live(['orgId'], ids)
  expect(await trail({ ids, owner: { token } })).toContain('org.removed')
  expect(await trail({ ids, owner: await addOwner(ids) })).not.toContain('org.removed')
})

test('a person is not named as the editor of what a removed one with their id did', async () => {
  const ids = newIds()
  await live(['orgId', 'userId'], ids)
  const { sessionToken: token } = await passwordSession(server, ids.userId)
  await server.client(AuthService, { token }).updateMyUserName({ userName: `${ids.userId}-renamed` })
  await users.deleteUser({ userId: ids.userId })
  await live(['userId'], ids)
  const { events } = await server.client(AdminService).listEvents({ editorUserId: ids.userId })
  expect(events.map(({ type }) => type?.type)).toContain('user.username.changed')
  expect(events.map(({ editor }) => editor?.displayName).filter(Boolean)).toEqual([])
})

test('changes of an application are not those of a removed one with its id', async () => {
  const { projectId, orgId } = elsewhere
  const applications = server.client(ApplicationService)
  const applicationId = 'app-of-two-lives'
  const add = (name: string) =>
    applications.createApplication({
      projectId,
      applicationId,
      name,
      applicationType: { case: 'apiConfiguration', value: {} },
    })
  await add('First')
  await applications.deleteApplication({ projectId, applicationId })
  await add('Second')
  const { result } = await management(orgId).listAppChanges({ projectId, appId: applicationId })
  expect(typesOf(result)).toEqual([
    'EventTypes.project.application.config.api.added',
    'EventTypes.project.application.added',
  ])
})

test('an organization does not get the projects of a removed one, however many', async () => {
  const { orgId } = newIds()
  const organizations = server.client(OrganizationService)
  await organizations.addOrganization({ name: orgId, orgId })
  const projects = server.client(ProjectService)
  const names = Array.from({ length: 205 }, (__, at) => `Project ${at}`)
  await Promise.all(names.map((name) => projects.createProject({ organizationId: orgId, name })))
  await server.client(AdminService).removeOrg({ orgId })
  await organizations.addOrganization({ name: orgId, orgId })
  expect((await management(orgId).listProjects({})).result).toEqual([])
  await server.runJobs()
  expect((await management(orgId).listProjects({})).result).toEqual([])
})
