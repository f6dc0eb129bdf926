import type { EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { type SessionKeyChallenge, sessionKeyChallenged } from '../events.ts'

/** The session has no user whose keys it could challenge. */
export const noUserToChallenge = refuse(
  'session.key_challenge_without_user',
  'failed_precondition',
  'this session has no user yet; check the user before requesting a key',
)

/** Longer than the browser's own limit, which starts when the page requests the key. */
const challengeMs = 10 * 60_000

/** Opens a challenge to the user's keys, which replaces an open one; it is answered once or expires. */
export function challengeKey(
  challenge: Omit<SessionKeyChallenge, 'expiresAt'>,
  now: Date,
): readonly EventBody[] {
  const { rpId, origin, allowedCredentials, userVerification } = challenge
  const expiresAt = new Date(now.getTime() + challengeMs).toISOString()
  const payload = {
    challenge: challenge.challenge,
    rpId,
    origin,
    allowedCredentials: [...allowedCredentials],
    userVerification,
    expiresAt,
  }
  return [sessionKeyChallenged(payload)]
}
