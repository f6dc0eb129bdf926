import type { Feature } from '../manifest.ts'
import { authService } from './rpc/authService.ts'
import { managementService } from './rpc/managementService.ts'
import { userService } from './rpc/userService.ts'
import { passwordFacet } from './state.ts'

export {
  passwordChanged,
  passwordChangeSent,
  resetCodeAdded,
  resetCodeFailed,
  resetCodeSent,
} from './events.ts'
export { passwordFactor } from './factor.ts'
export { readImportedHash } from './hashes/readHash.ts'
export {
  compareWithNothing,
  type HashingTurn,
  organizationKey,
  stretchCode,
  verifyPassword,
} from './hashing.ts'
export { decodeProof } from './rpc/decode.ts'
export { passwordFacet } from './state.ts'
export { type NewPassword, preparePassword } from './writes/preparePassword.ts'
export { changePassword, type PasswordChange, setPassword } from './writes/setPassword.ts'

/** People's passwords: setting, checking, counting failures, resetting. */
export const passwords: Feature = {
  name: 'passwords',
  facets: [passwordFacet],
  handlers: (deps) => [userService(deps), managementService(deps), authService(deps)],
}
