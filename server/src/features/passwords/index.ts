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
export { type NewPassword, preparePassword } from './preparePassword.ts'
export { decodeProof } from './rpc/userService.ts'
export { changePassword, type PasswordChange } from './setPassword.ts'
export { passwordFacet } from './state.ts'

/** Passwords: set, checked, counted, reset. */
export const passwords: Feature = {
  name: 'passwords',
  facets: [passwordFacet],
  handlers: (deps) => [userService(deps), managementService(deps), authService(deps)],
}
