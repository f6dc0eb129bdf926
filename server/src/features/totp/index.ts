import type { Feature } from '../manifest.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { userService } from './rpc/userService.ts'
import { totpFacet } from './state.ts'

export { totpFactor } from './factor.ts'
export { prepareTotp } from './prepareTotp.ts'
export { isBegunKey } from './writes/totp.ts'

/** One-time passwords from an authenticator app (RFC 6238). */
export const totp: Feature = {
  name: 'totp',
  facets: [totpFacet],
  handlers: (deps) => [userService(deps), authService(deps), managementService(deps)],
}
