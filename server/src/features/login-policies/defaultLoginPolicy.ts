import { type MultiFactor, multiFactorNames, type SecondFactor } from '../../access/factorKinds.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { type LoginRules, loginPolicyEvents } from './events.ts'

const hour = 3600

/** The rules of a new instance (factors notes §3.1). */
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

/** The second factors that a new instance allows. */
export const defaultSecondFactors: readonly SecondFactor[] = ['totp', 'u2f']
/** The multi factors that a new instance allows. */
export const defaultMultiFactors: readonly MultiFactor[] = multiFactorNames

/** The events that give a new instance its login policy; they follow its `instance.added`. */
export function defaultLoginPolicyEvents(): readonly EventBody[] {
  const { added, secondfactor, multifactor } = loginPolicyEvents.instance
  return [
    added(defaultRules),
    ...defaultSecondFactors.map((factor) => secondfactor.added({ factor })),
    ...defaultMultiFactors.map((factor) => multifactor.added({ factor })),
  ]
}
