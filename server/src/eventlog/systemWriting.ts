import type { Clock } from '../kernel/clock.ts'
import type { Writing } from './types.ts'

/** Describes an append that no request asked for, such as a job's; its creator is `system`. */
export function systemWriting(clock: Pick<Clock, 'now'>, instanceId: string): Writing {
  return { instanceId, creator: 'system', now: clock.now() }
}
