import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { sessionUserChecked } from '../events.ts'
import type { SessionState } from '../state.ts'

const userUnknown = refuse(
  'session.user_not_found',
  'not_found',
  'no user with this id or login name; check it and try again',
)
const userNotUsable = refuse(
  'session.user_not_usable',
  'failed_precondition',
  'this user is locked or deactivated; ask an administrator',
)
const otherUser = refuse(
  'session.other_user',
  'invalid_argument',
  'this session belongs to another user; create a new session',
)

/** The user that a session is to be about; undefined for one that does not exist. */
export type Candidate = { readonly id: string; readonly orgId: string; readonly usable: boolean } | undefined

/** Binds the session to its user, once and for all; the same user again renews the instant (session.v2 `CheckUser`). */
export function checkUser(session: SessionState, candidate: Candidate): Decision {
  if (candidate === undefined) return userUnknown
  if (!candidate.usable) return userNotUsable
  const bound = session.kind === 'live' ? session.user : null
  if (bound !== null && bound.id !== candidate.id) return otherUser
  return [sessionUserChecked({ userId: candidate.id, userOrgId: candidate.orgId })]
}
