import type { Traits } from '../contract/traits.ts'
import { DomainError, type Refusal, refuse } from '../kernel/refusal.ts'
import { type AssuranceInput, evaluate } from './assurance.ts'
import type { Call } from './call.ts'
import { isSelf } from './permission.ts'
import type { UserPrincipal } from './principal.ts'

/** The most minutes that an instance may set; a longer limit protects nothing. */
export const maxFreshProofMinutes = 1440

/** A session that belongs to this user. */
export interface SessionOfUser {
  readonly instanceId: string
  readonly sessionId: string
  readonly userId: string
}

/** The reads of the rule for calls whose look-up did not make them, such as those of our own pages. */
export interface FreshProofReads {
  /** Minutes for which a proof is fresh on the instance; 0 if it demands none. */
  minutes(instanceId: string): Promise<number>
  /** What decides about the assurance of a user's live session; undefined without one. */
  assurance(session: SessionOfUser, now: Date): Promise<AssuranceInput | undefined>
}

/**
 * Returns the latest instant from which on the proofs by themselves give the access that all of them give, so everything that
 * the account demands was proved since then; null if they give none (to a session that may enrol, that much). ISO 8601.
 */
export function provedInFullAt(input: AssuranceInput): string | null {
  const { refusal: given, missing } = evaluate(input)
  if (given !== undefined && missing.enroll.length === 0) return null
  const newestFirst = [...input.proved].sort((one, other) => instant(other.at) - instant(one.at))
  for (const { at } of newestFirst) {
    const since = input.proved.filter((proof) => instant(proof.at) >= instant(at))
    const { refusal, distinctKinds } = evaluate({ ...input, proved: since })
    if (distinctKinds > 0 && refusal?.code === given?.code) return at
  }
  return null
}

/** Whether everything that the account demands was proved at most this long ago; a limit of 0 demands nothing. */
export function isFresh(input: AssuranceInput | undefined, limitMinutes: number, now: Date): boolean {
  if (limitMinutes === 0) return true
  const at = input === undefined ? null : provedInFullAt(input)
  return at !== null && now.getTime() - instant(at) <= limitMinutes * 60_000
}

/** Returns the id of the user whose factors, password or addresses a request changes; `self` for its caller. */
export function changedUser<Request>(
  { freshProof, credentialOf }: Traits<Request>,
  request: Request,
): string | undefined {
  if (freshProof === 'self') return 'self'
  return (freshProof ?? credentialOf)?.(request)
}

/**
 * Returns the refusal of a person who would change their own factors, password or addresses (`self`: the caller's) or do one of the
 * gravest acts, unless everything that their account demands was proved recently (ADR 33). Machines and callers that act for others
 * need no fresh proof, nor do administrators for the credentials of others. Reads nothing that the call has.
 */
export async function freshProofRefusal(
  on: FreshProofReads,
  call: Call,
  userId: string,
): Promise<Refusal | undefined> {
  if (!isOwnChange(call, userId)) return undefined
  const { minutes, assurance } = await factsOf(on, call)
  return isFresh(assurance, minutes, call.now) ? undefined : stale(assurance, minutes, call.now)
}

/** Throws the refusal of `freshProofRefusal`. */
export async function requireFreshProof(on: FreshProofReads, call: Call, userId: string): Promise<void> {
  const refusal = await freshProofRefusal(on, call, userId)
  if (refusal) throw new DomainError(refusal)
}

/** Takes what the look-up has read. Calls of our own pages have no look-up; both reads are then sent together. */
async function factsOf(on: FreshProofReads, { instance, principal, freshProofMinutes, now }: OwnChange) {
  const { userId, token, assurance } = principal
  if (freshProofMinutes !== undefined) return { minutes: freshProofMinutes, assurance }
  const session = token.sessionId && { instanceId: instance.id, sessionId: token.sessionId, userId }
  const [minutes, read] = await Promise.all([
    on.minutes(instance.id),
    assurance ?? (session ? on.assurance(session, now) : undefined),
  ])
  return { minutes, assurance: read }
}

function stale(assurance: AssuranceInput | undefined, minutes: number, now: Date): Refusal {
  const message = `this change needs proofs of everything that your account demands, none older than ${minutes} minutes; check your password, passkey or other factors again and repeat the change`
  const stepUp = { maxAge: minutes * 60, ...levelLack(assurance, minutes, now) }
  return { ...refuse('auth.fresh_proof_required', 'unauthenticated', message), stepUp }
}

type OwnChange = Call & { readonly principal: UserPrincipal }

/** Whether a person changes what is their own. */
function isOwnChange(call: Call, userId: string): call is OwnChange {
  const { principal } = call
  if (principal.kind !== 'user' || principal.machine) return false
  return userId === 'self' || isSelf(principal, userId)
}

/** The level above the first that the same proofs would reach again, if the recent ones alone reach a lower one. */
function levelLack(input: AssuranceInput | undefined, minutes: number, now: Date): { acr?: string } {
  if (input === undefined) return {}
  const oldest = now.getTime() - minutes * 60_000
  const recent = evaluate({ ...input, proved: input.proved.filter(({ at }) => instant(at) >= oldest) })
  const again = evaluate({
    ...input,
    proved: input.proved.map((proof) => ({ ...proof, at: now.toISOString() })),
  })
  return again.aal > 1 && again.aal > recent.aal ? { acr: again.acr } : {}
}

function instant(text: string): number {
  return Date.parse(text)
}
