import type { Call } from '../../access/call.ts'
import { callingUser } from '../../access/permission.ts'
import type { Deps } from '../manifest.ts'
import type { UserAgent } from './events.ts'
import { type ProofRow, proofsSql } from './queries.ts'

/** A session in which a person is logged in. */
export interface OwnSession {
  readonly sessionId: string
  /** null if its creator did not describe it. */
  readonly userAgent: UserAgent | null
  readonly proofs: readonly ProofRow[]
  /** ISO 8601, as all instants. */
  readonly createdAt: string
  readonly lastProvedAt: string
  /** null if it does not end by itself. */
  readonly expiresAt: string | null
  /** Whether it is the caller's own. */
  readonly current: boolean
}

interface Row {
  readonly session_id: string
  readonly user_agent: UserAgent | null
  readonly proofs: readonly ProofRow[]
  readonly created_at: string
  readonly last_proved_at: string
  readonly expires_at: string | null
}

const maxSessions = 200

/** Reads the sessions of the user `$2` at `$3`, by keys. */
export const ownSessionsSql = `select s.session_id, s.user_agent, s.created_at, s.expires_at, p.last_proved_at,
    ${proofsSql('s.instance_id', 's.session_id')} as proofs
  from sessions s
  cross join lateral (select max(f.proved_at) as last_proved_at from session_proofs f
    where f.instance_id = s.instance_id and f.session_id = s.session_id) p
 where s.instance_id = $1 and s.user_id = $2 and (s.expires_at is null or s.expires_at > $3::timestamptz)
   and p.last_proved_at is not null
 order by p.last_proved_at desc, s.session_id limit ${maxSessions}`

/**
 * Returns the sessions in which the caller is logged in, the one that proved something last first, at most 200. Sessions that only
 * name the caller and have proved nothing are not shown.
 */
export async function ownSessions({ database }: Pick<Deps, 'database'>, call: Call): Promise<OwnSession[]> {
  const { userId, token } = callingUser(call)
  const rows = await database.find<Row>(ownSessionsSql, [call.instance.id, userId, call.now.toISOString()])
  return rows.map((row) => ({
    sessionId: row.session_id,
    userAgent: row.user_agent,
    proofs: row.proofs,
    createdAt: row.created_at,
    lastProvedAt: row.last_proved_at,
    expiresAt: row.expires_at,
    current: row.session_id === token.sessionId,
  }))
}
