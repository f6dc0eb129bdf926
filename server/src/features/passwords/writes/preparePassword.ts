import type { EventOf } from '../../../kernel/events.ts'
import type { StreamRef } from '../../../kernel/facet.ts'
import { newId } from '../../../kernel/ids.ts'
import { accept, DomainError } from '../../../kernel/refusal.ts'
import { type Complexity, checkComplexity } from '../commands/checkComplexity.ts'
import { passwordChanged } from '../events.ts'
import type { PasswordHash } from '../hashes/passwordHash.ts'
import { readImportedHash } from '../hashes/readHash.ts'
import { type HashingTurn, hashPassword } from '../hashing.ts'

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

/**
 * Checks a plain password against the complexity policy and hashes it when it is the organization's turn, or takes over a hash that
 * can be checked at a bounded cost; the caller has checked `user.write` for a hash. Throws a refusal of kind invalid_argument.
 */
export async function preparePassword(
  input: NewPassword,
  complexity: Complexity,
  turn: HashingTurn,
): Promise<PreparedPassword> {
  const hash = await hashOf(input, complexity, turn)
  const secretId = newId()
  return {
    event: passwordChanged({ secretId, changeRequired: input.changeRequired }),
    seal: (tx, user) => tx.seal(user, secretId, hash),
  }
}

async function hashOf(input: NewPassword, complexity: Complexity, turn: HashingTurn): Promise<string> {
  if (input.kind === 'hash') {
    accept<PasswordHash>(readImportedHash(input.hash))
    return input.hash
  }
  const refusal = checkComplexity(input.password, complexity)
  if (refusal) throw new DomainError(refusal)
  return hashPassword(input.password, turn)
}
