import { randomToken } from '../../../kernel/crypto/randomToken.ts'
import type { CommitCursor, TrailEvent } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import { cursorNameSql, type TargetRow, targetColumns } from '../queries.ts'
import type { PlaceKind, Room } from './places.ts'
import type { NotSent } from './send.ts'

/** Seconds for which one process may deliver without saying so again: longer than reading and sending a batch take. */
const leaseSeconds = 30

/** The right of this process to deliver to a target, with the target and its place in the log as they were when it was given. */
export interface Lease {
  readonly token: string
  readonly target: TargetRow
  readonly cursor: CommitCursor
  /** Attempts that failed since the last success. */
  readonly failures: number
}

type On = Pick<Deps, 'database'>

/**
 * Takes active targets, of those that fail or of the others, whose next attempt is due, that no process delivers to, and after whose cursor something settled was
 * written: as many as there is room for, those of instances with the fewest places first. The cursor is read afterwards, because the process before may have moved
 * it while this one waited for the row.
 */
export async function takeLeases(
  { database }: On,
  kind: PlaceKind,
  { free, fair, spared, held }: Room,
): Promise<readonly Lease[]> {
  const token = randomToken(16)
  const isDue = `d.failures ${kind === 'failing' ? '>' : '='} 0 and d.next_attempt_at <= now() and (d.leased_until is null or d.leased_until < now())`
  const taken = await database.query(
    `with waiting as materialized (
       select d.instance_id, d.target_id, d.next_attempt_at,
           coalesce(($3::jsonb->>d.instance_id)::int, 0) + row_number() over (partition by d.instance_id order by d.next_attempt_at) as place
         from log_target_deliveries d
         join log_targets t on t.instance_id = d.instance_id and t.target_id = d.target_id
         join log_cursors c on c.instance_id = d.instance_id and c.name = ${cursorNameSql('d.target_id')}
        where t.active and ${isDue}
          and exists (select from events e where (e.xact, e.position) > (c.xact, c.position)
            and e.xact < pg_snapshot_xmin(pg_current_snapshot()))),
     fair as (
       select instance_id, target_id, place, next_attempt_at from (
         select w.*, $1 - row_number() over (order by w.place, w.next_attempt_at) as free from waiting w) w
        where place <= $4 or free >= $5),
     due as (
       select d.instance_id, d.target_id from log_target_deliveries d
         join fair f on f.instance_id = d.instance_id and f.target_id = d.target_id
        where ${isDue}
        order by f.place, f.next_attempt_at limit $1 for update of d skip locked)
     update log_target_deliveries d set lease = $2, leased_until = now() + interval '${leaseSeconds} seconds'
       from due where d.instance_id = due.instance_id and d.target_id = due.target_id returning d.target_id`,
    [free, token, JSON.stringify(held), fair, spared],
  )
  if (taken.length === 0) return []
  const rows = await database.query<TargetRow & CommitCursor & { readonly failures: number }>(
    `select ${targetColumns}, d.failures, c.xact::text as xact, c.position::text as position
       from log_target_deliveries d
       join log_targets t on t.instance_id = d.instance_id and t.target_id = d.target_id
       join log_cursors c on c.instance_id = d.instance_id and c.name = ${cursorNameSql('d.target_id')}
      where d.lease = $1`,
    [token],
  )
  return rows.map(({ xact, position, failures, ...target }) => ({
    ...{ token, target, failures, cursor: { xact, position } },
  }))
}

const ofLease = 'd.instance_id = $1 and d.target_id = $2 and d.lease = $3'
const keyOf = ({ token, target }: Lease) => [target.instance_id, target.target_id, token]

/** Extends a lease; false if it is lost, or if the target was changed, paused or removed since. */
export async function renewLease({ database }: On, lease: Lease): Promise<boolean> {
  const kept = await database.query(
    `update log_target_deliveries d set leased_until = now() + interval '${leaseSeconds} seconds'
       from log_targets t
      where ${ofLease} and t.instance_id = d.instance_id and t.target_id = d.target_id and t.active and t.sequence = $4
      returning d.target_id`,
    [...keyOf(lease), lease.target.sequence],
  )
  return kept.length > 0
}

/** Moves the cursor behind events that were delivered, if any, in one statement with what is known about them; false if the lease is lost. */
export async function moveCursor(
  { database }: On,
  lease: Lease,
  next: CommitCursor,
  delivered: readonly TrailEvent[],
): Promise<boolean> {
  const last = delivered.at(-1)
  const success = `, failures = 0, failing_since = null, last_error = null, last_failure = null, last_attempt_at = now(), last_delivered_at = now(),
    delivered = d.delivered + $6, last_position = $7, last_event_at = $8`
  const moved = await database.query(
    `with mine as (
       update log_target_deliveries d set leased_until = now() + interval '${leaseSeconds} seconds'${last ? success : ''}
        where ${ofLease} returning d.instance_id, d.target_id)
     update log_cursors c set xact = $4::xid8, position = $5 from mine
      where c.instance_id = mine.instance_id and c.name = ${cursorNameSql('mine.target_id')} returning c.name`,
    [
      ...keyOf(lease),
      next.xact,
      next.position,
      ...(last ? [delivered.length, last.position, last.created_at] : []),
    ],
  )
  return moved.length > 0
}

/** Gives a lease back; the next attempt may begin after these milliseconds. */
export async function giveBack({ database }: On, lease: Lease, pause: number): Promise<void> {
  await database.query(
    `update log_target_deliveries d set lease = null, leased_until = null,
        next_attempt_at = now() + $4 * interval '1 millisecond' where ${ofLease}`,
    [...keyOf(lease), pause],
  )
}

/** Records a failed attempt and gives the lease back. */
export async function giveBackFailed(
  { database }: On,
  lease: Lease,
  { failure, reason, pause }: Omit<NotSent, 'asks'> & { readonly pause: number },
): Promise<void> {
  await database.query(
    `update log_target_deliveries d set lease = null, leased_until = null, failures = d.failures + 1,
        failing_since = coalesce(d.failing_since, now()), last_error = $4, last_failure = $5::jsonb, last_attempt_at = now(),
        next_attempt_at = now() + $6 * interval '1 millisecond' where ${ofLease}`,
    [...keyOf(lease), reason, JSON.stringify(failure), pause],
  )
}
