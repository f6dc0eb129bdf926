import type { Feature } from '../manifest.ts'
import { userService } from './rpc/userService.ts'
import { adminService, authService, managementService } from './rpc/v1Services.ts'

/**
 * Other identity providers. None can be set up yet, so nobody is linked to one and no policy names one; everything
 * that asks about links gets that answer, by the contract's own refusals.
 */
export const identityProviders: Feature = {
  name: 'identity-providers',
  handlers: (deps) => [userService(deps), managementService, adminService, authService],
}
