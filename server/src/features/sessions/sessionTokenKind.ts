import { evaluate } from '../../access/assurance.ts'
import { isPast, type UserCredentialKind } from '../../access/credentialKind.ts'
import { tokenInvalid } from '../../access/refusals.ts'
import { sessionId as brandedSession } from '../../kernel/ids.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { policyOfUserSql } from '../login-policies/index.ts'
import { type AssuranceRow, assuranceColumns, assuranceInput } from './sessionAssurance.ts'
import { type SessionToken, sessionToken } from './sessionToken.ts'

const sessionGone = refuse(
  'auth.session_not_found',
  'not_found',
  'the session of this token no longer exists; create a new session',
)
const superseded = refuse(
  'auth.session_token_superseded',
  'permission_denied',
  'the session has a newer token, or has expired; use the newest token or start a new session',
)

const kindNotAllowed = refuse(
  'auth.enrolment_kind_not_allowed',
  'permission_denied',
  'the login policy does not allow this kind of factor; set up one that it allows',
)

interface Row extends Omit<AssuranceRow, 'user_kind'> {
  readonly session_id: string | null
  readonly token_id: string | null
  readonly expires_at: string | null
  readonly user_agent_id: string | null
}

/** Session tokens as credentials: the newest one of a live session, if its proofs are enough for the login policy. */
export const sessionTokenKind: UserCredentialKind<SessionToken, Row> = {
  name: 'session',
  parse: sessionToken.parse,
  lookup: {
    table: 'sessions',
    column: 'session_id',
    value: ({ sessionId }) => sessionId,
    user: 'c.user_id',
    secret: { streamType: 'session', streamId: 'c.session_id', id: 'c.token_id' },
    columns: {
      session_id: 'c.session_id',
      token_id: 'c.token_id',
      expires_at: 'c.expires_at',
      user_agent_id: 'c.user_agent_id',
      ...assuranceColumns,
    },
    joins: `left join lateral (${policyOfUserSql}) p on true`,
    reads: ({ session_id }) => (session_id === null ? undefined : { session: [session_id] }),
  },
  async identify({ sessionId, tokenId, secret }, { row, now, enrols, again, matches }) {
    if (row.session_id === null) throw new DomainError(sessionGone)
    if (!again) {
      if (row.token_id !== tokenId || row.sealed === null) throw new DomainError(superseded)
      if (!(await matches(secret, { type: 'session', id: sessionId }, tokenId)))
        throw new DomainError(tokenInvalid)
    }
    if (isPast(row.expires_at, now)) throw new DomainError(superseded)
    const input = assuranceInput(row, row.proofs ?? [], now)
    const assurance = evaluate(input)
    const { enroll } = assurance.missing
    const enrolling = enrols !== undefined && enroll.length > 0
    if (enrolling && enrols !== 'any' && !enroll.some((kind) => kind === enrols))
      throw new DomainError(kindNotAllowed)
    if (assurance.refusal && !enrolling) throw new DomainError(assurance.refusal)
    return {
      ...(enrolling && { memberships: [] }),
      token: { kind: 'session', id: tokenId, sessionId: brandedSession(sessionId) },
      assurance: input,
      ...(row.user_agent_id && { userAgentId: row.user_agent_id }),
    }
  },
}
