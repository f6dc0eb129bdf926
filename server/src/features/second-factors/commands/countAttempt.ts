import type { EventBody } from '../../../kernel/facet.ts'
import type { Refusal } from '../../../kernel/refusal.ts'

/** The events that lock the user after this many failures in a row; none while the limit is not reached. */
export type LockAfter = (failures: number) => readonly EventBody[]

/** What an evaluated code came to; with a refusal, the events are committed while the request fails. */
export interface Attempt {
  readonly userEvents: readonly EventBody[]
  readonly refusal?: Refusal
}
