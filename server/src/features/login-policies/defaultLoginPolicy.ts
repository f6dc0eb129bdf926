import { type MultiFactor, multiFactorNames, type SecondFactor } from '../../access/factorKinds.ts'
import type { EventBody } from '../../kernel/facet.ts'
import type { LoginRules } from './events.ts'

const hour = 3600

/** The rules a new instance starts with (factors notes §3.1). */
export const defaultRules: LoginRules = {
  allowUsernamePassword: true,
  allowRegister: true,
  allowExternalIdp: true,
  forceMfa: false,
  forceMfaLocalOnly: false,
  passwordlessAllowed: true,
  hidePasswordReset: false,
  ignoreUnknownUsernames: false,
  allowDomainDiscovery: true,
  disableLoginWithEmail: false,
  disableLoginWithPhone: false,
  defaultRedirectUri: '',
  passwordCheckLifetime: 240 * hour,
  externalLoginCheckLifetime: 240 * hour,
  mfaInitSkipLifetime: 720 * hour,
  secondFactorCheckLifetime: 18 * hour,
  multiFactorCheckLifetime: 12 * hour,
}

export const defaultSecondFactors: readonly SecondFactor[] = ['totp', 'u2f']
export const defaultMultiFactors: readonly MultiFactor[] = multiFactorNames

/** What a new instance's stream says about its login policy, to follow its `instance.added`. */
export function defaultLoginPolicyEvents(): readonly EventBody[] {
  return [
    { type: 'instance.policy.login.added', payload: defaultRules },
    ...defaultSecondFactors.map((factor) => ({
      type: 'instance.policy.login.secondfactor.added',
      payload: { factor },
    })),
    ...defaultMultiFactors.map((factor) => ({
      type: 'instance.policy.login.multifactor.added',
      payload: { factor },
    })),
  ]
}
