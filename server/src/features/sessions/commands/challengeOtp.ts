import type { Decision } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { SessionEvent } from '../events.ts'
import type { OtpKind } from '../factor.ts'
import type { OtpChallenge } from '../state.ts'

const noUser = refuse(
  'session.challenge_without_user',
  'failed_precondition',
  'this session has no user yet; check the user before asking for a code',
)

const unverified = refuse(
  'session.otp_address_unverified',
  'failed_precondition',
  'codes are sent to verified addresses only; verify the new address first',
)

/** Opens a challenge on the session's user; one that is open on the same channel is replaced, counters stay. */
export function challengeOtp(
  kind: OtpKind,
  standing: {
    readonly hasUser: boolean
    readonly unavailable: Refusal | undefined
    /** Whether a message may go to the person's present address. */
    readonly verified: boolean
  },
  challenge: OtpChallenge,
): Decision<SessionEvent> {
  if (!standing.hasUser) return noUser
  if (standing.unavailable) return standing.unavailable
  if (!challenge.returned && !standing.verified) return unverified
  return [{ type: `session.otp.${kind}.challenged`, payload: challenge }]
}
