import { z } from 'zod'
import { multiFactorNames, secondFactors } from '../../access/factorKinds.ts'
import type { EventOf } from '../../kernel/facet.ts'

/** Where a login policy is kept: the instance's counts for every organization that has none of its own. */
export type Level = 'instance' | 'org'

const seconds = z.number()

/** Everything about a login policy but its factors; lifetimes in seconds. */
export const loginRules = z.strictObject({
  allowUsernamePassword: z.boolean(),
  allowRegister: z.boolean(),
  allowExternalIdp: z.boolean(),
  forceMfa: z.boolean(),
  forceMfaLocalOnly: z.boolean(),
  passwordlessAllowed: z.boolean(),
  hidePasswordReset: z.boolean(),
  ignoreUnknownUsernames: z.boolean(),
  allowDomainDiscovery: z.boolean(),
  disableLoginWithEmail: z.boolean(),
  disableLoginWithPhone: z.boolean(),
  defaultRedirectUri: z.string(),
  passwordCheckLifetime: seconds,
  externalLoginCheckLifetime: seconds,
  mfaInitSkipLifetime: seconds,
  secondFactorCheckLifetime: seconds,
  multiFactorCheckLifetime: seconds,
})

export type LoginRules = z.infer<typeof loginRules>

const secondFactor = z.strictObject({ factor: z.enum(secondFactors) })
const multiFactor = z.strictObject({ factor: z.enum(multiFactorNames) })

/** What happens to login policies of instances and organizations; `changed` carries the whole new set of rules. */
export const loginPolicyEvents = {
  'instance.policy.login.added': loginRules,
  'instance.policy.login.changed': loginRules,
  'instance.policy.login.secondfactor.added': secondFactor,
  'instance.policy.login.secondfactor.removed': secondFactor,
  'instance.policy.login.multifactor.added': multiFactor,
  'instance.policy.login.multifactor.removed': multiFactor,
  'org.policy.login.added': loginRules,
  'org.policy.login.changed': loginRules,
  'org.policy.login.removed': z.strictObject({}),
  'org.policy.login.secondfactor.added': secondFactor,
  'org.policy.login.secondfactor.removed': secondFactor,
  'org.policy.login.multifactor.added': multiFactor,
  'org.policy.login.multifactor.removed': multiFactor,
}

export type LoginPolicyEvent = EventOf<typeof loginPolicyEvents>

/** The two lists of factors, by the word that names them in events. */
export type FactorList = 'secondfactor' | 'multifactor'
