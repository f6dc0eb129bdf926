import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { SessionKeyChallenge } from '../events.ts'

/** The session has no user whose key could have answered. */
export const noUserToCheck = refuse(
  'session.key_without_user',
  'failed_precondition',
  'this session has no user yet; check the user first',
)
const noChallenge = refuse(
  'session.key_not_challenged',
  'failed_precondition',
  'no key was requested on this session; request one with a challenge',
)
const expired = refuse(
  'session.key_challenge_expired',
  'failed_precondition',
  'the challenge of this response has expired; request a new one',
)

/** Returns the open challenge that a key's response must match, or why the response is not evaluated. */
export function answeredChallenge(
  open: SessionKeyChallenge | undefined,
  hasUser: boolean,
  now: Date,
): SessionKeyChallenge | Refusal {
  if (!hasUser) return noUserToCheck
  if (open === undefined) return noChallenge
  return new Date(open.expiresAt) > now ? open : expired
}
