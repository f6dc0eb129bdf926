import type { EventOf } from '../../../kernel/events.ts'
import type { StreamRef } from '../../../kernel/facet.ts'
import { newId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import { type Complexity, checkComplexity } from '../commands/checkComplexity.ts'
import { passwordChanged } from '../events.ts'
import { verifierOf } from '../hashes/verifyHash.ts'
import { hashPassword } from '../hashing.ts'

/** A password to set: plain text to be hashed, or an imported hash. */
export type NewPassword =
  | { readonly kind: 'plain'; readonly password: string; readonly changeRequired: boolean }
  | { readonly kind: 'hash'; readonly hash: string; readonly changeRequired: boolean }

/** The event that sets a password, and the secret that it names. */
export interface PreparedPassword {
  readonly event: EventOf<typeof passwordChanged>
  /** Gives the hash to the unit of work that appends the event. */
  seal(tx: { seal(stream: StreamRef, id: string, plain: string): void }, user: StreamRef): void
}

const unsupportedHash = refuse(
  'password.hash_unsupported',
  'invalid_argument',
  'this password hash is malformed, of an unknown kind, or its cost is out of bounds; argon2, bcrypt (cost 10 to 16), scrypt, pbkdf2, sha2, md5, phpass and Drupal 7 hashes are accepted',
)

/**
 * Checks a plain password against the complexity policy and hashes it, or takes over a hash of a supported kind.
 * Hashing is slow. Throws a refusal of kind invalid_argument.
 */
export async function preparePassword(input: NewPassword, complexity: Complexity): Promise<PreparedPassword> {
  const refusal = input.kind === 'plain' ? checkComplexity(input.password, complexity) : checkHash(input.hash)
  if (refusal) throw new DomainError(refusal)
  const hash = input.kind === 'plain' ? await hashPassword(input.password) : input.hash
  const secretId = newId()
  return {
    event: passwordChanged({ secretId, changeRequired: input.changeRequired }),
    seal: (tx, user) => tx.seal(user, secretId, hash),
  }
}

function checkHash(hash: string) {
  return verifierOf(hash) === undefined ? unsupportedHash : undefined
}
