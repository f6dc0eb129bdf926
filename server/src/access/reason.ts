import type { DescMessage, DescMethod, MessageShape } from '@bufbuild/protobuf'
import { ownHeader } from '../contract/ownHeaders.ts'
import { reasonHeader } from '../contract/reasonHeader.ts'
import { isSensitive } from '../contract/sensitiveActs.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import type { Call } from './call.ts'

/** Whether an instance demands the reasons of the sensitive acts of people. */
export type DemandsReasons = (instanceId: string) => Promise<boolean>

const reasonMissing = refuse(
  'auth.reason_required',
  'invalid_argument',
  `this instance demands the reason of this act; send it in the header ${reasonHeader}`,
)

/** Returns the call with the reason that its headers give, which its units of work keep (ADR 38). Throws for an invalid one. */
export function withReason(call: Call): Call {
  const reason = ownHeader(call.headers, reasonHeader)
  return reason === undefined ? call : { ...call, reason }
}

/**
 * Throws if the request is a sensitive act of a person without a reason and the instance demands one. Machines and dry runs need none;
 * the setting is read only for acts that would be refused by it.
 */
export async function requireReason(
  demandsReasons: DemandsReasons,
  { method, message }: { readonly method: DescMethod; readonly message: MessageShape<DescMessage> },
  { instance, principal, reason, dryRun }: Call,
): Promise<void> {
  if (reason !== undefined || dryRun || principal.kind !== 'user' || principal.machine) return
  if (!isSensitive(method, message, principal.userId)) return
  if (await demandsReasons(instance.id)) throw new DomainError(reasonMissing)
}
