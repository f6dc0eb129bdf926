import type { Feature } from '../manifest.ts'
import { internetProbe } from './adapters/domainProbe.ts'
import { orgDomainsFacet } from './domainState.ts'
import { keepOwner } from './keepOwner.ts'
import { organizationLookup } from './lookupParts.ts'
import { orgMetadataFacet } from './metadataState.ts'
import { organizationMigrations } from './migrations.ts'
import { claimUsernames, removeUsersOfOrganization } from './reactions.ts'
import { domainTaken, nameTaken } from './refusals.ts'
import { adminService } from './rpc/adminService.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { operations } from './rpc/operations.ts'
import { organizationService } from './rpc/organizationService.ts'
import { organizationServiceBeta } from './rpc/organizationServiceBeta.ts'
import { settleName } from './settleName.ts'
import { defaultOrgFacet, orgFacet } from './state.ts'
import { organizationTasks } from './tasks.ts'

export { findOrganization, visibleOrganizations } from './queries.ts'
export { orgMissing } from './refusals.ts'
export { orgFacet } from './state.ts'
export { createOrganization } from './writes/createOrganization.ts'
export { registerOrganization } from './writes/registerOrganization.ts'

/** Organizations, their domains and their metadata. */
export const organizations: Feature = {
  name: 'organizations',
  migrations: organizationMigrations,
  tables: ['organizations', 'org_domains', 'org_metadata'],
  folded: { organizations: ['name'], org_metadata: ['key'] },
  settleClash: { organizations: settleName },
  lookup: organizationLookup,
  facets: [orgFacet, orgDomainsFacet, orgMetadataFacet, defaultOrgFacet],
  reactions: [removeUsersOfOrganization, claimUsernames, keepOwner],
  constraints: { organizations_name_unique: nameTaken, org_domains_verified_unique: domainTaken },
  handlers: (deps) => {
    const probe = internetProbe(deps.outbound)
    return [
      adminService(deps),
      managementService(deps, probe),
      authService(deps),
      organizationService(deps, probe),
      organizationServiceBeta(deps),
    ]
  },
  operations,
  tasks: organizationTasks,
}
