import { call, httpRequest, type Target } from '../httpConnection.ts'
import { overConnections } from '../overConnections.ts'
import { seedUsers } from '../seedUsers.ts'

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

/**
 * Fills an instance over the API: people of all organizations, half of them with codes by e-mail as a factor, of whom half have removed
 * it and added it again (so that the log has as many counted events as people), projects with a role and applications, and
 * an authorization and an administrator for every project.
 */
export async function seedDirectory(target: Target, size: DirectorySize): Promise<Directory> {
  const orgIds = await create(target, size.organizations, (number) => ({
    path: '/v2/organizations',
    body: { name: `Firm ${number}` },
    id: ({ organizationId }) => organizationId,
  }))
  const half = Math.floor(size.people / 2)
  const plain = await seedUsers(target, size.people - half, { connections, orgIds })
  const withCodes = await seedUsers(target, half, { connections, orgIds, otpEmail: true })
  await overConnections(target, Math.floor(half / 2), connections, async (connection, number) => {
    const path = `/v2/users/${withCodes[number]}/otp_email`
    await call(connection, httpRequest(target, 'DELETE', path))
    await call(connection, httpRequest(target, 'POST', path, {}))
  })
  return { orgIds, projectIds: await seedProjects(target, size.projects, orgIds, plain), userIds: plain }
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
