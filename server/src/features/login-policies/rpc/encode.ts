import { PasswordlessType } from '@sallyport/contract/zitadel/policy_pb.js'
import { factorKinds, multiFactors, type PolicyFactorName } from '../../../access/factorKinds.ts'
import { readDetails } from '../../../contract/details.ts'
import { durationOf } from '../../../contract/durations.ts'
import type { EffectiveLoginPolicy } from '../queries.ts'

/** Encodes a policy's second factors, recovery codes last if it names them; v1 and settings v2 have the same numbers. */
export function encodeSecondFactors({ secondFactors, recoveryCodes }: EffectiveLoginPolicy) {
  const named: readonly PolicyFactorName[] = recoveryCodes
    ? [...secondFactors, 'recovery_code']
    : secondFactors
  return named.map((factor) => factorKinds[factor].policyType)
}

/** Encodes a policy's multi factors; v1 and settings v2 have the same numbers. */
export function encodeMultiFactors(policy: EffectiveLoginPolicy) {
  return policy.multiFactors.map((factor) => multiFactors[factor])
}

/** Encodes the rules that v1's `LoginPolicy` and v2's `LoginSettings` share; lifetimes are always set. */
export function encodeRules(policy: EffectiveLoginPolicy) {
  return {
    allowUsernamePassword: policy.allowUsernamePassword,
    allowRegister: policy.allowRegister,
    allowExternalIdp: policy.allowExternalIdp,
    forceMfa: policy.forceMfa,
    forceMfaLocalOnly: policy.forceMfaLocalOnly,
    hidePasswordReset: policy.hidePasswordReset,
    ignoreUnknownUsernames: policy.ignoreUnknownUsernames,
    allowDomainDiscovery: policy.allowDomainDiscovery,
    disableLoginWithEmail: policy.disableLoginWithEmail,
    disableLoginWithPhone: policy.disableLoginWithPhone,
    defaultRedirectUri: policy.defaultRedirectUri,
    passwordCheckLifetime: durationOf(policy.passwordCheckLifetime),
    externalLoginCheckLifetime: durationOf(policy.externalLoginCheckLifetime),
    mfaInitSkipLifetime: durationOf(policy.mfaInitSkipLifetime),
    secondFactorCheckLifetime: durationOf(policy.secondFactorCheckLifetime),
    multiFactorCheckLifetime: durationOf(policy.multiFactorCheckLifetime),
  }
}

/** Encodes a v1 `LoginPolicy`. */
export function encodePolicy(policy: EffectiveLoginPolicy) {
  return {
    ...encodeRules(policy),
    passwordlessType: policy.passwordlessAllowed ? PasswordlessType.ALLOWED : PasswordlessType.NOT_ALLOWED,
    secondFactors: encodeSecondFactors(policy),
    multiFactors: encodeMultiFactors(policy),
    isDefault: policy.isDefault,
    details: readDetails(policy),
  }
}
