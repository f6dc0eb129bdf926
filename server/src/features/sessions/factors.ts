import type { Factor, KindEvents } from '../../access/factor.ts'
import { authenticators, type FactorName, factorNames } from '../../access/factorKinds.ts'
import type { EventDefinition } from '../../kernel/events.ts'
import { passwordFactor } from '../passwords/index.ts'
import { ownFactors, recoveryCodeFactor } from '../recovery-codes/index.ts'
import { idpFactor } from './idpFactor.ts'

/** Every factor, in the order in which the checks of a request run (platform notes §1). */
export const factors: readonly Factor[] = [passwordFactor, idpFactor, ...ownFactors, recoveryCodeFactor]

/** An event of a user, and the kind that it gives or takes. */
interface KindEvent<Kind extends FactorName> {
  readonly kind: Kind
  readonly event: EventDefinition
}

/** Events after which a person can use a factor that they set up. */
export const factorsAdded = eventsOf(authenticators, ({ added }) => (added ? [added] : []))

/** Events that remove a factor of a person, or one credential of it. */
export const factorsRemoved = eventsOf(authenticators, ({ removed }) => (removed ? [removed] : []))

/** Events that count a wrong proof of a person. */
export const factorsFailed = eventsOf(factorNames, ({ failed }) => (failed ? [failed] : []))

/** Events of sessions by which a person proves a factor: one of these kinds, which the payload names if there are several. */
export const factorsProved = factors.map(({ kinds, session }) => ({
  kinds: factorNames.filter((name) => name in kinds),
  event: session.checked,
}))

/** Events after which sessions lose proofs. */
export const proofsLost: readonly KindEvent<FactorName>[] = [
  ...factorsRemoved,
  ...eventsOf(factorNames, ({ voided = [] }) => voided),
]

function eventsOf<Kind extends FactorName>(
  kinds: readonly Kind[],
  of: (events: KindEvents) => readonly EventDefinition[],
): readonly KindEvent<Kind>[] {
  return kinds.flatMap((kind) =>
    factors.flatMap((factor) => of(factor.kinds[kind] ?? {}).map((event) => ({ kind, event }))),
  )
}
