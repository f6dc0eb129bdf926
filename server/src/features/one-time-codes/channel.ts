import type { EventDefinition } from '../../kernel/events.ts'
import { addressLost, emailVerified, phoneRemoved, phoneVerified } from '../users/index.ts'

/** A way for a one-time code to reach a person; also a part of the public event names. */
export type Channel = 'sms' | 'email'

interface ChannelRow {
  readonly kind: 'otp_sms' | 'otp_email'
  readonly field: 'otpSms' | 'otpEmail'
  /** The person proved that the address is theirs. */
  readonly verified: EventDefinition
  /** Removing the address also takes the factor away. */
  readonly addressRemoved: readonly EventDefinition[]
  /** Codes and proofs by the former address are void; the factor stays. */
  readonly addressLost: readonly EventDefinition[]
}

/** The factor of each channel, and the events of its address. */
export const channels: Readonly<Record<Channel, ChannelRow>> = {
  sms: {
    kind: 'otp_sms',
    field: 'otpSms',
    verified: phoneVerified,
    addressRemoved: [phoneRemoved],
    addressLost: addressLost.phone,
  },
  email: {
    kind: 'otp_email',
    field: 'otpEmail',
    verified: emailVerified,
    addressRemoved: [],
    addressLost: addressLost.email,
  },
}
