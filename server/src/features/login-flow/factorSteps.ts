import { authenticators, beginsLogin, type FactorName } from '../../access/factorKinds.ts'
import type { FlowPolicy } from './flowFacts.ts'
import type { Because, FirstFactor, LoginStep } from './loginStep.ts'
import { noSecondFactor, noWay } from './refusals.ts'
import { byStrength, canEnrol, isEnoughWith, preferredOf, type Standing, tooOld } from './standing.ts'

/** Builds the refusal of a person who has no allowed way left. */
function noWayLeft(policy: FlowPolicy): LoginStep {
  return { kind: 'refused', refusal: noWay, because: [{ rule: 'no_way', level: policy.level }] }
}

/** The step for a name that must not show whether it is known: every allowed way, whoever it names. */
export function anyFirstFactor(policy: FlowPolicy): LoginStep {
  const options = allowedFirst(policy)
  const [preferred] = options
  if (preferred === undefined) return noWayLeft(policy)
  return { kind: 'first_factor', options, preferred, because: [{ rule: 'not_proved', level: 'person' }] }
}

function allowedFirst({ allowUsernamePassword, passwordlessAllowed }: FlowPolicy): FirstFactor[] {
  return [
    ...(allowUsernamePassword ? (['password'] as const) : []),
    ...(passwordlessAllowed ? (['passkey'] as const) : []),
  ]
}

/** Demands a counted proof with which a login can begin. */
export function firstFactorStep(standing: Standing): LoginStep | undefined {
  const { counted, person, policy, input } = standing
  if (counted.some(({ kind }) => beginsLogin(kind))) return undefined
  const allowed = allowedFirst(policy)
  const [strongest, ...others] = byStrength(allowed.filter((kind) => input.factors.includes(kind)))
  if (strongest !== undefined) {
    const options = [strongest, ...others] as const
    const old = tooOld(standing, beginsLogin)
    const because: readonly Because[] = old.length > 0 ? old : [{ rule: 'not_proved', level: 'person' }]
    return { kind: 'first_factor', options, preferred: preferredOf(standing, options), because }
  }
  if (person.hasPassword || person.factors.includes('passkey')) return noWayLeft(policy)
  // A new passkey would make up for the factors that the person has; a new password does not.
  const settable = person.factors.length > 0 ? allowed.filter((kind) => kind === 'password') : allowed
  if (settable.length === 0) return noWayLeft(policy)
  const because: readonly Because[] = [{ rule: 'no_credential', level: 'person' }]
  return { kind: 'set_up_first', options: settable, proved: standing.facts.codeProved, because }
}

/** Demands what the evaluator demands beyond the first factor: a second one, or setting one up. */
export function secondFactorStep(standing: Standing): LoginStep | undefined {
  const { assurance, counted, policy } = standing
  if (assurance.allowed) return undefined
  const old = tooOld(standing, (kind) => !beginsLogin(kind))
  const because = [...old, whyTwo(standing)]
  const step = checkOneOf(
    standing,
    assurance.missing.check.filter((kind) => isEnoughWith(standing, [kind])),
    because,
  )
  if (step) return step
  const useful = (kind: FactorName) =>
    !counted.some((proof) => proof.kind === kind) &&
    canEnrol(standing, kind) &&
    isEnoughWith(standing, [kind])
  const options = byStrength(authenticators.filter(useful))
  if (options.length > 0) return { kind: 'enrol', options, skippable: false, because }
  return { kind: 'refused', refusal: noSecondFactor, because: [{ rule: 'no_way', level: policy.level }] }
}

/** Asks for a check of one of these kinds. */
export function checkOneOf(
  standing: Standing,
  kinds: readonly FactorName[],
  because: readonly Because[],
): LoginStep | undefined {
  const [strongest, ...others] = byStrength(kinds.filter((kind) => kind !== 'idp'))
  if (strongest === undefined) return undefined
  const options = [strongest, ...others] as const
  return { kind: 'second_factor', options, preferred: preferredOf(standing, options), because }
}

function whyTwo({ assurance, policy }: Standing): Because {
  if (assurance.refusal?.code === 'assurance.second_factor_required') {
    return { rule: 'own_second_factor', level: 'person' }
  }
  return { rule: policy.forceMfa ? 'force_mfa' : 'force_mfa_local_only', level: policy.level }
}

/**
 * Offers to set up a second factor to people who have none, unless they have put it off within the policy's time; a time of 0 never
 * offers it.
 */
export function offerStep(standing: Standing): LoginStep | undefined {
  const { facts, person, policy, input, assurance } = standing
  if (policy.mfaInitSkipLifetime === 0 || person.kind === 'machine') return undefined
  if (assurance.amr.includes('mfa') || input.factors.some((kind) => kind !== 'password')) return undefined
  const until = Date.parse(person.skippedAt ?? '') + policy.mfaInitSkipLifetime * 1000
  if (facts.now.getTime() < until) return undefined
  const options = byStrength(authenticators.filter((kind) => canEnrol(standing, kind)))
  if (options.length === 0) return undefined
  const because: readonly Because[] = [{ rule: 'second_factor_offered', level: policy.level }]
  return { kind: 'enrol', options, skippable: true, because }
}
