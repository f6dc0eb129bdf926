import type { AssuranceInput } from '../../access/assurance.ts'
import { isPast } from '../../access/credentialKind.ts'
import type { SessionOfUser } from '../../access/freshProof.ts'
import { selectList } from '../../access/lookupParts.ts'
import type { Database } from '../../database/database.ts'
import { type AssuranceRow, assuranceColumns, assuranceInput, assuranceJoins } from './sessionAssurance.ts'

const columns = { user_kind: 'u.kind', expires_at: 'c.expires_at', ...assuranceColumns }

const statement = `select ${selectList(columns)} from sessions c ${assuranceJoins}
  where c.instance_id = $1 and c.session_id = $2 and c.user_id = $3`

/** Reads what decides about the assurance of a user's live session; undefined for an expired, ended or unknown one. */
export async function assuranceOfSession(
  source: Pick<Database, 'find'>,
  { instanceId, sessionId, userId }: SessionOfUser,
  now: Date,
): Promise<AssuranceInput | undefined> {
  const [row] = await source.find<AssuranceRow & { readonly expires_at: string | null }>(statement, [
    instanceId,
    sessionId,
    userId,
  ])
  if (row === undefined || isPast(row.expires_at, now)) return undefined
  return assuranceInput(row, row.proofs ?? [], now)
}
