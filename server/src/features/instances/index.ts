import type { Feature } from '../manifest.ts'
import { instanceLookup } from './lookupParts.ts'
import { instanceMigrations } from './migrations.ts'
import { domainTaken } from './refusals.ts'
import { adminService } from './rpc/adminService.ts'
import { instanceService } from './rpc/instanceService.ts'
import { instanceServiceBeta } from './rpc/instanceServiceBeta.ts'
import { authService, managementService } from './rpc/publicServices.ts'
import { systemService } from './rpc/systemService.ts'
import { instanceDomainsFacet, instanceFacet, systemFacet } from './state.ts'
import { instanceTasks } from './tasks.ts'

export { reportUnservedDomain } from './reportUnservedDomain.ts'
export { addMissingIamResources } from './writes/addIamResources.ts'
export type { CreatedInstance } from './writes/createInstance.ts'
export { type FirstStart, firstStart } from './writes/firstStart.ts'

/** Virtual instances: creation, hosts and removal. */
export const instances: Feature = {
  name: 'instances',
  migrations: instanceMigrations,
  tables: ['instances', 'instance_domains', 'instance_trusted_domains'],
  lookup: instanceLookup,
  facets: [instanceFacet, instanceDomainsFacet, systemFacet],
  constraints: { instance_domains_unique: domainTaken },
  handlers: (deps) => [
    systemService(deps),
    adminService(deps),
    managementService,
    authService,
    instanceService(deps),
    instanceServiceBeta(deps),
  ],
  tasks: instanceTasks,
}
