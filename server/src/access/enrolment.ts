import type { DescMethod } from '@bufbuild/protobuf'

const ownFactors =
  /^(addMyAuthFactor(OTP|OTPSMS|OTPEmail|U2F)|verifyMyAuthFactor(OTP|U2F)|(add|verify)MyPasswordless|listMyAuthFactors|listMyPasswordless|registerTOTP|verifyTOTPRegistration|addOTPSMS|addOTPEmail|registerU2F|verifyU2FRegistration|registerPasskey|verifyPasskeyRegistration)$/

/**
 * Whether a method only sets up the caller's own factors. Where MFA is forced and a person has no factor yet, their
 * session may call these and nothing else, without any of their roles: otherwise nobody could ever comply.
 */
export function isEnrolment(method: DescMethod): boolean {
  return ownFactors.test(method.localName)
}
