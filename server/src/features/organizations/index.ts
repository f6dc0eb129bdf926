import type { Feature } from '../manifest.ts'
import { internetProbe } from './adapters/domainProbe.ts'
import { orgDomainsFacet } from './domainState.ts'
import { organizationLookup } from './lookupParts.ts'
import { orgMetadataFacet } from './metadataState.ts'
import { organizationMigrations } from './migrations.ts'
import { claimUsernames, removeUsersOfOrganization } from './reactions.ts'
import { domainTaken, nameTaken } from './refusals.ts'
import { adminService } from './rpc/adminService.ts'
import { authService } from './rpc/authService.ts'
import { managementDomains } from './rpc/managementDomains.ts'
import { managementMetadata } from './rpc/managementMetadata.ts'
import { managementService } from './rpc/managementService.ts'
import { organizationPartsBeta } from './rpc/organizationPartsBeta.ts'
import { organizationService } from './rpc/organizationService.ts'
import { organizationServiceBeta } from './rpc/organizationServiceBeta.ts'
import { defaultOrgFacet, orgFacet } from './state.ts'
import { organizationTasks } from './tasks.ts'

export { createOrganization } from './createOrganization.ts'

/** Organizations: their making, their domains and metadata, their end. */
export const organizations: Feature = {
  name: 'organizations',
  migrations: organizationMigrations,
  tables: ['organizations', 'org_domains', 'org_metadata'],
  lookup: organizationLookup,
  facets: [orgFacet, orgDomainsFacet, orgMetadataFacet, defaultOrgFacet],
  reactions: [removeUsersOfOrganization, claimUsernames],
  constraints: { organizations_name_unique: nameTaken, org_domains_verified_unique: domainTaken },
  handlers: (deps) => [
    adminService(deps),
    managementService(deps),
    managementDomains(deps, internetProbe(deps.outbound)),
    managementMetadata(deps),
    authService(deps),
    organizationService(deps),
    organizationServiceBeta(deps),
    organizationPartsBeta(deps, internetProbe(deps.outbound)),
  ],
  tasks: organizationTasks,
}
