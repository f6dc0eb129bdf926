import type { EventBody } from '../kernel/facet.ts'
import type { Refusal } from '../kernel/refusal.ts'

/**
 * What checking one factor came to. With a refusal, `userEvents` are what the failure itself must record
 * (`….check.failed`, perhaps `user.locked`) and are committed while the request fails.
 */
export interface CheckOutcome {
  readonly userEvents: readonly EventBody[]
  readonly refusal?: Refusal
}
