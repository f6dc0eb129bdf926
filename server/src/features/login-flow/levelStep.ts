import { isAllowedKind, type Proof } from '../../access/assurance.ts'
import { authenticators, type FactorName } from '../../access/factorKinds.ts'
import { checkOneOf } from './factorSteps.ts'
import { levelOfAcr } from './levelOfAcr.ts'
import type { Because, FirstFactor, LoginStep } from './loginStep.ts'
import { levelOutOfReach } from './refusals.ts'
import {
  assuranceAfter,
  byStrength,
  canEnrol,
  isEnoughWith,
  isSilent,
  preferredOf,
  type Standing,
} from './standing.ts'

/**
 * Raises the session to the level that the application or its project demands: by a check of a factor that the person has, else by
 * setting one up. A level that the client only prefers (`acr_values`) is asked for if the person can reach it with their factors.
 */
export function levelStep(standing: Standing): LoginStep | undefined {
  const { facts, assurance } = standing
  const ofProject = levelOfAcr(facts.application?.admission?.requiredAcr)
  const ofRequest = facts.request?.demandedLevel ?? 0
  const demanded = Math.max(ofProject, ofRequest)
  if (assurance.aal < demanded) {
    return stepTo(standing, demanded, because(demanded, ofProject >= ofRequest ? 'project' : 'application'))
  }
  if (isSilent(facts.request)) return undefined
  const own = checkable(standing)
  const wanted = facts.request?.wantedLevels.find(
    (level) => assurance.aal >= level || reaches(standing, own, level),
  )
  if (wanted === undefined || assurance.aal >= wanted) return undefined
  return stepByCheck(standing, wanted, because(wanted, 'application'))
}

function because(demanded: number, level: 'project' | 'application'): readonly Because[] {
  return [{ rule: 'required_level', level, values: { level: String(demanded) } }]
}

function stepTo(standing: Standing, demanded: number, why: readonly Because[]): LoginStep {
  const check = stepByCheck(standing, demanded, why)
  if (check) return check
  const again = checkable(standing).filter(isFirst)
  const useful = (kind: FactorName) =>
    canEnrol(standing, kind) && reaches(standing, [...again, kind], demanded)
  const options = byStrength(authenticators.filter(useful))
  if (options.length > 0) return { kind: 'enrol', options, skippable: false, because: why }
  return { kind: 'refused', refusal: levelOutOfReach(demanded), because: why }
}

function stepByCheck(standing: Standing, demanded: number, why: readonly Because[]): LoginStep | undefined {
  const own = checkable(standing)
  const alone = own.filter((kind) => reaches(standing, [kind], demanded))
  if (alone.length > 0) return checkOneOf(standing, alone, why)
  const [strongest, ...others] = own.filter(isFirst)
  if (strongest === undefined || !reaches(standing, own, demanded)) return undefined
  const options = [strongest, ...others] as const
  return { kind: 'first_factor', options, preferred: preferredOf(standing, options), because: why }
}

/** Whether checks of these kinds reach the level; the strongest is checked last, as one key replaces the proof of another. */
function reaches(standing: Standing, kinds: readonly FactorName[], level: number): boolean {
  const inOrder = byStrength(kinds).toReversed()
  return isEnoughWith(standing, inOrder) && assuranceAfter(standing, inOrder).aal >= level
}

function isFirst(kind: FactorName): kind is FirstFactor {
  return kind === 'password' || kind === 'passkey'
}

/** The kinds that the person has and whose check may change something, the strongest first: those that were not checked in this login. */
function checkable({ input, counted, policy, person }: Standing): readonly FactorName[] {
  const recent = counted.filter(({ at }) => Date.parse(at) >= input.freshness.since.getTime())
  const kinds = input.factors.filter(
    (kind) =>
      isAllowedKind(policy, kind) &&
      !person.usedUp.includes(kind) &&
      !recent.some((proof) => settles(proof, kind) && !isNewer(person.keysAddedAt[kind], proof.at)),
  )
  return byStrength(kinds)
}

/** After a passkey a security key may still do better, but not the other way round: their proofs replace each other, so this ends. */
function settles(proof: Proof, kind: FactorName): boolean {
  return proof.kind === kind || (proof.kind === 'u2f' && kind === 'passkey')
}

function isNewer(at: string | undefined, than: string): boolean {
  return at !== undefined && Date.parse(at) > Date.parse(than)
}
