import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { DomainValidationType } from '@zitadel/proto/zitadel/org_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { startNameServer } from './nameServer.ts'
import { addOrg, inOrg } from './tenants.ts'

/** Proves a domain as that of a new organization, which is returned: users of others lose their usernames of it. */
export async function claimDomain(server: TestServer, domain: string): Promise<{ readonly orgId: string }> {
  await server.client(AdminService).updateDomainPolicy({ validateOrgDomains: true })
  const { orgId } = await addOrg(server, `Owner of ${domain}`)
  const org = server.client(ManagementService, { headers: inOrg(orgId) })
  await org.addOrgDomain({ domain })
  const { url, token } = await org.generateOrgDomainValidation({ domain, type: DomainValidationType.DNS })
  const names = await startNameServer(new Map([[url, token]]))
  await org.validateOrgDomain({ domain })
  await names.close()
  await server.client(AdminService).updateDomainPolicy({ validateOrgDomains: false })
  return { orgId }
}
