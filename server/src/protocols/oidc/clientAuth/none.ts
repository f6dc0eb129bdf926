import type { ClientAuthMethod } from './method.ts'
import { wrongCredentials } from './presented.ts'

/** Public clients (RFC 6749 §2.1), which name themselves only. Credentials that such a client sends are refused, as it has none. */
export const none: ClientAuthMethod = {
  names: ['none'],
  async verify({ presented }) {
    if (presented.kind !== 'none') throw wrongCredentials(presented)
  },
}
