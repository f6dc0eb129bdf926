import { fastPaths } from '../kernel/fastPaths.ts'

const waiting: (() => void)[] = []
/** The group size of appends; more requests would all wait for the last of them. */
const maxStarted = 32

/**
 * Resolves at the end of this event loop iteration, for up to 32 requests at once. They then run each step one after another,
 * while its code is in the processor's cache (ADR 14).
 */
export function startTogether(): Promise<void> {
  if (!fastPaths) return Promise.resolve()
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(start)
  })
}

function start(): void {
  const started = waiting.splice(0, maxStarted)
  if (waiting.length > 0) setImmediate(start)
  for (const resolve of started) resolve()
}
