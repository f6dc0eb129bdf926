import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { isOver, requestLifetime } from '../lifetimes.ts'
import { requestHandled, requestNotFound } from '../refusals.ts'
import type { AuthRequestState, Open } from '../state.ts'

/** The request if a login can still answer it at this instant. */
export function openRequest(state: AuthRequestState, now: Date): Open | Refusal {
  if (state.kind === 'none' || state.kind === 'pushed') return requestNotFound
  if (state.kind !== 'open' || isOver(state.addedAt, requestLifetime, now)) return requestHandled
  return state
}

/** The request as a login may read it: not once it was exchanged, refused or has expired. */
export function readableRequest(state: AuthRequestState, now: Date) {
  const used = state.kind === 'code' && state.exchanged
  if (used || state.kind === 'done' || state.kind === 'failed') return requestNotFound
  if (state.kind === 'none' || state.kind === 'pushed') return requestNotFound
  return isOver(state.addedAt, requestLifetime, now) ? requestNotFound : state
}

/** As `openRequest`; an unknown request counts as handled (oidc.v2 `CreateCallback` with an error). */
export function refusableRequest(state: AuthRequestState, now: Date): Open | Refusal {
  const open = openRequest(state, now)
  return isRefusal(open) ? requestHandled : open
}
