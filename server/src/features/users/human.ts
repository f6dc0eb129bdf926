import type { Stream } from '../../eventlog/types.ts'
import { DomainError, type Refusal, refuse } from '../../kernel/refusal.ts'
import { userNotFound } from './refusals.ts'
import { type Human, userFacet } from './state.ts'

const userInitial = refuse(
  'user.initial',
  'failed_precondition',
  'this person has not finished the initialization yet; let them use their initialization code first',
)

/** Returns the person of a stream; throws `missing` for machines and unknown users. */
export function requireHuman(user: Stream, missing: Refusal = userNotFound): Human {
  const state = user.state(userFacet)
  if (state.kind !== 'human') throw new DomainError(missing)
  return state
}

/** Returns the person of a stream like `requireHuman`; also refuses people who have not finished their initialization (users notes §1). */
export function requireInitializedHuman(user: Stream, missing: Refusal = userNotFound): Human {
  const human = requireHuman(user, missing)
  if (human.status === 'initial') throw new DomainError(userInitial)
  return human
}

/** Reports whether the person has verified the address to which one-time codes of this kind are sent. */
export function isVerified(user: Stream, kind: 'sms' | 'email'): boolean {
  const state = user.state(userFacet)
  if (state.kind !== 'human') return false
  return kind === 'email' ? state.email.verified : state.phone?.verified === true
}
