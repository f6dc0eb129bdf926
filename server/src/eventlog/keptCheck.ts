import type { CachedRead } from './cacheUse.ts'
import type { ReadFrom } from './keptReads.ts'
import type { LogPoint } from './logTail.ts'

/** The kind of the read by which an append confirms a kept value. */
export const keptCheckKind = 'kept'
const holds = 'holds'
/** Events that are read for one check; after more of them the value counts as changed. */
const mostEvents = 500

/** The part of a check that a kept value always has. */
const texts = new WeakMap<ReadFrom, string>()

/** Returns what an append repeats to find that nothing a value was read from has changed since a point of the log. */
export function keptCheck({ snapshot, server }: LogPoint, from: ReadFrom): CachedRead {
  const [, end = '', running = ''] = snapshot.split(':')
  const text = texts.get(from) ?? textOf(from)
  texts.set(from, text)
  const since = JSON.stringify({ end, running: running === '' ? [] : running.split(','), server })
  return { kind: keptCheckKind, parameters: `${since.slice(0, -1)},${text.slice(1)}`, digest: holds }
}

function textOf({ instanceId, byId, events = new Set() }: ReadFrom): string {
  // The members of an object are found by a binary search, the elements of an array one by one.
  const types = Object.fromEntries([...events].map((type) => [type, 1]))
  return JSON.stringify({ instance: instanceId, ids: byId, types })
}

/**
 * For each check, whether the value holds as of the statement's snapshot, by the rules of `isReadFrom` and `readTail`. Another start
 * of the database server may have lost commits, and a removed instance has no data key.
 */
export const keptCheckStatement = `
  select w.ordinal, case when w.server = pg_postmaster_start_time()::text
      and exists (select from data_keys k where k.instance_id = w.instance)
      and e.events <= ${mostEvents} and not e.changed then '${holds}' end as digest
    from rows from (json_to_recordset($1) as
      ("end" text, running text[], server text, instance text, ids jsonb, types jsonb))
      with ordinality w("end", running, server, instance, ids, types, ordinal)
    cross join lateral (
      select count(*) as events, coalesce(bool_or(n.instance_id = '' or n.instance_id = w.instance and (
          not w.ids ? n.stream_type or w.ids->n.stream_type ? n.stream_id or w.types ? n.type)), false) as changed
        from (
          (select instance_id, stream_type, stream_id, type from events where xact >= w."end"::xid8 limit ${mostEvents + 1})
          union all (select instance_id, stream_type, stream_id, type from events
            where xact = any(w.running::xid8[]) limit ${mostEvents + 1})) n) e`
