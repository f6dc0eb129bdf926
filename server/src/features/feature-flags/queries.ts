import type { Deps } from '../manifest.ts'
import type { FlagValues } from './flags.ts'
import type { FlagsState } from './state.ts'

interface FlagsRow {
  readonly of_system: boolean
  readonly flags: FlagValues
  readonly changed_at: string
  readonly sequence: string
}

const none: FlagsState = { values: {}, changed: null }

/** Reads the own flags of the system and of an instance. */
export async function readFlags(
  { database }: Pick<Deps, 'database'>,
  instanceId: string,
): Promise<{ readonly system: FlagsState; readonly instance: FlagsState }> {
  const rows = await database.find<FlagsRow>(
    `select instance_id = '' as of_system, flags, changed_at, sequence
       from feature_flags where instance_id in ('', $1)`,
    [instanceId],
  )
  const stateOf = (ofSystem: boolean) => {
    const row = rows.find(({ of_system }) => of_system === ofSystem)
    return row ? { values: row.flags, changed: { at: row.changed_at, sequence: Number(row.sequence) } } : none
  }
  return { system: stateOf(true), instance: stateOf(false) }
}

/**
 * SQL for the address of the login that an instance has for all of its applications, by the SQL of its id; '' or null without one.
 * The instance's flag counts as a whole, else the system's.
 */
export const requiredLoginSql = (instanceId: string) =>
  `(select case when (f.flags->'loginV2'->>'required')::boolean then f.flags->'loginV2'->>'baseUri' end
    from feature_flags f where f.instance_id in (${instanceId}, '') and f.flags->'loginV2' is not null
    order by f.instance_id desc limit 1)`
