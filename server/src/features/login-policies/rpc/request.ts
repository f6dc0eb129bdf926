import type { Duration } from '@bufbuild/protobuf/wkt'
import {
  MultiFactorType as MultiFactorOnWire,
  PasswordlessType,
  SecondFactorType as SecondFactorOnWire,
} from '@zitadel/proto/zitadel/policy_pb.js'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { LoginRules, MultiFactorType, SecondFactorType } from '../events.ts'

const factorUnknown = refuse(
  'login_policy.factor_unknown',
  'invalid_argument',
  'this is no factor of the contract; name one of its factor types',
)
const passwordlessUnknown = refuse(
  'login_policy.passwordless_type_unknown',
  'invalid_argument',
  'the passwordless type must be ALLOWED or NOT_ALLOWED',
)

const secondFactors: ReadonlyMap<number, SecondFactorType> = new Map([
  [SecondFactorOnWire.OTP, 'totp'],
  [SecondFactorOnWire.U2F, 'u2f'],
  [SecondFactorOnWire.OTP_EMAIL, 'otp_email'],
  [SecondFactorOnWire.OTP_SMS, 'otp_sms'],
])
const multiFactors: ReadonlyMap<number, MultiFactorType> = new Map([
  [MultiFactorOnWire.U2F_WITH_VERIFICATION, 'u2f_with_verification'],
])

/** The second factor that the contract's number means; unspecified and undefined numbers are refused. */
export function secondFactorOf(type: SecondFactorOnWire): SecondFactorType | Refusal {
  return secondFactors.get(type) ?? factorUnknown
}

/** The multi factor that the contract's number means; unspecified and undefined numbers are refused. */
export function multiFactorOf(type: MultiFactorOnWire): MultiFactorType | Refusal {
  return multiFactors.get(type) ?? factorUnknown
}

/** What AddCustomLoginPolicy, UpdateCustomLoginPolicy and UpdateLoginPolicy have in common. */
interface RulesMessage
  extends Omit<LoginRules, 'passwordlessAllowed' | `${string}Lifetime`>,
    Partial<Record<keyof LoginRules & `${string}Lifetime`, Duration>> {
  readonly passwordlessType: PasswordlessType
}

/** The rules of a request: what is unset is false, zero or empty. */
export function rulesOf(message: RulesMessage): LoginRules | Refusal {
  const { passwordlessType } = message
  if (passwordlessType !== PasswordlessType.ALLOWED && passwordlessType !== PasswordlessType.NOT_ALLOWED) {
    return passwordlessUnknown
  }
  return {
    allowUsernamePassword: message.allowUsernamePassword,
    allowRegister: message.allowRegister,
    allowExternalIdp: message.allowExternalIdp,
    forceMfa: message.forceMfa,
    forceMfaLocalOnly: message.forceMfaLocalOnly,
    passwordlessAllowed: passwordlessType === PasswordlessType.ALLOWED,
    hidePasswordReset: message.hidePasswordReset,
    ignoreUnknownUsernames: message.ignoreUnknownUsernames,
    allowDomainDiscovery: message.allowDomainDiscovery,
    disableLoginWithEmail: message.disableLoginWithEmail,
    disableLoginWithPhone: message.disableLoginWithPhone,
    defaultRedirectUri: message.defaultRedirectUri,
    passwordCheckLifetime: seconds(message.passwordCheckLifetime),
    externalLoginCheckLifetime: seconds(message.externalLoginCheckLifetime),
    mfaInitSkipLifetime: seconds(message.mfaInitSkipLifetime),
    secondFactorCheckLifetime: seconds(message.secondFactorCheckLifetime),
    multiFactorCheckLifetime: seconds(message.multiFactorCheckLifetime),
  }
}

function seconds(duration: Duration | undefined): number {
  return duration === undefined ? 0 : Number(duration.seconds) + duration.nanos / 1e9
}
