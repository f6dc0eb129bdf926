import type pg from 'pg'
import { call, httpRequest, type Target } from '../httpConnection.ts'
import { overConnections } from '../overConnections.ts'
import { seedUsers } from '../seedUsers.ts'
import { copyPeople } from './copyPeople.ts'

/** How many there are of everything that the console lists. */
export interface DirectorySize {
  readonly people: number
  readonly organizations: number
  readonly projects: number
}

/** Objects of an instance whose pages are opened. */
export interface Directory {
  readonly orgIds: readonly string[]
  readonly projectIds: readonly string[]
  readonly userIds: readonly string[]
}

const connections = 32
const applicationsEach = 4
/** The people who are created over the API, half of them with codes by e-mail as a factor; the others are copies of them. */
const originals = 1000

/** Fills an instance: organizations, people, projects with a role, applications, an authorization and an administrator each. */
export async function seedDirectory(
  target: Target,
  client: pg.Client,
  size: DirectorySize,
): Promise<Directory> {
  const orgIds = await create(target, size.organizations, (number) => ({
    path: '/v2/organizations',
    body: { name: `Firm ${number}` },
    id: ({ organizationId }) => organizationId,
  }))
  const count = Math.min(originals, size.people) / 2
  const plain = await seedUsers(target, count, { connections, orgIds })
  const withCodes = await seedUsers(target, count, { connections, orgIds, otpEmail: true })
  // Half of them have removed their factor and added it again.
  await overConnections(target, count / 2, connections, async (connection, number) => {
    const path = `/v2/users/${withCodes[number]}/otp_email`
    await call(connection, httpRequest(target, 'DELETE', path))
    await call(connection, httpRequest(target, 'POST', path, {}))
  })
  const projectIds = await seedProjects(target, size.projects, orgIds, plain)
  await copyPeople(client, [...plain, ...withCodes], { copies: size.people / (2 * count) - 1, orgIds })
  return { orgIds, projectIds, userIds: plain }
}

async function seedProjects(
  target: Target,
  count: number,
  orgIds: readonly string[],
  userIds: readonly string[],
): Promise<readonly string[]> {
  const projectIds = await create(target, count, (number) => ({
    path: '/zitadel.project.v2beta.ProjectService/CreateProject',
    body: { organizationId: orgIds[number % orgIds.length], name: `Plan ${number}` },
    id: ({ id }) => id,
  }))
  await overConnections(target, count, connections, async (connection, number) => {
    const post = (path: string, body: object) => call(connection, httpRequest(target, 'POST', path, body))
    const [projectId, userId] = [projectIds[number], userIds[number]]
    const service = (name: string) => `/zitadel.${name}`
    await post(service('project.v2beta.ProjectService/AddProjectRole'), {
      projectId,
      roleKey: 'reader',
      displayName: 'Reader',
    })
    for (let at = 0; at < applicationsEach; at++) {
      await post(service('app.v2beta.AppService/CreateApplication'), {
        projectId,
        name: `App ${number} ${at}`,
        apiRequest: { authMethodType: 'API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT' },
      })
    }
    await post(service('authorization.v2beta.AuthorizationService/CreateAuthorization'), {
      userId,
      projectId,
      organizationId: orgIds[number % orgIds.length],
      roleKeys: ['reader'],
    })
    await post('/admin/v1/members', { userId, roles: ['IAM_OWNER_VIEWER'] })
  })
  return projectIds
}

interface Creation {
  readonly path: string
  readonly body: object
  id(reply: Readonly<Record<string, string>>): string | undefined
}

async function create(
  target: Target,
  count: number,
  creation: (number: number) => Creation,
): Promise<readonly string[]> {
  const ids: string[] = []
  await overConnections(target, count, connections, async (connection, number) => {
    const { path, body, id } = creation(number)
    ids[number] = id(await call(connection, httpRequest(target, 'POST', path, body))) ?? ''
  })
  return ids
}
