import type { Facet } from '../../kernel/facet.ts'
import type { Json } from '../../kernel/json.ts'
import type { Feature } from '../manifest.ts'
import { deliveryFollower } from './delivery/deliveryFollower.ts'
import { logTargetMigrations } from './migrations.ts'
import { operations } from './rpc/operations.ts'
import { logTargetsFacet } from './state.ts'

/** Delivery of the events of an instance to other systems. `facets` returns those of every feature, whose events a filter may name. */
export function logTargetsOf(facets: () => readonly Facet<Json>[]): Feature {
  return {
    name: 'log-targets',
    migrations: logTargetMigrations,
    tables: ['log_targets'],
    instanceTables: ['log_target_deliveries'],
    facets: [logTargetsFacet],
    operations: (deps) => operations(deps, facets),
    followers: (deps) => [deliveryFollower(deps)],
  }
}
