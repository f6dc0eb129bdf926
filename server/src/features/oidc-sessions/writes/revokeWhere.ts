import { workOn } from '../../../eventlog/decideOn.ts'
import type { Writing } from '../../../eventlog/types.ts'
import type { Deps } from '../../manifest.ts'
import { revokeAll } from './revokeTokens.ts'

const batch = 100

/** A condition on grants of the instance `$1`; its values are `$2` and on. */
export interface GrantCondition {
  readonly sql: string
  readonly values: readonly string[]
}

/** Revokes the grants that a condition finds, in batches, each grant in a commit of its own. Returns how many there were. */
export async function revokeWhere(
  { log, database }: Pick<Deps, 'log' | 'database'>,
  writing: Writing,
  { sql, values }: GrantCondition,
  cause: string,
): Promise<number> {
  for (let revoked = 0; ; ) {
    const rows = await database.query<{ id: string }>(
      `select oidc_session_id as id from oidc_sessions
        where instance_id = $1 and ${sql} and revoked_at is null limit ${batch}`,
      [writing.instanceId, ...values],
    )
    for (const { id } of rows) {
      await workOn(log, writing, { type: 'oidc_session', id }, (stream, tx) => revokeAll(tx, stream, cause))
    }
    revoked += rows.length
    if (rows.length < batch) return revoked
  }
}
