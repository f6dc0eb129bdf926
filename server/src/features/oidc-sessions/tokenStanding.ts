import type { JsonObject } from '../../kernel/json.ts'
import { standingProofs, type VoidedRows } from '../login-policies/index.ts'
import {
  machineKeyRemoved,
  machineSecretRemoved,
  machineSecretSet,
  tokenRemoved,
} from '../machine-credentials/events.ts'
import { proofsLost, takesProofs } from '../sessions/index.ts'
import { userDeactivated, userLocked, userRemoved } from '../users/events.ts'
import { type ActingFacts, mayStillAct } from './actingParty.ts'
import type { Lean } from './events.ts'

/** An event of a user after the position at which a token began to lean on it. */
export interface Loss {
  readonly type: string
  readonly payload: JsonObject
  /** Whether the user caused it. */
  readonly own: boolean
}

/** The present state of what one lean names. */
export interface LeanFacts {
  /** Of the user; null without one. */
  readonly status: string | null
  readonly lockedUntil: string | null
  readonly orgActive: boolean
  readonly losses: readonly Loss[] | null
  /** True if the session was ended by other than its expiry. */
  readonly sessionEnded: boolean | null
  /** What policies have voided; null without proofs. */
  readonly voided: VoidedRows | null
}

/** The present state of everything that a grant of tokens depends on. */
export interface StandingFacts {
  /** Whether the app, its project and their organization are active. */
  readonly clientActive: boolean
  /** Whether one authorization has been in force since the login; null unless the project demanded one when it admitted the login. */
  readonly authorized: boolean | null
  /** Whether the user's organization owns the project or has held its grant in force since the login; null unless demanded. */
  readonly hasAccess: boolean | null
  readonly lean: LeanFacts
  readonly otherLeans: readonly LeanFacts[] | null
  /** Whether a grant that the tokens were exchanged from was revoked, or has lost what admitted it; null without one. */
  readonly sourceEnded: boolean | null
  /** null unless another party acts for the user. */
  readonly acting: ActingFacts | null
}

/** What tokens lean on, as far as it decides whether they may be used. */
export interface LeansToJudge {
  readonly lean: Pick<Lean, 'proofs' | 'credential'>
  readonly otherLeans?: readonly Pick<Lean, 'proofs' | 'credential'>[] | undefined
}

/** A grant and its tokens, as far as they decide whether one of them may be used. */
export interface TokenToJudge extends LeansToJudge {
  readonly revoked: boolean
  /** ISO 8601; null: there is no such token. */
  readonly expiresAt: string | null
}

/** Why a token is dead. */
export type CauseOfDeath =
  | 'revoked'
  | 'expired'
  | 'client_inactive'
  | 'not_authorized'
  | 'user_inactive'
  | 'organization_inactive'
  | 'session_ended'
  | 'credential_lost'
  | 'proof_lost'

/**
 * Returns why a token may no longer be used; undefined if it may. The one rule for introspection, userinfo, refresh and
 * Sallyport's own APIs: a token lives as long as everything that it leaned on when it was issued.
 */
export function tokenStanding(
  token: TokenToJudge,
  facts: StandingFacts,
  now: Date,
): CauseOfDeath | undefined {
  if (token.revoked || token.expiresAt === null || facts.sourceEnded === true) return 'revoked'
  if (Date.parse(token.expiresAt) <= now.getTime()) return 'expired'
  return grantStanding(token, facts)
}

/**
 * Returns why tokens that lean on this may not be used, and so may not be issued either: the part of `tokenStanding` that holds for
 * a login whose tokens are still to come.
 */
export function grantStanding(grant: LeansToJudge, facts: StandingFacts): CauseOfDeath | undefined {
  if (!facts.clientActive) return 'client_inactive'
  if (facts.authorized === false || facts.hasAccess === false) return 'not_authorized'
  if (facts.acting !== null && !mayStillAct(facts.acting)) return 'not_authorized'
  const others = grant.otherLeans ?? []
  const known = facts.otherLeans ?? []
  if (others.length !== known.length) return 'proof_lost'
  const leans = [[grant.lean, facts.lean] as const, ...others.map((lean, at) => [lean, known[at]] as const)]
  for (const [lean, present] of leans) {
    const cause = present === undefined ? 'proof_lost' : leanStanding(lean, present)
    if (cause !== undefined) return cause
  }
  return undefined
}

function leanStanding(
  { proofs, credential }: Pick<Lean, 'proofs' | 'credential'>,
  facts: LeanFacts,
): CauseOfDeath | undefined {
  const losses = facts.losses ?? []
  if (!mayAct(facts) || losses.some(stopsUser)) return 'user_inactive'
  if (!facts.orgActive) return 'organization_inactive'
  if (facts.sessionEnded === true) return 'session_ended'
  if (credential && losses.some((loss) => takesCredential(loss, credential))) return 'credential_lost'
  if (proofs.some((proof) => losses.some((loss) => takesProof(loss, proof)))) return 'proof_lost'
  const standing = facts.voided === null ? proofs : standingProofs(proofs, facts.voided)
  return standing.length < proofs.length ? 'proof_lost' : undefined
}

/** An automatic lock stops guessing, not the tokens that exist. */
function mayAct({ status, lockedUntil }: LeanFacts): boolean {
  if (status === null || status === 'inactive') return false
  return status !== 'locked' || lockedUntil !== null
}

/** After these the tokens stay dead, also when the user is reactivated, unlocked or added again. */
function stopsUser({ type, payload }: Loss): boolean {
  if (type === userLocked.type) return payload['automatic'] !== true
  return type === userDeactivated.type || type === userRemoved.type
}

function takesCredential({ type, payload }: Loss, { kind, id }: NonNullable<Lean['credential']>): boolean {
  switch (kind) {
    case 'secret':
      return type === machineSecretSet.type || type === machineSecretRemoved.type
    case 'key':
      return type === machineKeyRemoved.type && payload['keyId'] === id
    case 'pat':
      return type === tokenRemoved.type && payload['tokenId'] === id
  }
}

/** An event that names a credential takes only the proofs by that one. */
function takesProof({ type, payload, own }: Loss, { kind, tokenId }: Lean['proofs'][number]): boolean {
  const takesKind = proofsLost.some(
    (lost) => lost.event.type === type && lost.kind === kind && takesProofs(lost, own),
  )
  const named = payload['tokenId']
  return takesKind && (typeof named !== 'string' || named === tokenId)
}
