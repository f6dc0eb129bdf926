import type { Feature } from '../manifest.ts'
import { flagMigrations } from './migrations.ts'
import { featureService } from './rpc/featureService.ts'
import { firstGeneration } from './rpc/firstGeneration.ts'
import { operations } from './rpc/operations.ts'
import { flagsFacet } from './state.ts'

export { initialFlagEvents } from './initialFlags.ts'
export { requiredLoginSql } from './queries.ts'

/** Switches of the product on the system and on instances, all derived from one table. */
export const featureFlags: Feature = {
  name: 'feature-flags',
  migrations: flagMigrations,
  tables: ['feature_flags'],
  facets: [flagsFacet],
  handlers: (deps) => [featureService(deps), ...firstGeneration(deps)],
  operations,
}
