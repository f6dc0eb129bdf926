import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { SessionState, WebAuthNChallenge } from '../state.ts'

const noUser = refuse(
  'session.key_without_user',
  'failed_precondition',
  'this session has no user yet; check the user first',
)
const noChallenge = refuse(
  'session.key_not_challenged',
  'failed_precondition',
  'no key was asked for on this session; ask for one with a challenge',
)
const expired = refuse(
  'session.key_challenge_expired',
  'failed_precondition',
  'the answer comes too late; ask for a key again with a challenge',
)

/** The open challenge that a key's answer is held against, or why no answer is looked at. */
export function answeredKeyChallenge(
  session: SessionState,
  hasUser: boolean,
  now: Date,
): WebAuthNChallenge | Refusal {
  if (!hasUser) return noUser
  const challenge = session.kind === 'live' ? session.challenges.webAuthN : undefined
  if (challenge === undefined) return noChallenge
  return new Date(challenge.expiresAt) > now ? challenge : expired
}
