import { PasswordlessType } from '@zitadel/proto/zitadel/policy_pb.js'
import { factorKinds, multiFactors } from '../../../access/factorKinds.ts'
import { readDetails } from '../../../contract/details.ts'
import type { EffectiveLoginPolicy } from '../queries.ts'

/** The policy's second factors as the contract numbers them; v1 and settings v2 agree on the numbers. */
export function secondFactorsOnWire(policy: EffectiveLoginPolicy) {
  return policy.secondFactors.map((factor) => factorKinds[factor].policyType)
}

/** The policy's multi factors as the contract numbers them; v1 and settings v2 agree on the numbers. */
export function multiFactorsOnWire(policy: EffectiveLoginPolicy) {
  return policy.multiFactors.map((factor) => multiFactors[factor])
}

/** The rules that v1's LoginPolicy and v2's LoginSettings show alike; lifetimes are always there. */
export function rulesOnWire(policy: EffectiveLoginPolicy) {
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
    passwordCheckLifetime: duration(policy.passwordCheckLifetime),
    externalLoginCheckLifetime: duration(policy.externalLoginCheckLifetime),
    mfaInitSkipLifetime: duration(policy.mfaInitSkipLifetime),
    secondFactorCheckLifetime: duration(policy.secondFactorCheckLifetime),
    multiFactorCheckLifetime: duration(policy.multiFactorCheckLifetime),
  }
}

/** A v1 `LoginPolicy`. */
export function policyOnWire(policy: EffectiveLoginPolicy) {
  return {
    ...rulesOnWire(policy),
    passwordlessType: policy.passwordlessAllowed ? PasswordlessType.ALLOWED : PasswordlessType.NOT_ALLOWED,
    secondFactors: secondFactorsOnWire(policy),
    multiFactors: multiFactorsOnWire(policy),
    isDefault: policy.isDefault,
    details: readDetails(policy),
  }
}

function duration(seconds: number) {
  const whole = Math.trunc(seconds)
  return { seconds: BigInt(whole), nanos: Math.round((seconds - whole) * 1e9) }
}
