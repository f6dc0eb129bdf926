import type { StreamRef } from '../../kernel/facet.ts'
import { newId } from '../../kernel/ids.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { type Complexity, checkComplexity } from './complexity.ts'
import { hashPassword } from './hashing.ts'
import { checkImportedHash } from './importedHash.ts'

/** A password on its way into the log: plain text to be hashed, or a hash from elsewhere. */
export type NewPassword =
  | { readonly kind: 'plain'; readonly password: string; readonly changeRequired: boolean }
  | { readonly kind: 'hash'; readonly hash: string; readonly changeRequired: boolean }

/** The event that sets a password, and the secret that it names. */
export interface PreparedPassword {
  readonly event: {
    readonly type: 'user.human.password.changed'
    readonly payload: { readonly secretId: string; readonly changeRequired: boolean }
  }
  /** Hands the hash to the unit of work that appends the event. */
  seal(tx: { seal(stream: StreamRef, id: string, plain: string): void }, user: StreamRef): void
}

/**
 * Checks a plain password against the complexity policy and hashes it, or takes a hash of a supported kind as it is.
 * Done before the unit of work, because hashing is slow. Refuses with invalid_argument.
 */
export async function preparePassword(input: NewPassword, complexity: Complexity): Promise<PreparedPassword> {
  const refusal =
    input.kind === 'plain' ? checkComplexity(input.password, complexity) : checkImportedHash(input.hash)
  if (refusal) throw new DomainError(refusal)
  const hash = input.kind === 'plain' ? await hashPassword(input.password) : input.hash
  const secretId = newId()
  return {
    event: {
      type: 'user.human.password.changed',
      payload: { secretId, changeRequired: input.changeRequired },
    },
    seal: (tx, user) => tx.seal(user, secretId, hash),
  }
}
