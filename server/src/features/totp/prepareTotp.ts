import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { newId } from '../../kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { newTotpEvents } from './commands/addTotp.ts'
import { parseTotpSecret } from './seed.ts'

const tooShort = refuse(
  'user.totp_secret_invalid',
  'invalid_argument',
  'the TOTP secret is not base32, or shorter than 112 bits; send a longer one in base32',
)

/** The authenticator app of an imported person. */
export interface PreparedTotp {
  readonly events: readonly EventBody[]
  /** Seals the seed; runs in the unit of work that appends the events. */
  seal(tx: Transaction, user: Stream): void
}

/** Checks a seed in base32 text; at least 112 bits (RFC 4226 §4). */
export function prepareTotp(secret: string): PreparedTotp | Refusal {
  const seed = parseTotpSecret(secret)
  if (isRefusal(seed)) return seed
  if (seed.length < 14) return tooShort
  const secretId = newId()
  return { events: newTotpEvents(secretId), seal: (tx, user) => tx.seal(user, secretId, seed) }
}
