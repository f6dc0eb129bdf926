import { getSystemErrorName } from 'node:util'
import { AddressNotAllowed } from './outbound.ts'

/** Why a connection or its response failed, for programs. */
export const connectionProblems = [
  'name_unknown',
  'connection_refused',
  'timeout',
  'certificate',
  'failed',
  'not_allowed',
] as const

/** The kind of failure of a connection. */
export type ConnectionProblem = (typeof connectionProblems)[number]

/** The failure of an error that names none. */
const unknownFailure = 'unknown error'

/** Returns the reason of a failed connection, never a sent text: the refused address and its setting, or the error's code. */
export function failureOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof AddressNotAllowed) return at.message
    // Mail libraries replace the code of a system error, but not its number.
    if ('errno' in at && typeof at.errno === 'number' && at.errno < 0) return getSystemErrorName(at.errno)
    if ('code' in at && typeof at.code === 'string') return at.code
    if (at.name === 'TimeoutError') return 'ETIMEDOUT'
  }
  return unknownFailure
}

const problems: Readonly<Record<string, ConnectionProblem>> = {
  ECONNREFUSED: 'connection_refused',
  ETIMEDOUT: 'timeout',
}

/** Returns the kind of failure of a connection, with the code of its error where it has one. */
export function connectionFailureOf(error: unknown): {
  readonly problem: ConnectionProblem
  readonly cause: string | null
} {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof AddressNotAllowed) return { problem: 'not_allowed', cause: null }
  }
  const failure = failureOf(error)
  return { problem: problemOf(failure), cause: failure === unknownFailure ? null : failure }
}

function problemOf(failure: string): ConnectionProblem {
  // Such as EAI_NONAME and EAI_AGAIN: the look-up of the name has failed.
  if (/^(EAI_|ENOTFOUND$|ENODATA$)/.test(failure)) return 'name_unknown'
  if (/CERT|SIGNATURE|SSL|TLS|EPROTO/.test(failure)) return 'certificate'
  return problems[failure] ?? 'failed'
}
