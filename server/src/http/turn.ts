import { fastPaths } from '../kernel/fastPaths.ts'

const waiting: (() => void)[] = []
/** As many as one append takes: more would all wait for the last of them. */
const most = 32

/**
 * Resolves once all that has arrived by now is read. Requests of one turn of the event loop then take every step side by side,
 * which keeps its code in the processor's cache for all of them (ADR 14).
 */
export function turn(): Promise<void> {
  if (!fastPaths) return Promise.resolve()
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(goOn)
  })
}

function goOn(): void {
  const together = waiting.splice(0, most)
  if (waiting.length > 0) setImmediate(goOn)
  for (const resolve of together) resolve()
}
