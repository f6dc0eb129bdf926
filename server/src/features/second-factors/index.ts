import type { Feature } from '../manifest.ts'
import { mfaInitFacet } from './mfaInitState.ts'
import { secondFactorMigrations } from './migrations.ts'
import { otpEmailFacet, otpSmsFacet } from './otpState.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { userService } from './rpc/userService.ts'
import { totpFacet } from './totpState.ts'

export { checkTotp, otpAttempt, otpUnavailable } from './check.ts'
export { newTotpEvents } from './commands/addTotp.ts'
export { readyFactorKindsSql } from './queries.ts'
export { parseTotpSecret } from './totp.ts'

/** One-time passwords: authenticator apps, and codes by SMS and e-mail. */
export const secondFactors: Feature = {
  name: 'second-factors',
  migrations: secondFactorMigrations,
  tables: ['user_factors', 'mfa_init_skips'],
  facets: [totpFacet, otpSmsFacet, otpEmailFacet, mfaInitFacet],
  handlers: (deps) => [userService(deps), authService(deps), managementService(deps)],
}
