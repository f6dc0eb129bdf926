import type { Feature } from '../manifest.ts'
import { secondFactorMigrations } from './migrations.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { userService } from './rpc/userService.ts'

export { countAttempt, type LockAfter } from './countAttempt.ts'
export { readyFactorKindsSql } from './queries.ts'
export { factorLocked, factorNotFound, factorNotReady, wrongCode } from './refusals.ts'
export { callerUserId, requireCredentialRight, requireWithin } from './rights.ts'
export { factorRows } from './rows.ts'

/** The shared parts of all second factors: their index and lists, rights, and the count of attempts. */
export const secondFactors: Feature = {
  name: 'second-factors',
  migrations: secondFactorMigrations,
  tables: ['user_factors'],
  handlers: (deps) => [userService(deps), authService(deps), managementService(deps)],
}
