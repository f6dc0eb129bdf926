import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Query } from '../database/query.ts'
import type { Clock } from '../kernel/clock.ts'
import { followCommits } from './followCommits.ts'
import type { Registry } from './registry.ts'
import { upcast } from './revisions.ts'
import { refOf, type StreamRow } from './streamRow.ts'
import type { EventLog, StreamEvent } from './types.ts'

type Subscription = Parameters<EventLog['subscribe']>[0]
type Log = Pick<Logger, 'debug' | 'warn' | 'error'>

const windowSize = 500
const pollEvery = 2_000
const lockClass = 725597679

/** Runs a subscription until its signal aborts; see `EventLog.subscribe`. */
export async function subscribe(
  on: {
    readonly database: Database
    readonly registry: Registry
    readonly logger: Log
    readonly clock: Pick<Clock, 'pause'>
  },
  subscription: Subscription,
): Promise<void> {
  const { database, registry } = on
  const waits = { more: 0, unsettled: 25, idle: pollEvery }
  await followCommits(on, {
    name: subscription.name,
    signal: subscription.signal,
    step: async () => waits[await database.session((query) => handleWindow(query, registry, subscription))],
  })
}

/** Handles the next events under the subscription's lock; `unsettled` if a running transaction hides some. */
async function handleWindow(
  query: Query,
  registry: Registry,
  subscription: Subscription,
): Promise<'more' | 'idle' | 'unsettled'> {
  const { name } = subscription
  const [lock] = await query<{ got: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as got', [
    lockClass,
    name,
  ])
  // Another process holds the subscription and does not notify this one when it finishes, so poll.
  if (!lock?.got) return 'idle'
  try {
    return await underLock(query, registry, subscription)
  } finally {
    await query('select pg_advisory_unlock($1, hashtext($2))', [lockClass, name])
  }
}

interface WindowRow extends Omit<StreamRow, 'facets'> {
  readonly type: string
  readonly creator: string
  readonly payload: StreamEvent['payload'] | null
  readonly revision: number
  readonly wanted: boolean
  readonly xact: string
  readonly position: string
}

async function underLock(query: Query, registry: Registry, { name, types, handle }: Subscription) {
  await query('insert into subscriptions (name) values ($1) on conflict (name) do nothing', [name])
  const [cursor] = await query<{ xact: string; position: string }>(
    'select xact::text, position from subscriptions where name = $1',
    [name],
  )
  // Transactions older than every running one are settled: no event can appear before the cursor later.
  const rows = await query<WindowRow>(
    `select instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner,
       case when type = any($3) is not false then payload end as payload, revision,
       type = any($3) is not false as wanted, xact::text, position
     from events
     where (xact, position) > ($1::xid8, $2::bigint) and xact < pg_snapshot_xmin(pg_current_snapshot())
     order by events.xact, events.position limit ${windowSize}`,
    [cursor?.xact, cursor?.position, types ?? null],
    'log_window',
  )
  const last = rows.at(-1)
  if (last === undefined) {
    const [hidden] = await query<{ some: boolean }>(
      'select exists (select from events where (xact, position) > ($1::xid8, $2::bigint)) as some',
      [cursor?.xact, cursor?.position],
    )
    return hidden?.some ? 'unsettled' : 'idle'
  }
  const events = rows.filter(({ wanted }) => wanted).map((row) => eventOf(row, registry))
  if (events.length > 0) await handle(events)
  await query('update subscriptions set xact = $2::xid8, position = $3 where name = $1', [
    name,
    last.xact,
    last.position,
  ])
  return 'more'
}

function eventOf(row: WindowRow, registry: Registry): StreamEvent & { readonly position: string } {
  return {
    stream: refOf(row),
    owner: row.owner,
    sequence: row.sequence,
    type: row.type,
    createdAt: row.created_at,
    creator: row.creator,
    payload: upcast(registry.definition(row.type), row.revision, row.payload ?? {}),
    position: row.position,
  }
}
