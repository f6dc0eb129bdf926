import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { expect, test } from 'vitest'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addPerson, passwordSession } from './people.ts'
import { addGrant, addProject, addProjectMember, management } from './projectFixtures.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const org = await addOrg(server, 'Quuxworks')
const callers = await addCallers(
  server,
  org.orgId,
  'IAM_OWNER_VIEWER',
  'ORG_OWNER_VIEWER',
  'ORG_SETTINGS_MANAGER',
)

interface Result {
  readonly kind: string
  readonly id: string
  readonly name: string
  readonly match: string
}

async function find(q: string, options?: RestOptions, limit = 20) {
  const path = `search?q=${encodeURIComponent(q)}&limit=${limit}`
  return (await operate(server, 'GET', path, options)) as unknown as { results: Result[]; more: boolean }
}
const idsOf = async (q: string, options?: RestOptions) => (await find(q, options)).results.map(({ id }) => id)

test('a search is refused without a token of this instance', async () => {
  expect((await refusalOf(find('a', callers['no token']))).code).toBe('Unauthenticated')
  expect((await refusalOf(find('a', callers['another instance']))).code).toBe('Unauthenticated')
})

test.each([
  ['repeated', 'q=ada&q=bea', 'the parameter q is given 2 times; send it at most 1 times'],
  ['missing', 'limit=1', 'the parameter q is missing; send it'],
  ['empty', 'q=%20', 'the parameter q is missing; send it'],
  ['invisible', 'q=%E2%80%8B', 'the parameter q is missing; send it'],
  ['too large', 'q=ada&limit=51', 'the parameter limit is no whole number from 1 to 50; correct it'],
  ['no number', 'q=ada&limit=-1', 'the parameter limit is no whole number from 1 to 50; correct it'],
  ['too long', `q=${'a'.repeat(201)}`, 'the parameter q is longer than 200 characters; shorten it'],
])('a parameter that is %s is refused', async (_, query, message) => {
  const { status, json } = await server.rest('GET', `/sallyport/v1/search?${query}`)
  expect(status).toBe(400)
  expect(json).toMatchObject({
    message: expect.stringContaining(message),
    details: [{ id: 'operation.parameter_invalid' }],
  })
})

test('callers find only what the lists of the contract would show them', async () => {
  const { userId } = await addPerson(server, { headers: org.headers })
  const project = await addProject(server, { orgId: org.orgId })
  const readers = { IAM_OWNER: {}, ...callers }
  const seen: Record<string, string> = {}
  for (const [caller, options] of Object.entries(readers)) {
    if (caller === 'no token' || caller === 'another instance') continue
    const [person, projects, orgs] = await Promise.all([
      idsOf(userId, options),
      idsOf(project.projectId, options),
      idsOf(org.orgId, options),
    ])
    seen[caller] = [
      person.includes(userId),
      projects.includes(project.projectId),
      orgs.includes(org.orgId),
    ].join()
  }
  expect(seen).toEqual({
    IAM_OWNER: 'true,true,true',
    IAM_OWNER_VIEWER: 'true,true,true',
    ORG_OWNER_VIEWER: 'true,true,true',
    ORG_SETTINGS_MANAGER: 'false,false,true',
    'ORG_OWNER elsewhere': 'false,false,false',
    'no membership': 'false,false,false',
  })
})

test('people find themselves, and members of one project that project with its applications only', async () => {
  const person = await addPerson(server, { headers: org.headers })
  const { sessionToken } = await passwordSession(server, person.userId)
  expect((await find(person.username, { token: sessionToken })).results).toMatchObject([
    {
      kind: 'person',
      id: person.userId,
      detail: person.username,
      orgId: org.orgId,
      orgName: org.name,
      match: 'exact',
    },
  ])
  const [mine, other] = [
    await addProject(server, { orgId: org.orgId }),
    await addProject(server, { orgId: org.orgId }),
  ]
  const app = { name: 'Zebra app', authMethodType: 1 }
  const { appId, clientId } = await management(server, org.orgId).addAPIApp({
    ...app,
    projectId: mine.projectId,
  })
  await management(server, org.orgId).addAPIApp({ ...app, projectId: other.projectId })
  const { token } = await addProjectMember(server, mine, 'PROJECT_OWNER_VIEWER')
  expect(await idsOf('Project ', { token })).toEqual([mine.projectId])
  for (const q of ['zebra', 'bra ap', appId, clientId]) {
    expect((await find(q, { token })).results).toMatchObject([
      { kind: 'application', id: appId, detail: clientId, projectId: mine.projectId, projectName: mine.name },
    ])
  }
})

test('members of a grant find the granted project', async () => {
  const project = await addProject(server, { roles: ['a'] })
  const { grantId, grantedOrganizationId: of } = await addGrant(server, project, ['a'])
  const { token } = await addProjectMember(server, { ...project, grantId, of }, 'PROJECT_GRANT_OWNER_VIEWER')
  expect(await idsOf(project.projectId, { token })).toEqual([project.projectId])
})

test('every name of a person is found, by its beginning in any case, and by parts of three characters', async () => {
  const { userId } = await server.client(ManagementService, { headers: org.headers }).importHumanUser({
    userName: 'wvg-user',
    profile: { firstName: 'Wilhelmina', lastName: 'Vongrat' },
    email: { email: 'post@wvg.example', isEmailVerified: true },
    phone: { phone: '+41791234567', isPhoneVerified: true },
  })
  const exact = [userId, 'WVG-user', 'Wilhelmina Vongrat', 'Post@wvg.example', '+41791234567']
  for (const q of exact) expect((await find(q)).results[0], q).toMatchObject({ id: userId, match: 'exact' })
  for (const q of ['WV', 'wilh', 'vong', 'post@', '+417']) {
    expect((await find(q)).results, q).toContainEqual(
      expect.objectContaining({ id: userId, match: 'prefix' }),
    )
  }
  expect((await find('helmina')).results).toMatchObject([{ id: userId, match: 'part' }])
  expect(await idsOf('lm')).not.toContain(userId)
})

test('a text is no pattern', async () => {
  const { results } = await find('%')
  expect(results).toEqual([])
  expect((await find('___')).results).toEqual([])
})

test('organizations are found by name, id and verified domain, machines by name', async () => {
  const { orgId, name } = org
  const [domain] = (await server.client(ManagementService, { headers: org.headers }).listOrgDomains({}))
    .result
  for (const q of [orgId, name.toUpperCase(), domain?.domainName ?? '']) {
    expect((await find(q)).results[0], q).toMatchObject({
      kind: 'organization',
      id: orgId,
      name,
      match: 'exact',
    })
  }
  expect((await find('uuxwor')).results[0]).toMatchObject({ id: orgId, match: 'part' })
  const machine = await addMachine(server, { orgId })
  expect((await find(machine.userId)).results).toMatchObject([{ kind: 'machine', id: machine.userId }])
})

test('a reply is bounded and says that there is more; kinds take turns', async () => {
  for (let n = 0; n < 4; n++) {
    await management(server, org.orgId).addMachineUser({ userName: `kiwi-${n}`, name: 'Kiwi bird' })
    await addOrg(server, 'Kiwi')
  }
  const few = await find('kiwi', {}, 4)
  expect(few.more).toBe(true)
  expect(few.results.map(({ kind }) => kind).sort()).toEqual([
    'machine',
    'machine',
    'organization',
    'organization',
  ])
  const all = await find('kiwi', {}, 50)
  expect(all.more).toBe(false)
  expect(all.results).toHaveLength(8)
})
