import type { Query } from '../database/query.ts'
import type { NewEvent } from './keptReads.ts'

/** A point in the log: the transactions that were committed then, and the server that said so. */
export interface LogPoint {
  /** PostgreSQL's text of a snapshot (PostgreSQL, §9.28.5): `xmin:xmax:xip,…`. */
  readonly snapshot: string
  readonly server: string
}

/** What has happened in the log after a point. */
export interface Tail {
  readonly point: LogPoint
  /** The new events; undefined if there is no telling, as after a failover, or too many. */
  readonly events: readonly NewEvent[] | undefined
  /** Of the instances that the caller named, those that are there. */
  readonly instances: ReadonlySet<string>
}

/** Events that are read for one tail; after more of them everything is read again. */
const mostEvents = 2_000
/** No transaction has this number (PostgreSQL, §67.1), so a tail that begins there is empty. */
const never = '18446744073709551615'

/**
 * Whatever is committed at the time of the statement and was not at the point is in a transaction that was running then or began
 * later. An instance that was removed has no data key, and no events by which it could be noticed.
 */
const statement = `
  select 'point' as part, pg_current_snapshot()::text as instance_id, pg_postmaster_start_time()::text as stream_type, '' as stream_id, '' as event_type
  union all select 'instance', instance_id, '', '', '' from data_keys where instance_id = any($3::text[])
  union all (select 'event', instance_id, stream_type, stream_id, type from events where xact >= $1::xid8 limit ${mostEvents})
  union all (select 'event', instance_id, stream_type, stream_id, type from events where xact = any($2::xid8[]) limit ${mostEvents})`

interface TailRow {
  readonly part: 'point' | 'instance' | 'event'
  readonly instance_id: string
  readonly stream_type: string
  readonly stream_id: string
  readonly event_type: string
}

/** Reads what has been committed after a point, up to the statement's own snapshot. */
export async function readTail(
  keyed: Query,
  since: LogPoint | undefined,
  instances: readonly string[],
): Promise<Tail> {
  const [, end = never, running = ''] = since?.snapshot.split(':') ?? []
  const values = [end, running === '' ? [] : running.split(','), instances]
  const rows = await keyed<TailRow>(statement, values, 'log-tail')
  let point: LogPoint = { snapshot: '', server: '' }
  const found = new Set<string>()
  const events: NewEvent[] = []
  for (const {
    part,
    instance_id: instanceId,
    stream_type: type,
    stream_id: id,
    event_type: eventType,
  } of rows) {
    if (part === 'event') events.push({ instanceId, type, id, eventType })
    else if (part === 'instance') found.add(instanceId)
    else point = { snapshot: instanceId, server: type }
  }
  const isWhole = since?.server === point.server && events.length < mostEvents
  return { point, events: isWhole ? events : undefined, instances: found }
}
