import { ownHeader } from '../contract/ownHeaders.ts'
import { reasonHeader } from '../contract/reasonHeader.ts'
import { sensitiveActs } from '../contract/sensitiveActs.ts'
import type { Traits } from '../contract/traits.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import type { Call } from './call.ts'
import { changedUser } from './freshProof.ts'

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

/** A request of a method or operation, by what decides whether it is sensitive. */
interface Act<Message> {
  readonly name: string
  readonly traits: Traits<Message>
  readonly message: Message
}

/**
 * Throws if the request is a sensitive act of a person without a reason and the instance demands one. Machines need none;
 * the setting is read only for acts that would be refused by it.
 */
export async function requireReason<Message>(
  demandsReasons: DemandsReasons,
  act: Act<Message>,
  { instance, principal, reason }: Call,
): Promise<void> {
  if (reason !== undefined || principal.kind !== 'user' || principal.machine) return
  if (!isSensitive(act, principal.userId)) return
  if (await demandsReasons(instance.id)) throw new DomainError(reasonMissing)
}

/** Methods with these names replace or remove what is there; those that add a factor do not. */
const replaces = /^(Remove|Set|Update)/

/** Whether an act is in the table, or replaces or removes a password, factor or address of somebody else. */
function isSensitive<Message>({ name, traits, message }: Act<Message>, callerId: string): boolean {
  if (sensitiveActs.has(name)) return true
  const userId = replaces.test(name) ? changedUser(traits, message) : undefined
  return userId !== undefined && userId !== 'self' && userId !== callerId
}
