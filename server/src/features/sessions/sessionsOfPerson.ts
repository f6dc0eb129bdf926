import type { Call } from '../../access/call.ts'
import type { Deps } from '../manifest.ts'
import type { UserAgent } from './events.ts'
import type { ProofRow } from './queries.ts'
import { type AssuranceRow, assuranceColumns, assuranceJoins, assuranceOf } from './sessionAssurance.ts'

/** A session of a person, for those who may read it. */
export interface SessionOfPerson {
  readonly sessionId: string
  /** null if its creator did not describe it. */
  readonly userAgent: UserAgent | null
  /** ISO 8601, as all instants. */
  readonly createdAt: string
  /** null if it does not end by itself. */
  readonly expiresAt: string | null
  /** False if it has expired, or its person or their organization may not act. */
  readonly live: boolean
  readonly proofs: readonly ProofRow[]
  /** By the present policy; an authentication context class and methods (RFC 8176). */
  readonly assurance: { readonly acr: string; readonly amr: readonly string[]; readonly allowed: boolean }
}

interface Row extends Omit<AssuranceRow, 'proofs'> {
  readonly session_id: string
  readonly user_agent: UserAgent | null
  readonly created_at: string
  readonly expires_at: string | null
  readonly proofs: readonly ProofRow[] | null
  readonly usable: boolean
}

const maxSessions = 200

const columns = {
  session_id: 'c.session_id',
  user_agent: 'c.user_agent',
  created_at: 'c.created_at',
  expires_at: 'c.expires_at',
  user_kind: 'u.kind',
  usable: `(u.status <> 'inactive' and (u.status <> 'locked' or u.locked_until is not null)
    and exists (select from organizations o where o.instance_id = u.instance_id and o.org_id = u.org_id and o.state = 'active'))`,
  ...assuranceColumns,
}

/** Reads the newest sessions of the user `$2`, by keys. */
export const sessionsOfPersonSql = `select ${Object.entries(columns)
  .map(([name, sql]) => `${sql} as ${name}`)
  .join(', ')}
  from (select * from sessions s where s.instance_id = $1 and s.user_id = $2
    order by s.created_at desc, s.session_id limit ${maxSessions}) c ${assuranceJoins}
 order by c.created_at desc, c.session_id`

/** Returns the sessions of a user that were not ended, newest first, at most 200, with those that have proved nothing. */
export async function sessionsOfPerson(
  { database }: Pick<Deps, 'database'>,
  { instance, now }: Pick<Call, 'instance' | 'now'>,
  userId: string,
): Promise<readonly SessionOfPerson[]> {
  const rows = await database.find<Row>(sessionsOfPersonSql, [instance.id, userId])
  return rows.map((row) => {
    const { acr, amr, allowed } = assuranceOf(row, now)
    return {
      sessionId: row.session_id,
      userAgent: row.user_agent,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      live: row.usable && (row.expires_at === null || new Date(row.expires_at) > now),
      proofs: row.proofs ?? [],
      assurance: { acr, amr, allowed },
    }
  })
}
