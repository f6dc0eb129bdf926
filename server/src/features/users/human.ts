import type { Stream } from '../../eventlog/types.ts'
import { DomainError, type Refusal } from '../../kernel/refusal.ts'
import { userInitial, userNotFound } from './refusals.ts'
import { type Human, userFacet } from './state.ts'

/** The person behind a stream; machines and unknown users get the given refusal (not_found unless told). */
export function requireHuman(user: Stream, missing: Refusal = userNotFound): Human {
  const state = user.state(userFacet)
  if (state.kind !== 'human') throw new DomainError(missing)
  return state
}

/** The same, refusing people who have not finished their initialization (users notes §1). */
export function requireInitializedHuman(user: Stream, missing: Refusal = userNotFound): Human {
  const human = requireHuman(user, missing)
  if (human.status === 'initial') throw new DomainError(userInitial)
  return human
}

/** Whether the person has proved that the address which one-time codes go to is theirs. */
export function isVerified(user: Stream, kind: 'sms' | 'email'): boolean {
  const state = user.state(userFacet)
  if (state.kind !== 'human') return false
  return kind === 'email' ? state.email.verified : state.phone?.verified === true
}
