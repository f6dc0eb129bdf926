import type { Facet } from '../../kernel/facet.ts'
import type { Json } from '../../kernel/json.ts'
import type { Feature } from '../manifest.ts'
import { auditMigrations } from './migrations.ts'
import { adminService } from './rpc/adminService.ts'
import { managementService } from './rpc/managementService.ts'

export { listChanges } from './listChanges.ts'

/** Reading the event log; `facets` are those of every feature, which tell what types of events there are. */
export function auditOf(facets: () => readonly Facet<Json>[]): Feature {
  return {
    name: 'audit',
    migrations: auditMigrations,
    handlers: (deps) => [adminService(deps, facets), managementService(deps)],
  }
}
