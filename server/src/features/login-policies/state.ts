import type { MultiFactor, PolicyFactorName } from '../../access/factorKinds.ts'
import type { EventOf } from '../../kernel/events.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { instanceAdded } from '../instances/events.ts'
import { orgAdded, orgRemoved } from '../organizations/events.ts'
import { type LoginPolicyEvent, type LoginRules, loginPolicyEvents, type PolicyFactor } from './events.ts'
import { loginPolicyRows } from './rows.ts'
import { proofsVoided } from './voidedState.ts'

/** Factors by list, in the order they were added; the contract lets a new policy name one twice. */
export type Factors = {
  readonly secondfactor: readonly PolicyFactorName[]
  readonly multifactor: readonly MultiFactor[]
}

/** A level's own policy. */
export type LoginPolicy = {
  readonly rules: LoginRules
  /** Without recovery codes. */
  readonly factors: Factors
  /** Whether it allows recovery codes; absent if it never named them, which allows them (ADR 32). */
  readonly recoveryCodes?: boolean
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The own policy of a level and its factors. */
export type LoginPolicyState = {
  /** True from the owner's first event on. */
  readonly exists: boolean
  /** null: the instance's policy is in effect. */
  readonly policy: LoginPolicy | null
  /** Factors added without an own policy. They have no effect, but cannot be added again. */
  readonly unused: Factors
}

type FactorList = PolicyFactor['list']

const noFactors: Factors = { secondfactor: [], multifactor: [] }
const initial: LoginPolicyState = { exists: false, policy: null, unused: noFactors }

type OwnerEvent = EventOf<typeof instanceAdded | typeof orgAdded | typeof orgRemoved>

const { instance, org } = loginPolicyEvents
const definitionsOf = ({ added, changed, secondfactor, multifactor }: typeof instance | typeof org) => [
  added,
  changed,
  ...Object.values(secondfactor),
  ...Object.values(multifactor),
]

/** The login policy of an instance or organization. */
export const loginPolicyFacet: Facet<
  LoginPolicyState,
  LoginPolicyEvent | OwnerEvent | EventOf<typeof proofsVoided>
> = {
  name: 'loginPolicy',
  streams: ['instance', 'org'],
  events: [...definitionsOf(instance), ...definitionsOf(org), org.removed],
  hears: [instanceAdded, orgAdded, orgRemoved, ...Object.values(proofsVoided)],
  initial,
  evolve(state, event) {
    switch (event.type) {
      case instanceAdded.type:
      case orgAdded.type:
        return { ...state, exists: true }
      case orgRemoved.type:
        return initial
      case instance.added.type:
      case org.added.type:
        return { ...state, policy: newPolicy(event.payload, event) }
      case instance.changed.type:
      case org.changed.type:
        return changed(state, event, (policy) => ({ ...policy, rules: event.payload }))
      // The last event of the change that caused it, so reads return the sequence that the change returned.
      case proofsVoided.instance.type:
      case proofsVoided.org.type:
        return changed(state, event, (policy) => policy)
      case org.removed.type:
        return { ...initial, exists: state.exists }
      case instance.secondfactor.added.type:
      case org.secondfactor.added.type:
        return withFactor(state, event, 'secondfactor', event.payload.factor)
      case instance.multifactor.added.type:
      case org.multifactor.added.type:
        return withFactor(state, event, 'multifactor', event.payload.factor)
      case instance.secondfactor.removed.type:
      case org.secondfactor.removed.type:
        return withoutFactor(state, event, 'secondfactor', event.payload.factor)
      case instance.multifactor.removed.type:
      case org.multifactor.removed.type:
        return withoutFactor(state, event, 'multifactor', event.payload.factor)
    }
  },
  rows: loginPolicyRows,
}

/** Whether a level has a factor, even one without effect. */
export function hasFactor(state: LoginPolicyState, { list, factor }: PolicyFactor): boolean {
  const present: readonly string[] = [...state.unused[list], ...(state.policy?.factors[list] ?? [])]
  return present.includes(factor) || (isRecoveryCode(factor) && state.policy?.recoveryCodes === true)
}

/** Whether a level's own policy allows recovery codes only because it never named them. */
export function impliesRecoveryCodes({ policy }: LoginPolicyState): boolean {
  return policy !== null && policy.recoveryCodes === undefined
}

function newPolicy(rules: LoginRules, { createdAt, sequence }: Recorded): LoginPolicy {
  return { rules, factors: noFactors, createdAt, changedAt: createdAt, sequence }
}

function changed(
  state: LoginPolicyState,
  { createdAt, sequence }: Recorded,
  change: (policy: LoginPolicy) => LoginPolicy,
): LoginPolicyState {
  if (state.policy === null) return state
  return { ...state, policy: { ...change(state.policy), changedAt: createdAt, sequence } }
}

function withFactor(
  state: LoginPolicyState,
  event: Recorded,
  list: FactorList,
  factor: string,
): LoginPolicyState {
  if (isRecoveryCode(factor) && state.policy !== null) return withRecoveryCodes(state, event, true)
  const plus = (factors: Factors) => ({ ...factors, [list]: [...factors[list], factor] })
  return state.policy === null
    ? { ...state, unused: plus(state.unused) }
    : changed(state, event, (policy) => ({ ...policy, factors: plus(policy.factors) }))
}

function withoutFactor(
  state: LoginPolicyState,
  event: Recorded,
  list: FactorList,
  factor: string,
): LoginPolicyState {
  const minus = (factors: Factors) => ({
    ...factors,
    [list]: factors[list].filter((present) => present !== factor),
  })
  const left = { ...state, unused: minus(state.unused) }
  if (isRecoveryCode(factor)) return withRecoveryCodes(left, event, false)
  return changed(left, event, (policy) => ({ ...policy, factors: minus(policy.factors) }))
}

function withRecoveryCodes(
  state: LoginPolicyState,
  event: Recorded,
  recoveryCodes: boolean,
): LoginPolicyState {
  return changed(state, event, (policy) => ({ ...policy, recoveryCodes }))
}

function isRecoveryCode(factor: string): boolean {
  return factor === 'recovery_code'
}
