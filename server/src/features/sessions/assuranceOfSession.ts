import type { AssuranceInput, Proof } from '../../access/assurance.ts'
import { isPast } from '../../access/credentialKind.ts'
import type { SessionOfUser } from '../../access/freshProof.ts'
import { selectList } from '../../access/lookupParts.ts'
import type { Database } from '../../database/database.ts'
import { policyOfUserSql } from '../login-policies/index.ts'
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

const { proofs: _, ...userColumns } = assuranceColumns

const userStatement = `select ${selectList({ user_kind: 'u.kind', ...userColumns })} from users u
  join instances i on i.instance_id = u.instance_id
  left join lateral (${policyOfUserSql}) p on true
  where u.instance_id = $1 and u.user_id = $2`

/** Reads what decides about the assurance that proofs give a user now; undefined for an unknown user. */
export async function assuranceOfProofs(
  source: Pick<Database, 'find'>,
  { instanceId, userId }: Omit<SessionOfUser, 'sessionId'>,
  proofs: readonly Proof[],
  now: Date,
): Promise<AssuranceInput | undefined> {
  const [row] = await source.find<Omit<AssuranceRow, 'proofs'>>(userStatement, [instanceId, userId])
  return row && assuranceInput(row, proofs, now)
}
