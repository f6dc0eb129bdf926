import { matchesDigest } from '../../../access/tokenSecret.ts'
import type { ClientAuthMethod } from './method.ts'
import { wrongCredentials } from './presented.ts'

/**
 * `client_secret_basic` and `client_secret_post`, which are interchangeable. Guesses are neither counted nor delayed: a secret
 * has at least 190 random bits, so that no rate of guesses finds it, while a lock would let strangers stop a client.
 */
export const clientSecret: ClientAuthMethod = {
  names: ['client_secret_basic', 'client_secret_post'],
  async verify({ presented, secret }) {
    const sent = presented.kind === 'basic' || presented.kind === 'post' ? presented.secret : undefined
    if (sent === undefined || !matchesDigest(Buffer.from(sent), await secret())) {
      throw wrongCredentials(presented)
    }
  },
}
