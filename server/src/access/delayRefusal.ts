import type { Clock } from '../kernel/clock.ts'
import { DomainError, type Refusal } from '../kernel/refusal.ts'

/**
 * Delays the refusal of a failed guess, longer with each guess, and returns it without the delay, so that nothing else
 * delays it again. The request must no longer hold a queue or a connection.
 */
export async function delayRefusal(
  clock: Pick<Clock, 'pause'>,
  refusal: Refusal,
  signal: AbortSignal | undefined,
): Promise<Refusal> {
  const { delayMs, ...rest } = refusal
  if (delayMs === undefined) return refusal
  await clock.pause(delayMs, signal)
  return rest
}

/** Throws the error of a request after the delay of its refusal. */
export async function throwDelayed(
  clock: Pick<Clock, 'pause'>,
  error: unknown,
  signal: AbortSignal | undefined,
): Promise<never> {
  if (!(error instanceof DomainError) || error.refusal.delayMs === undefined) throw error
  throw new DomainError(await delayRefusal(clock, error.refusal, signal), error)
}
