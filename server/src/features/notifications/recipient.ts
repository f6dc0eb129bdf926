import type { Stream } from '../../eventlog/types.ts'
import { type Human, isLocked, userFacet } from '../users/index.ts'
import { deliveryFacet } from './deliveryState.ts'

/**
 * Returns the person unless they were removed, deactivated or locked by an administrator. An automatic lock stops no
 * message; otherwise anyone could keep mails from a person by failing to log in.
 */
export function recipientOf(user: Stream, now: Date): Human | undefined {
  const state = user.state(userFacet)
  if (state.kind !== 'human' || state.status === 'inactive') return undefined
  return isLocked(state, now) && user.state(deliveryFacet).barred ? undefined : state
}
