import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { type TestServer, type TestServerOptions, testServer } from '../../server/src/testing/testServer.ts'
import { systemToken, systemUsersEnvironment } from './systemUsers.ts'

/** Another instance of the same server. */
export interface VirtualInstance {
  readonly instanceId: string
  readonly orgId: string
  /** A machine that owns the instance and its default organization, and its token. */
  readonly userId: string
  readonly token: string
  /** Headers that route a request to this instance. */
  readonly headers: Readonly<Record<string, string>>
}

/** Starts the test file's server with the system user `operator`, which `addInstance` uses. */
export function systemServer({ environment, ...options }: TestServerOptions = {}): Promise<TestServer> {
  return testServer({
    ...options,
    environment: { ...systemUsersEnvironment({ operator: undefined }), ...environment },
  })
}

let count = 0

/** Creates an instance at the host `<name>.test`; the default name is unique. */
export async function addInstance(server: TestServer, name?: string): Promise<VirtualInstance> {
  count += 1
  const instanceName = name ?? `second-${count}`
  const host = `${instanceName}.test`
  const system = server.client(SystemService, { token: await systemToken(server, 'operator') })
  const { instanceId, pat } = await system.createInstance({
    instanceName,
    customDomain: host,
    owner: {
      case: 'machine',
      value: { userName: `${instanceName}-owner`, name: 'Owner', personalAccessToken: {} },
    },
  })
  const headers = { 'x-zitadel-instance-host': host }
  const admin = server.client(AdminService, { token: pat, headers })
  const { org } = await admin.getDefaultOrg({})
  const { result } = await admin.listIAMMembers({})
  return { instanceId, orgId: org?.id ?? '', userId: result[0]?.userId ?? '', token: pat, headers }
}

/** Counts the events of an instance; an unchanged number means that nothing was written there. */
export async function eventCount(server: TestServer, instanceId = server.first.instanceId): Promise<number> {
  const [row] = await server.testDatabase.database.query<{ count: number }>(
    'select count(*)::int as count from events where instance_id = $1',
    [instanceId],
  )
  return row?.count ?? Number.NaN
}
