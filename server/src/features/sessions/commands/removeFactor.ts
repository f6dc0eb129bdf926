import { type FactorName, factorKind } from '../../../access/factorKinds.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { sessionFactorRemoved } from '../events.ts'
import type { SessionState } from '../state.ts'

/** A factor that the session's user lost, or that the policy no longer allows. */
export interface LostFactor {
  readonly kind: FactorName
  /** Public name of the event on the user or the policy. */
  readonly cause: string
  /** Only proofs by this credential are lost. */
  readonly tokenId?: string
  /** Only an open challenge is lost; a session that has the proof keeps both. */
  readonly keepsProof?: boolean
}

/** Removes a lost factor's proof, and an open challenge to it, from the session. */
export function removeFactor(
  session: SessionState,
  { kind, cause, tokenId, keepsProof = false }: LostFactor,
): readonly EventBody[] {
  if (session.kind !== 'live') return []
  const { field, many } = factorKind(kind)
  const proved = session.proofs.some(
    (proof) => proof.kind === kind && (tokenId === undefined || proof.tokenId === tokenId),
  )
  if (proved && keepsProof) return []
  if (!proved && (many || session.challenges[field] === undefined)) return []
  return [sessionFactorRemoved({ factor: field, cause })]
}
