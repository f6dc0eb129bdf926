/** What can be proved on a session beyond naming its user; keys of its state. */
export const sessionFactors = ['password', 'intent', 'webAuthN', 'totp', 'otpSms', 'otpEmail'] as const

/** One of `sessionFactors`. */
export type SessionFactor = (typeof sessionFactors)[number]

/** The ways a one-time code reaches a person; also the middle of the public event names. */
export type OtpKind = 'sms' | 'email'

/** The factor that a code of this channel proves. */
export function otpFactor(kind: OtpKind): 'otpSms' | 'otpEmail' {
  return kind === 'sms' ? 'otpSms' : 'otpEmail'
}
