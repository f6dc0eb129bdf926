import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { inOrg } from './tenants.ts'

let count = 0

/** Creates a project with a unique name in an organization, the first one by default. Returns its id. */
export async function addProject(server: TestServer, orgId = server.first.orgId): Promise<string> {
  count += 1
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  return (await management.addProject({ name: `Project ${count}` })).id
}
