import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { CodeChallenge } from '../events.ts'

const noUser = refuse(
  'session.otp_without_user',
  'invalid_argument',
  'this session has no user yet; check the user first',
)
const noCode = refuse(
  'session.otp_code_empty',
  'invalid_argument',
  'the code is empty; send the code that was received',
)
const noChallenge = refuse(
  'session.otp_not_challenged',
  'failed_precondition',
  'no code is outstanding on this session; request one with a challenge',
)
const expired = refuse(
  'session.otp_expired',
  'failed_precondition',
  'this code has expired; request a new one with a challenge',
)

/** Returns the challenge that a code answers, or why no code is compared; then nothing is counted. */
export function answeredChallenge(
  open: CodeChallenge | undefined,
  code: string,
  standing: { readonly hasUser: boolean; readonly unavailable: Refusal | undefined },
): CodeChallenge | Refusal {
  if (!standing.hasUser) return noUser
  if (code === '') return noCode
  return standing.unavailable ?? open ?? noChallenge
}

/** Returns the refusal of every code received after the challenge expired; it counts as a wrong code. */
export function refuseExpired(challenge: CodeChallenge, now: Date): Refusal | undefined {
  return new Date(challenge.expiresAt) <= now ? expired : undefined
}
