import { authenticators, type FactorName } from '../../access/factorKinds.ts'
import type { FlowFacts } from './flowFacts.ts'
import { byStrength, canEnrol, standingOf } from './standing.ts'

/** Kinds of which a person can have several. */
const repeatable: readonly FactorName[] = ['passkey', 'u2f']

/** Returns the kinds that the person could set up now, the strongest first, whether or not the login demands one. */
export function enrollable(facts: FlowFacts): readonly FactorName[] {
  const { person } = facts
  if (person === undefined || person.kind === 'machine') return []
  const standing = standingOf(facts, person)
  const isNew = (kind: FactorName) => repeatable.includes(kind) || !person.factors.includes(kind)
  return byStrength(authenticators.filter((kind) => isNew(kind) && canEnrol(standing, kind)))
}
