import { z } from 'zod'
import {
  type MultiFactor,
  multiFactorNames,
  type PolicyFactorName,
  policyFactorNames,
} from '../../access/factorKinds.ts'
import type { Level } from '../../access/level.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

const seconds = z.number()

/** A login policy without its factors; lifetimes in seconds. */
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

/** The rules of a login policy without its factors. */
export type LoginRules = z.infer<typeof loginRules>

const secondFactor = z.strictObject({ factor: z.enum(policyFactorNames) })
const multiFactor = z.strictObject({ factor: z.enum(multiFactorNames) })

const eventsOf = <Of extends Level>(level: Of) => ({
  added: defineEvent(`${level}.policy.login.added`, loginRules),
  changed: defineEvent(`${level}.policy.login.changed`, loginRules),
  secondfactor: {
    added: defineEvent(`${level}.policy.login.secondfactor.added`, secondFactor),
    removed: defineEvent(`${level}.policy.login.secondfactor.removed`, secondFactor),
  },
  multifactor: {
    added: defineEvent(`${level}.policy.login.multifactor.added`, multiFactor),
    removed: defineEvent(`${level}.policy.login.multifactor.removed`, multiFactor),
  },
})

/** The events of login policies by level; `changed` has the whole new set of rules. */
export const loginPolicyEvents = {
  instance: eventsOf('instance'),
  org: { ...eventsOf('org'), removed: defineEvent('org.policy.login.removed', z.strictObject({})) },
}

export type LoginPolicyEvent = EventOf<typeof loginPolicyEvents>

/** A factor in one of a policy's two lists, which bear the names that events give them. */
export type PolicyFactor =
  | { readonly list: 'secondfactor'; readonly factor: PolicyFactorName }
  | { readonly list: 'multifactor'; readonly factor: MultiFactor }

/** Builds the event that adds a factor to its list or removes it. */
export function factorEvent(level: Level, verb: 'added' | 'removed', { list, factor }: PolicyFactor) {
  const { secondfactor, multifactor } = loginPolicyEvents[level]
  return list === 'secondfactor' ? secondfactor[verb]({ factor }) : multifactor[verb]({ factor })
}
