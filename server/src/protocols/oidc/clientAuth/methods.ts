import type { OidcClient } from '../../../features/applications/index.ts'
import { clientSecret } from './clientSecret.ts'
import type { ClientAuthMethod } from './method.ts'
import { none } from './none.ts'

/** Every way in which clients authenticate, by the method that the client is registered with. */
export const clientAuthMethods: Readonly<Partial<Record<OidcClient['authMethod'], ClientAuthMethod>>> = {
  none,
  basic: clientSecret,
  post: clientSecret,
}
