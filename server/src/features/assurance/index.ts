import type { Feature } from '../manifest.ts'
import { assuranceTasks, lowersSessionsByPolicy } from './lowerSessions.ts'
import { mfaInitFacet } from './mfaInitState.ts'
import { assuranceMigrations } from './migrations.ts'
import { userService } from './rpc/userService.ts'

export { measureImpact } from './measureImpact.ts'
export { skippedAtSql } from './mfaInitState.ts'

/** The effects of policy changes on people and sessions: counted in dry runs, recorded on sessions after the commit. */
export const assurance: Feature = {
  name: 'assurance',
  migrations: assuranceMigrations,
  tables: ['mfa_init_skips'],
  facets: [mfaInitFacet],
  reactions: [lowersSessionsByPolicy],
  handlers: (deps) => [userService(deps)],
  tasks: assuranceTasks,
}
