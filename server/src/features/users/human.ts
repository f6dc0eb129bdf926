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
