import { evaluate, isAllowedKind, type Proof } from '../../access/assurance.ts'
import { authenticators, type FactorName, factorKind } from '../../access/factorKinds.ts'
import { checkOneOf } from './factorSteps.ts'
import type { Because, FirstFactor, LoginStep } from './loginStep.ts'
import { levelOutOfReach } from './refusals.ts'
import { byStrength, canEnrol, isSilent, preferredOf, type Standing } from './standing.ts'

/** The level of an `acr` of ours; 0 for others. */
function levelOfAcr(acr: string | null | undefined): number {
  return Number(/^urn:sallyport:aal:([123])$/.exec(acr ?? '')?.[1] ?? 0)
}

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
  const wanted = facts.request?.wantedLevels.find((level) => aalWith(standing, checkable(standing)) >= level)
  if (wanted === undefined || assurance.aal >= wanted) return undefined
  return stepByCheck(standing, wanted, because(wanted, 'application'))
}

function because(demanded: number, level: 'project' | 'application'): readonly Because[] {
  return [{ rule: 'required_level', level, values: { level: String(demanded) } }]
}

function stepTo(standing: Standing, demanded: number, why: readonly Because[]): LoginStep {
  const check = stepByCheck(standing, demanded, why)
  if (check) return check
  const own = checkable(standing)
  const options = byStrength(
    authenticators.filter(
      (kind) => canEnrol(standing, kind) && aalWith(standing, [...own, kind]) >= demanded,
    ),
  )
  if (options.length > 0) return { kind: 'enrol', options, skippable: false, because: why }
  return { kind: 'refused', refusal: levelOutOfReach(demanded), because: why }
}

function stepByCheck(standing: Standing, demanded: number, why: readonly Because[]): LoginStep | undefined {
  const own = checkable(standing)
  const alone = own.filter((kind) => aalWith(standing, [kind]) >= demanded)
  if (alone.some((kind) => !isFirst(kind))) return checkOneOf(standing, alone, why)
  if (aalWith(standing, own) < demanded) return undefined
  const [strongest, ...others] = byStrength((alone.length > 0 ? alone : own).filter(isFirst))
  if (strongest === undefined) return undefined
  const options = [strongest, ...others] as const
  return { kind: 'first_factor', options, preferred: preferredOf(standing, options), because: why }
}

function isFirst(kind: FactorName): kind is FirstFactor {
  return kind === 'password' || kind === 'passkey'
}

/** The kinds that the person has and that were not checked in this login already, so that a check may change something. */
function checkable({ input, counted, policy }: Standing): readonly FactorName[] {
  const since = input.freshness.since.getTime()
  const checked = counted.filter(({ at }) => Date.parse(at) >= since).map(({ kind }) => kind)
  return input.factors.filter((kind) => isAllowedKind(policy, kind) && !checked.includes(kind))
}

/** The level after checks of these kinds, if keys verify the person and cannot leave their device. */
function aalWith({ input }: Standing, kinds: readonly FactorName[]): number {
  const proofs = kinds.map((kind): Proof => {
    const key = factorKind(kind).phishingResistant
    return { kind, at: input.now.toISOString(), ...(key && { userVerified: true, deviceBound: true }) }
  })
  return evaluate({
    ...input,
    factors: [...input.factors, ...kinds],
    proved: [...input.proved, ...proofs],
  }).aal
}
