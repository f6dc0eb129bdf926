import type { Clock } from '../kernel/clock.ts'
import type { Writing } from './types.ts'

/** Returns the options of a unit of work without a request, such as a job's; its creator is `system`. */
export function systemWriting(clock: Pick<Clock, 'now'>, instanceId: string): Writing {
  return { instanceId, creator: 'system', now: clock.now() }
}
