import { getSystemErrorName } from 'node:util'
import { AddressNotAllowed } from './outbound.ts'

/** Returns the reason of a failed connection, never a sent text: the refused address and its setting, or the error's code. */
export function failureOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof AddressNotAllowed) return at.message
    // Mail libraries replace the code of a system error, but not its number.
    if ('errno' in at && typeof at.errno === 'number' && at.errno < 0) return getSystemErrorName(at.errno)
    if ('code' in at && typeof at.code === 'string') return at.code
    if (at.name === 'TimeoutError') return 'ETIMEDOUT'
  }
  return 'unknown error'
}
