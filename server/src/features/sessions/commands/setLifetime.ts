import type { Decision } from '../../../kernel/facet.ts'
import { later } from '../../../kernel/instant.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { sessionLifetimeSet } from '../events.ts'

const negative = refuse(
  'session.lifetime_negative',
  'invalid_argument',
  'a lifetime cannot be negative; send a positive duration, or none for a session that does not expire',
)

const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Restarts the lifetime from this instant; 0 ms means without end, undefined leaves it as it is. */
export function setLifetime(current: string | null, lifetimeMs: number | undefined, now: Date): Decision {
  if (lifetimeMs === undefined) return []
  if (lifetimeMs < 0) return negative
  if (lifetimeMs > 0) {
    const expiresAt = later(now, Math.min(lifetimeMs, latest - now.getTime())).toISOString()
    return [sessionLifetimeSet({ expiresAt })]
  }
  return current === null ? [] : [sessionLifetimeSet({ expiresAt: null })]
}
