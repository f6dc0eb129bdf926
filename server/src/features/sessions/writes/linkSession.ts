import { type Assurance, countedProofs, evaluate } from '../../../access/assurance.ts'
import { provedInFullAt } from '../../../access/freshProof.ts'
import { secretsTable } from '../../../eventlog/joinedReads.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { policyOfUserSql } from '../../login-policies/index.ts'
import type { Deps } from '../../manifest.ts'
import { userFacet } from '../../users/index.ts'
import { refuseToken } from '../access.ts'
import { refuseInactiveOrganization } from '../organizationInactive.ts'
import { type AssuranceRow, assuranceColumns, assuranceInput } from '../sessionAssurance.ts'
import { isExpired, type SessionProof, sessionFacet } from '../state.ts'

const gone = refuse(
  'session.link_gone',
  'failed_precondition',
  'this session does not exist, was ended or has expired; create a new session',
)
const withoutUser = refuse(
  'session.link_without_user',
  'failed_precondition',
  'this session has no user yet; check a user on it first',
)
const userInactive = refuse(
  'session.link_user_inactive',
  'failed_precondition',
  'the user of this session is locked, deactivated or removed; ask an administrator',
)

/** Something that holds sessions in place of their tokens, such as a browser. */
export interface SessionHolder {
  /** Returns the refusal unless it holds the session, and guards that it does until the commit. */
  refuses(tx: Transaction, sessionId: string): Promise<Refusal | undefined>
}

/** A session, and the right to it: its newest token, or a holder. */
export type SessionClaim = { readonly sessionId: string } & (
  | { readonly sessionToken: string }
  | { readonly heldBy: SessionHolder }
)

/** A session that answers an authorization: its user, and the proofs that count at this instant. */
export interface LinkedSession {
  readonly sessionId: string
  readonly user: Stream
  /** Of the counted proofs only; the tokens that follow lean on them. */
  readonly proofs: readonly SessionProof[]
  readonly assurance: Assurance
  /** ISO 8601: the newest counted proof; null if nothing was proved. */
  readonly lastProofAt: string | null
  /**
   * ISO 8601: since when the session has proved by itself all that the account demands, which is what the age of a login means; the
   * newest counted proof if it lacks some; null if nothing was proved.
   */
  readonly provedAt: string | null
  /** ISO 8601: when the session was bound to its user. */
  readonly checkedAt: string
}

/** Returns what an answered authorization keeps of the session, for the tokens that will lean on it. */
export function linkOf({ sessionId, user, proofs, assurance, lastProofAt, checkedAt }: LinkedSession) {
  return {
    sessionId,
    userId: user.id,
    userSequence: user.sequence,
    userOrgId: user.owner,
    authTime: lastProofAt ?? checkedAt,
    proofs: [...proofs],
    acr: assurance.acr,
    amr: [...assurance.amr],
  }
}

const { proofs: _proofs, ...columns } = assuranceColumns
const statement = `select u.kind as user_kind, c.user_id, c.token_id, newest.sealed, ${Object.entries(columns)
  .map(([name, sql]) => `${sql} as ${name}`)
  .join(', ')}
  from sessions c
  join instances i on i.instance_id = c.instance_id
  join users u on u.instance_id = c.instance_id and u.user_id = c.user_id
  left join ${secretsTable} newest on newest.instance_id = c.instance_id and newest.stream_type = 'session'
    and newest.stream_id = c.session_id and newest.id = c.token_id
  left join lateral (${policyOfUserSql}) p on true
 where c.instance_id = $1 and c.session_id = $2`

/** What decides about a session, and its newest token at the time of the read. */
interface LinkRow extends Omit<AssuranceRow, 'proofs'> {
  readonly user_id: string
  readonly token_id: string | null
  readonly sealed: Buffer | null
}

/**
 * Takes a session for an authorization (oidc.v2 `CreateCallback`, `AuthorizeOrDenyDeviceAuthorization`): it must be live, the
 * claim good, and its user able to act. If the session or its user changes before the commit, the decision runs again.
 */
export async function linkSession(
  deps: Deps,
  tx: Transaction,
  claim: SessionClaim,
): Promise<LinkedSession | Refusal> {
  const { sessionId } = claim
  const [row] = await tx.find<LinkRow>(statement, [tx.instanceId, sessionId])
  const [session, notHeld] = await Promise.all([
    tx.load({ type: 'session', id: sessionId }),
    'heldBy' in claim ? claim.heldBy.refuses(tx, sessionId) : undefined,
    row && tx.load({ type: 'user', id: row.user_id }),
  ])
  const state = session.state(sessionFacet)
  if (state.kind !== 'live' || isExpired(state, tx.now)) return gone
  const wrong = 'heldBy' in claim ? notHeld : await refuseToken(deps, session, claim.sessionToken, row)
  if (wrong) return wrong
  if (state.user === null) return withoutUser
  const user = await tx.load({ type: 'user', id: state.user.id })
  const person = user.state(userFacet)
  if (row === undefined || person.kind === 'none' || mayNotAct(person)) return userInactive
  const stopped = await refuseInactiveOrganization(tx, user)
  if (stopped) return stopped
  tx.guard(session)
  tx.guard(user)
  const input = assuranceInput(row, state.proofs, tx.now)
  const proofs = countedProofs(input)
  const lastProofAt = newest(proofs)
  return {
    sessionId,
    user,
    proofs,
    assurance: evaluate(input),
    lastProofAt,
    provedAt: provedInFullAt(input) ?? lastProofAt,
    checkedAt: state.user.checkedAt,
  }
}

/** An automatic lock stops guessing, not the sessions that exist. */
function mayNotAct({
  status,
  lockedUntil,
}: {
  readonly status: string
  readonly lockedUntil: string | null
}) {
  return status === 'inactive' || (status === 'locked' && lockedUntil === null)
}

function newest(proofs: readonly SessionProof[]): string | null {
  const [first] = proofs.map(({ at }) => at).sort((one, other) => Date.parse(other) - Date.parse(one))
  return first ?? null
}
