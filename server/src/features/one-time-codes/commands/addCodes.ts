import type { Decision } from '../../../kernel/facet.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Channel } from '../channel.ts'
import { codeEvents } from '../events.ts'
import type { CodesState } from '../state.ts'

const exists: Readonly<Record<Channel, Refusal>> = {
  sms: refuse('second_factor.otp_sms_exists', 'already_exists', 'this user already gets codes by SMS'),
  email: refuse('second_factor.otp_email_exists', 'already_exists', 'this user already gets codes by e-mail'),
}
const unproved: Readonly<Record<Channel, Refusal>> = {
  sms: refuse(
    'second_factor.phone_not_verified',
    'failed_precondition',
    'the phone number was never verified; verify it before codes are sent there',
  ),
  email: refuse(
    'second_factor.email_not_verified',
    'failed_precondition',
    'the e-mail address was never verified; verify it before codes are sent there',
  ),
}

/** Turns on one-time codes over a proved channel. */
export function addCodes(channel: Channel, state: CodesState): Decision {
  if (state.kind === 'ready') return exists[channel]
  return state.kind === 'unproved' ? unproved[channel] : [codeEvents[channel].added()]
}
