import type { EventBody } from '../../kernel/facet.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'
import { emailChanged, emailCodeFacet, type Human, phoneChanged, phoneCodeFacet } from '../users/index.ts'
import { parseEmail, parsePhone } from './addresses.ts'

/** The two ways to reach a person. */
export type Channel = 'email' | 'phone'

interface ChannelRules {
  readonly parse: (text: string) => string | Refusal
  readonly generator: 'verify_email_code' | 'verify_phone_code'
  readonly facet: typeof emailCodeFacet
  readonly current: (human: Human) => { readonly address: string; readonly verified: boolean } | undefined
  readonly changed: (address: string) => EventBody
  readonly unchanged: Refusal
  readonly alreadyVerified: Refusal
  readonly noCode: Refusal
  readonly wrongCode: Refusal
}

/** The rules of each channel. */
export const channels: Readonly<Record<Channel, ChannelRules>> = {
  email: {
    parse: parseEmail,
    generator: 'verify_email_code',
    facet: emailCodeFacet,
    current: (human) => human.email,
    changed: (email) => emailChanged({ email }),
    ...refusals('email', 'e-mail', 'e-mail address'),
  },
  phone: {
    parse: parsePhone,
    generator: 'verify_phone_code',
    facet: phoneCodeFacet,
    current: ({ phone }) => (phone ? { address: phone.number, verified: phone.verified } : undefined),
    changed: (phone) => phoneChanged({ phone }),
    ...refusals('phone', 'phone', 'phone number'),
  },
}

function refusals(channel: Channel, word: string, address: string) {
  return {
    unchanged: refuse(
      `user.${channel}_unchanged`,
      'failed_precondition',
      `the user already has this ${address}; send another one`,
    ),
    alreadyVerified: refuse(
      `user.${channel}_already_verified`,
      'failed_precondition',
      `the ${address} is already verified; it needs no code`,
    ),
    noCode: refuse(
      `user.${channel}_code_missing`,
      'failed_precondition',
      `no ${word} code is outstanding; request a new one`,
    ),
    wrongCode: refuse(
      `user.${channel}_code_wrong`,
      'invalid_argument',
      `the ${word} code is wrong or expired; request a new one`,
    ),
  }
}
