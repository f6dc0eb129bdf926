import type { Facet } from '../../kernel/facet.ts'
import type { Json } from '../../kernel/json.ts'
import type { Feature } from '../manifest.ts'
import { auditMigrations } from './migrations.ts'
import { adminService } from './rpc/adminService.ts'
import { factorOperations } from './rpc/factorOperations.ts'
import { managementService } from './rpc/managementService.ts'
import { operations } from './rpc/operations.ts'

export { exported, exportTypes, type ShownEvent, shownEvent } from './exportTrail.ts'
export { type OwnCredential, ownCredentials } from './ownCredentials.ts'
export {
  ownSecurityEvents,
  type SecurityEvent,
  type SecurityEventPage,
} from './ownSecurityEvents.ts'
export { type CommitCursor, followTrail, type TrailEvent, type TrailFilter } from './readTrail.ts'
export { listChanges } from './rpc/listChanges.ts'
export type { SecurityFact } from './securityEvents.ts'

/** Reads of the event log. `facets` returns those of every feature, whose events are the types to filter by. */
export function auditOf(facets: () => readonly Facet<Json>[]): Feature {
  return {
    name: 'audit',
    migrations: auditMigrations,
    operations: (deps) => [...operations(deps), ...factorOperations(deps)],
    handlers: (deps) => [adminService(deps, facets), managementService(deps)],
  }
}
