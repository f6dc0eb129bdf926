import type { Decision } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Channel } from '../channel.ts'
import { type CodeChallenge, sessionCodeEvents } from '../events.ts'

const noUser = refuse(
  'session.challenge_without_user',
  'failed_precondition',
  'this session has no user yet; check the user before requesting a code',
)
const unverified = refuse(
  'session.otp_address_unverified',
  'failed_precondition',
  'codes are sent to verified addresses only; verify the new address first',
)

/** Opens a challenge on the session's user; it replaces an open one of the same channel, counters stay. */
export function challengeCode(
  channel: Channel,
  standing: {
    readonly hasUser: boolean
    readonly unavailable: Refusal | undefined
    /** Whether a message may be sent to the person's present address. */
    readonly verified: boolean
  },
  challenge: CodeChallenge,
): Decision {
  if (!standing.hasUser) return noUser
  if (standing.unavailable) return standing.unavailable
  if (!challenge.returned && !standing.verified) return unverified
  return [sessionCodeEvents[channel].challenged(challenge)]
}
