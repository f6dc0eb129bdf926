import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { OtpKind } from '../factor.ts'
import type { OtpChallenge, SessionState } from '../state.ts'
import { otpChallengeOf } from '../state.ts'

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
  'no code is outstanding on this session; ask for one with a challenge',
)
const expired = refuse(
  'session.otp_expired',
  'failed_precondition',
  'this code has expired; ask for a new one with a challenge',
)

/** What is known before a code is looked at: the session's user, and why its factor cannot be used (if so). */
export interface OtpStanding {
  readonly hasUser: boolean
  readonly unavailable: Refusal | undefined
}

/** The challenge that a code answers, or why no code is even compared: then nothing is counted. */
export function answeredChallenge(
  session: SessionState,
  kind: OtpKind,
  code: string,
  standing: OtpStanding,
): OtpChallenge | Refusal {
  if (!standing.hasUser) return noUser
  if (code === '') return noCode
  if (standing.unavailable) return standing.unavailable
  return (session.kind === 'live' ? otpChallengeOf(session, kind) : undefined) ?? noChallenge
}

/** Why a code for this challenge fails whatever it is: it came too late. Counted as a wrong one. */
export function refuseExpired(challenge: OtpChallenge | Refusal, now: Date): Refusal | undefined {
  return !isRefusal(challenge) && new Date(challenge.expiresAt) <= now ? expired : undefined
}
