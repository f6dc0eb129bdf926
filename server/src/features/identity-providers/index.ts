import type { Feature } from '../manifest.ts'
import { userService } from './rpc/userService.ts'
import { adminService, authService, managementService } from './rpc/v1Services.ts'

/**
 * External identity providers. None can be set up yet, so that no user and no policy is linked to one; requests for
 * links return nothing or the contract's refusals.
 */
export const identityProviders: Feature = {
  name: 'identity-providers',
  handlers: (deps) => [userService(deps), managementService, adminService, authService],
}
