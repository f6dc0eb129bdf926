import type { PageContext } from './pageContext.ts'

/** Milliseconds. */
const beat = 250

/**
 * Waits until a multiple of a quarter of a second has passed since the request arrived, so that the time of the reply does not show
 * what it took.
 */
export async function waitForBeat(
  { clock }: Pick<PageContext['deps'], 'clock'>,
  call: Pick<PageContext['call'], 'now' | 'signal'>,
): Promise<void> {
  const spent = clock.now().getTime() - call.now.getTime()
  await clock.pause(beat - (spent % beat), call.signal())
}
