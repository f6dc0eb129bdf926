import type { EventBody } from '../../kernel/facet.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { type ContactCodeState, emailCodeFacet, type Human, phoneCodeFacet } from '../users/index.ts'
import { parseEmail, parsePhone } from './addresses.ts'

/** The two ways to reach a person. */
export type Channel = 'email' | 'phone'

/** What is particular to a channel. */
export interface ChannelRules {
  readonly parse: (text: string) => string | Refusal
  readonly generator: 'verify_email_code' | 'verify_phone_code'
  readonly facet: typeof emailCodeFacet
  readonly current: (human: Human) => { readonly address: string; readonly verified: boolean } | undefined
  readonly changed: (address: string) => EventBody
  readonly unchanged: Refusal
  readonly verifiedAlready: Refusal
  readonly noCode: Refusal
  readonly wrongCode: Refusal
}

export const channels: Readonly<Record<Channel, ChannelRules>> = {
  email: {
    parse: parseEmail,
    generator: 'verify_email_code',
    facet: emailCodeFacet,
    current: (human) => human.email,
    changed: (email) => ({ type: 'user.human.email.changed', payload: { email } }),
    unchanged: refuse(
      'user.email_unchanged',
      'failed_precondition',
      'this already is the e-mail address of the user',
    ),
    verifiedAlready: refuse(
      'user.email_already_verified',
      'failed_precondition',
      'the e-mail address is verified already',
    ),
    noCode: refuse(
      'user.email_code_missing',
      'failed_precondition',
      'no e-mail code is outstanding; request a new one',
    ),
    wrongCode: refuse(
      'user.email_code_wrong',
      'invalid_argument',
      'the e-mail code is wrong or expired; request a new one',
    ),
  },
  phone: {
    parse: parsePhone,
    generator: 'verify_phone_code',
    facet: phoneCodeFacet,
    current: ({ phone }) => (phone ? { address: phone.number, verified: phone.verified } : undefined),
    changed: (phone) => ({ type: 'user.human.phone.changed', payload: { phone } }),
    unchanged: refuse(
      'user.phone_unchanged',
      'failed_precondition',
      'this already is the phone number of the user',
    ),
    verifiedAlready: refuse(
      'user.phone_already_verified',
      'failed_precondition',
      'the phone number is verified already',
    ),
    noCode: refuse(
      'user.phone_code_missing',
      'failed_precondition',
      'no phone code is outstanding; request a new one',
    ),
    wrongCode: refuse(
      'user.phone_code_wrong',
      'invalid_argument',
      'the phone code is wrong or expired; request a new one',
    ),
  },
}

/** After so many wrong tries a code is void, so that it cannot be guessed within its lifetime. */
const maxFailures = 10

/** Whether a code can still be used at all. */
export function isOutstanding(code: ContactCodeState): code is ContactCodeState & { kind: 'outstanding' } {
  return code.kind === 'outstanding' && code.failures < maxFailures
}
