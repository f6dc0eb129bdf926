import type { Factor, KindEvents } from '../../access/factor.ts'
import { authenticators, type FactorName, factorNames } from '../../access/factorKinds.ts'
import type { Stream } from '../../eventlog/types.ts'
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

/** An event after which sessions lose proofs and open challenges of a kind. */
export interface ProofLoss extends KindEvent<FactorName> {
  /** What became another one: the factor or credential itself, or the address of its codes (`KindEvents.address`). */
  readonly of: 'factor' | 'address' | 'verified address'
}

/** Events after which sessions lose proofs. */
export const proofsLost: readonly ProofLoss[] = [
  ...factorsRemoved.map((event) => ({ ...event, of: 'factor' as const })),
  ...lossesOf('factor', ({ voided = [] }) => voided),
  ...lossesOf('address', ({ address }) => address?.changed ?? []),
  ...lossesOf('verified address', ({ address }) => (address ? [address.verified] : [])),
]

/** Whether a loss takes proofs, not just open challenges. A person keeps theirs until they have verified their new address. */
export function takesProofs({ of }: ProofLoss, isOwn: boolean): boolean {
  return of !== 'address' || !isOwn
}

/** Whether sessions of this user may have proofs to lose: nobody has any by codes that they have not set up. */
export function mayLose(user: Stream, { kind, of }: ProofLoss): boolean {
  return of === 'factor' || factors.some((factor) => factor.kinds[kind]?.isReady?.(user))
}

function lossesOf(
  of: ProofLoss['of'],
  events: (kind: KindEvents) => readonly EventDefinition[],
): readonly ProofLoss[] {
  return eventsOf(factorNames, events).map((event) => ({ ...event, of }))
}

function eventsOf<Kind extends FactorName>(
  kinds: readonly Kind[],
  of: (events: KindEvents) => readonly EventDefinition[],
): readonly KindEvent<Kind>[] {
  return kinds.flatMap((kind) =>
    factors.flatMap((factor) => of(factor.kinds[kind] ?? {}).map((event) => ({ kind, event }))),
  )
}
