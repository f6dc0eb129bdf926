import type { Duration } from '@bufbuild/protobuf/wkt'
import {
  type MultiFactorType,
  PasswordlessType,
  type SecondFactorType,
} from '@zitadel/proto/zitadel/policy_pb.js'
import {
  factorKinds,
  type MultiFactor,
  multiFactorNames,
  multiFactors,
  type SecondFactor,
  secondFactors,
} from '../../../access/factorKinds.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { LoginRules } from '../events.ts'

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

/** Decodes a number of `SecondFactorType`; refuses unspecified and undefined ones. */
export function secondFactorOf(type: SecondFactorType): SecondFactor | Refusal {
  return secondFactors.find((name) => factorKinds[name].policyType === type) ?? factorUnknown
}

/** Decodes a number of `MultiFactorType`; refuses unspecified and undefined ones. */
export function multiFactorOf(type: MultiFactorType): MultiFactor | Refusal {
  return multiFactorNames.find((name) => multiFactors[name] === type) ?? factorUnknown
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
