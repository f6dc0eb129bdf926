const second = 1000
const longestPause = 5 * 60 * second
/** The longest time that a receiver may ask for. */
const longestAsked = 60 * 60 * second

/** Returns the milliseconds before the next attempt after this many failures: 1, 2, 4 … seconds, at most five minutes. */
export function pauseAfter(failures: number): number {
  return Math.min(second * 2 ** Math.min(failures - 1, 20), longestPause)
}

/** Reads `Retry-After` (RFC 9110 §10.2.3) as milliseconds, at most an hour; 0 without one, or if it is neither a number nor a date. */
export function askedPause(header: string | undefined, now: Date): number {
  const text = header?.trim() ?? ''
  const asked = /^\d{1,9}$/.test(text) ? Number(text) * second : Date.parse(text) - now.getTime()
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longestAsked) : 0
}
