import { ownHeader } from '../contract/ownHeaders.ts'
import { reasonHeader } from '../contract/reasonHeader.ts'
import type { Call } from './call.ts'

/** Returns the call with the reason that its headers give, which its units of work keep (ADR 38). Throws for an invalid one. */
export function withReason(call: Call): Call {
  const reason = ownHeader(call.headers, reasonHeader)
  return reason === undefined ? call : { ...call, reason }
}
