import type { MultiFactor, SecondFactor } from '../../access/factorKinds.ts'
import type { Facet, Recorded } from '../../kernel/facet.ts'
import { type FactorList, type LoginPolicyEvent, type LoginRules, loginPolicyEvents } from './events.ts'
import { loginPolicyRows } from './rows.ts'

/** Factors by list, in the order they were added; the contract lets a new policy name one twice. */
export type Factors = {
  readonly secondfactor: readonly SecondFactor[]
  readonly multifactor: readonly MultiFactor[]
}

/** A policy that counts at its level. */
export type LoginPolicy = {
  readonly rules: LoginRules
  readonly factors: Factors
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

export type LoginPolicyState = {
  /** True once the owner itself was added. */
  readonly exists: boolean
  /** null: the instance's policy counts. */
  readonly policy: LoginPolicy | null
  /** Factors added without a policy of the level's own: they are taken, but count for nobody. */
  readonly unused: Factors
}

const noFactors: Factors = { secondfactor: [], multifactor: [] }
const initial: LoginPolicyState = { exists: false, policy: null, unused: noFactors }

/** The login policy of an instance or organization. */
export const loginPolicyFacet: Facet<LoginPolicyState> = {
  name: 'loginPolicy',
  streams: ['instance', 'org'],
  events: loginPolicyEvents,
  initial,
  evolve,
  rows: loginPolicyRows,
}

/** Whether a factor is taken at this level, used by a policy or not. */
export function hasFactor(state: LoginPolicyState, list: FactorList, factor: string): boolean {
  const taken: readonly string[] = [...state.unused[list], ...(state.policy?.factors[list] ?? [])]
  return taken.includes(factor)
}

function evolve(state: LoginPolicyState, recorded: Recorded): LoginPolicyState {
  const event = recorded as Recorded<LoginPolicyEvent | OwnerEvent>
  switch (event.type) {
    case 'instance.added':
    case 'org.added':
      return { ...state, exists: true }
    case 'instance.removed':
    case 'org.removed':
      return initial
    case 'instance.policy.login.added':
    case 'org.policy.login.added':
      return { ...state, policy: newPolicy(event.payload, recorded) }
    case 'instance.policy.login.changed':
    case 'org.policy.login.changed':
      return changed(state, recorded, (policy) => ({ ...policy, rules: event.payload }))
    case 'org.policy.login.removed':
      return { ...initial, exists: state.exists }
    case 'instance.policy.login.secondfactor.added':
    case 'org.policy.login.secondfactor.added':
    case 'instance.policy.login.multifactor.added':
    case 'org.policy.login.multifactor.added':
      return withFactors(state, recorded, (factors) =>
        plus(factors, listOf(event.type), event.payload.factor),
      )
    case 'instance.policy.login.secondfactor.removed':
    case 'org.policy.login.secondfactor.removed':
    case 'instance.policy.login.multifactor.removed':
    case 'org.policy.login.multifactor.removed':
      return withoutFactor(state, recorded, listOf(event.type), event.payload.factor)
    default:
      return state
  }
}

/** The owner's own life, told by other features' events. */
interface OwnerEvent {
  readonly type: 'instance.added' | 'instance.removed' | 'org.added' | 'org.removed'
  readonly payload: Record<string, never>
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

function withFactors(
  state: LoginPolicyState,
  event: Recorded,
  change: (factors: Factors) => Factors,
): LoginPolicyState {
  return state.policy === null
    ? { ...state, unused: change(state.unused) }
    : changed(state, event, (policy) => ({ ...policy, factors: change(policy.factors) }))
}

function withoutFactor(
  state: LoginPolicyState,
  event: Recorded,
  list: FactorList,
  factor: string,
): LoginPolicyState {
  const left = { ...state, unused: minus(state.unused, list, factor) }
  return changed(left, event, (policy) => ({ ...policy, factors: minus(policy.factors, list, factor) }))
}

function plus(factors: Factors, list: FactorList, factor: string): Factors {
  return { ...factors, [list]: [...factors[list], factor] }
}

function minus(factors: Factors, list: FactorList, factor: string): Factors {
  return { ...factors, [list]: factors[list].filter((present) => present !== factor) }
}

function listOf(type: string): FactorList {
  return type.includes('.multifactor.') ? 'multifactor' : 'secondfactor'
}
