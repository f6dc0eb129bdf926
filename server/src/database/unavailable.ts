import { DomainError, refuse } from '../kernel/refusal.ts'
import { ConnectionFailure } from './connectionFailure.ts'

/** The database cannot be reached or accepts no more connections; the same call may succeed later. */
export const databaseUnavailable = refuse(
  'database.unavailable',
  'unavailable',
  'the database is not available; try again later',
)

/** A statement exceeded the time limit of `openDatabase` and was cancelled. */
const databaseTimeout = refuse(
  'database.timeout',
  'deadline_exceeded',
  'the database did not respond in time; try again later',
)

/** A text that PostgreSQL cannot hold: a NUL character, or half of a surrogate pair. */
export const textInvalid = refuse(
  'database.text_invalid',
  'invalid_argument',
  'a text contains a character that cannot be stored (NUL or half a surrogate pair); remove it',
)

// JSON escapes exactly these: NUL and halves of surrogate pairs. A backslash of the text itself is doubled.
const unstorable = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/

/** Returns the JSON text; refuses one that PostgreSQL cannot store, before it is batched with others. */
export function storable(json: string): string {
  if (json.includes('\\u') && unstorable.test(json)) throw new DomainError(textInvalid)
  return json
}

/** Returns the JSON text with U+FFFD in place of each character that PostgreSQL cannot store. */
export function replaceUnstorable(json: string): string {
  return json.replace(new RegExp(unstorable, 'g'), '$1\ufffd')
}

const textErrors = new Set(['22021', '22P05'])

const socketErrors = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
])

// PostgreSQL, appendix A: connection exceptions, insufficient resources, system errors, authorization at connect,
// operator intervention (shutdown, crash, starting up), a server that became a read-only standby.
const serverStates = /^(08|53|28|58)|^(57P0[1-5]|25006)$/

const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|Connection ended unexpectedly)/

/** Distinguishes a lost or absent database from an error of the statement. */
function isConnectionLoss(error: unknown): boolean {
  if (error instanceof ConnectionFailure) return true
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (socketErrors.has(code) || serverStates.test(code)) return true
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss)
  return code === '' && driverMessages.test(error.message)
}

/** Converts a driver's error: unavailable, timed out, or the error itself. */
export function databaseError(error: unknown): unknown {
  if (isConnectionLoss(error)) return new DomainError(databaseUnavailable, error)
  if (error instanceof Error && 'code' in error && error.code === '57014') {
    return new DomainError(databaseTimeout, error)
  }
  if (error instanceof Error && 'code' in error && textErrors.has(String(error.code))) {
    return new DomainError(textInvalid, error)
  }
  return error
}
