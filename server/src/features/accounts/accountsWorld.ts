import { Code, ConnectError } from '@connectrpc/connect'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { Stream } from '../../eventlog/types.ts'
import { startTestServer, type TestServer } from '../../testing/testServer.ts'

/** The password of every person of these tests. */
export const password = 'Correct-Horse-1'

/** A whole server, and callers of several kinds. */
export interface AccountsWorld {
  readonly server: TestServer
  readonly orgId: string
  users(token?: string): ReturnType<typeof usersOf>
  management(options?: { readonly token?: string; readonly orgId?: string }): ReturnType<typeof managementOf>
  auth(token: string): ReturnType<typeof authOf>
  /** Creates a person with a verified address, and perhaps the password; answers the id. */
  person(options?: {
    readonly orgId?: string
    readonly withPassword?: boolean
    readonly username?: string
  }): Promise<string>
  /** Creates an organization; answers its id. */
  organization(name?: string): Promise<string>
  /** Signs the person in with the password; answers a token. */
  signIn(userId: string, typed?: string): Promise<string>
  /** A token of a machine with a role in an organization. */
  managerOf(orgId: string, role?: string): Promise<string>
  stream(userId: string): Promise<Stream>
  /** The plain text of a secret that the user's state names. */
  secret(userId: string, secretId: string): Promise<string>
  /** The types of the user's events, oldest first. */
  types(userId: string): Promise<readonly string[]>
  /** Ends the server, after checking that the log still explains every snapshot, row and secret. */
  close(): Promise<void>
}

const usersOf = (server: TestServer, token?: string) =>
  server.client(UserService, token === undefined ? {} : { token })
const managementOf = (server: TestServer, { token, orgId }: { token?: string; orgId?: string } = {}) =>
  server.client(ManagementService, {
    ...(token !== undefined && { token }),
    ...(orgId !== undefined && { headers: { 'x-zitadel-orgid': orgId } }),
  })
const authOf = (server: TestServer, token: string) => server.client(AuthService, { token })

/** Starts the server; the caller closes it. */
export async function openAccountsWorld(): Promise<AccountsWorld> {
  const server = await startTestServer()
  const instanceId = server.first.instanceId
  const { result } = await server
    .client(OrganizationService)
    .listOrganizations({ queries: [{ query: { case: 'defaultQuery', value: {} } }] })
  const orgId = result[0]?.id ?? ''
  const { log, database } = server.product.deps
  let count = 0
  const unique = () => `${++count}-${Date.now()}`
  const stream = (id: string) => log.load({ instanceId, type: 'user', id })
  return {
    server,
    orgId,
    users: (token) => usersOf(server, token),
    management: (options) => managementOf(server, options),
    auth: (token) => authOf(server, token),
    async person({ orgId: organizationId = orgId, withPassword = false, username } = {}) {
      const email = {
        email: `p${unique()}@mail.example`,
        verification: { case: 'isVerified', value: true },
      } as const
      const { id } = await usersOf(server).createUser({
        organizationId,
        ...(username !== undefined && { username }),
        userType: {
          case: 'human',
          value: {
            profile: { givenName: 'Ada', familyName: 'Lovelace' },
            email,
            ...(withPassword && { passwordType: { case: 'password', value: { password } } as const }),
          },
        },
      })
      return id
    },
    async organization(name = `org ${unique()}`) {
      return (await server.client(OrganizationService).addOrganization({ name })).organizationId
    },
    async signIn(userId, typed = password) {
      const user = { search: { case: 'userId', value: userId } } as const
      const checks = { user, password: { password: typed } }
      return (await server.client(SessionService).createSession({ checks })).sessionToken
    },
    async managerOf(organizationId, role = 'ORG_OWNER') {
      const { id } = await usersOf(server).createUser({
        organizationId,
        userType: { case: 'machine', value: { name: 'manager' } },
      })
      await managementOf(server, { orgId: organizationId }).addOrgMember({ userId: id, roles: [role] })
      return (await managementOf(server, { orgId: organizationId }).addPersonalAccessToken({ userId: id }))
        .token
    },
    stream,
    async secret(userId, secretId) {
      return (await log.secret(await stream(userId), secretId))?.toString() ?? ''
    },
    async types(userId) {
      const rows = await database.query<{ type: string }>(
        "select type from events where instance_id = $1 and stream_type = 'user' and stream_id = $2 order by sequence",
        [instanceId, userId],
      )
      return rows.map(({ type }) => type)
    },
    async close() {
      const { findings } = await log.verify()
      await server.close()
      if (findings.length > 0) throw new Error(`the log differs: ${JSON.stringify(findings)}`)
    },
  }
}

/** The name of the status that a call fails with; 'OK' when it succeeds. */
export async function statusOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'OK'
  } catch (error) {
    return Code[ConnectError.from(error).code] ?? 'unknown'
  }
}
