/** Milliseconds in which a request must be answered, from its arrival. */
export const requestLifetime = 60 * 60_000
/** Milliseconds in which a code, or the ticket of an answer, must be used (RFC 6749 §4.1.2 recommends at most ten minutes). */
export const codeLifetime = 60_000
/** Milliseconds in which the browser must bring the `request_uri` of a pushed request (RFC 9126 §2.2). */
export const pushedLifetime = 90_000

/** Whether what began at this instant (ISO 8601) has outlived its time. */
export function isOver(since: string, lifetime: number, now: Date): boolean {
  return now.getTime() - Date.parse(since) >= lifetime
}
