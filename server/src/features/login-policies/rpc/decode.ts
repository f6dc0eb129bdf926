import type { Duration } from '@bufbuild/protobuf/wkt'
import {
  type MultiFactorType,
  PasswordlessType,
  type SecondFactorType,
} from '@sallyport/contract/zitadel/policy_pb.js'
import {
  factorKinds,
  type MultiFactor,
  multiFactorNames,
  multiFactors,
  type PolicyFactorName,
  policyFactorNames,
} from '../../../access/factorKinds.ts'
import { secondsOf } from '../../../contract/durations.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { LoginRules } from '../events.ts'

const factorUnknown = refuse(
  'login_policy.factor_unknown',
  'invalid_argument',
  'this type of factor is unknown; use one of the contract',
)
const passwordlessUnknown = refuse(
  'login_policy.passwordless_type_unknown',
  'invalid_argument',
  'the passwordless type is unknown; use ALLOWED or NOT_ALLOWED',
)

/** Decodes a number of `SecondFactorType`; refuses unspecified and undefined ones. */
export function decodeSecondFactor(type: SecondFactorType): PolicyFactorName | Refusal {
  return policyFactorNames.find((name) => factorKinds[name].policyType === type) ?? factorUnknown
}

/** Decodes a number of `MultiFactorType`; refuses unspecified and undefined ones. */
export function decodeMultiFactor(type: MultiFactorType): MultiFactor | Refusal {
  return multiFactorNames.find((name) => multiFactors[name] === type) ?? factorUnknown
}

/** The common fields of AddCustomLoginPolicy, UpdateCustomLoginPolicy and UpdateLoginPolicy. */
interface RulesMessage
  extends Omit<LoginRules, 'passwordlessAllowed' | `${string}Lifetime`>,
    Partial<Record<keyof LoginRules & `${string}Lifetime`, Duration>> {
  readonly passwordlessType: PasswordlessType
}

/** Decodes the rules of a request; unset ones are false, zero or empty. */
export function decodeRules(message: RulesMessage): LoginRules | Refusal {
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
    passwordCheckLifetime: secondsOf(message.passwordCheckLifetime),
    externalLoginCheckLifetime: secondsOf(message.externalLoginCheckLifetime),
    mfaInitSkipLifetime: secondsOf(message.mfaInitSkipLifetime),
    secondFactorCheckLifetime: secondsOf(message.secondFactorCheckLifetime),
    multiFactorCheckLifetime: secondsOf(message.multiFactorCheckLifetime),
  }
}
