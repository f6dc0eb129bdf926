import type { Page } from '../../../e2e/src/console/consolePace.ts'

/** A request that a page sent, by the browser's own clock. */
interface Timing {
  /** The path, with ids left out. */
  readonly path: string
  /** Milliseconds from its begin to the end of the reply. */
  readonly duration: number
}

/** Forgets the requests so far, and makes room for many. */
export async function clearTimings(page: Page): Promise<void> {
  await page.evaluate('performance.setResourceTimingBufferSize(10000); performance.clearResourceTimings()')
}

/** Returns the requests to the API that were answered since the page was loaded or `clearTimings` was called. */
export async function apiTimings(page: Page): Promise<readonly Timing[]> {
  return page.evaluate<Timing[]>(`performance.getEntriesByType('resource')
    .filter(({ initiatorType, responseStatus }) => initiatorType === 'fetch' && responseStatus === 200)
    .map(({ name, duration }) => ({ path: new URL(name).pathname, duration }))`)
}

/** Returns the value below which 95 % of the values are, or the greatest of fewer than 20. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.POSITIVE_INFINITY
}
