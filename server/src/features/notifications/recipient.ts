import type { Stream } from '../../eventlog/types.ts'
import { type Human, isLocked, userFacet } from '../users/index.ts'
import { deliveryFacet } from './deliveryState.ts'

/**
 * The person to send to, if messages may reach it: not removed, not deactivated, not locked by an administrator.
 * An automatic lock stops no message, or anyone could keep mails from a person by guessing wrong.
 */
export function recipientOf(user: Stream, now: Date): Human | undefined {
  const state = user.state(userFacet)
  if (state.kind !== 'human' || state.status === 'inactive') return undefined
  return isLocked(state, now) && user.state(deliveryFacet).barred ? undefined : state
}
