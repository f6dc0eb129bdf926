import type { Deps } from '../../manifest.ts'
import { logTargetEvents, type targetStarts } from '../events.ts'
import { cursorNameSql } from '../queries.ts'

interface Named {
  readonly instanceId: string
  readonly targetId: string
}

type On = Pick<Deps, 'database'>

/** Gives a target that is about to be added its place in the log: before every event that is not settled yet, or before the first one. */
export async function beginDelivery(
  { database }: On,
  { instanceId, targetId, start }: Named & { readonly start: (typeof targetStarts)[number] },
): Promise<void> {
  await database.query(
    `with delivery as (insert into log_target_deliveries (instance_id, target_id) values ($1, $2))
     insert into log_cursors (instance_id, name, xact, position, holds)
       select $1, ${cursorNameSql('$2')}, case $3 when 'now' then pg_snapshot_xmin(pg_current_snapshot()) else '0'::xid8 end, 0, true`,
    [instanceId, targetId, start],
  )
}

/** Whether any instance has a target that is not paused. */
export async function hasTargets({ database }: On): Promise<boolean> {
  return (await database.query('select from log_targets where active limit 1')).length > 0
}

/** Ends the pause before the next attempt, for a target that was changed or resumed. */
export async function makeDue({ database }: On, { instanceId, targetId }: Named): Promise<void> {
  await database.query(
    `update log_target_deliveries set next_attempt_at = now()
      where instance_id = $1 and target_id = $2 and next_attempt_at > now()`,
    [instanceId, targetId],
  )
}

/** Removes what is kept about the delivery to a target. */
export async function endDelivery({ database }: On, { instanceId, targetId }: Named): Promise<void> {
  await database.query(
    `with delivery as (delete from log_target_deliveries where instance_id = $1 and target_id = $2)
     delete from log_cursors where instance_id = $1 and name = ${cursorNameSql('$2')}`,
    [instanceId, targetId],
  )
}

/**
 * Makes the rows of deliveries those of the targets. A target without a cursor begins with the event that added it, or with the first one
 * of the log; rows without a target, which a failed creation leaves behind, are removed. A paused target holds no events.
 */
export async function settleDeliveries({ database }: On): Promise<void> {
  await database.query(
    `insert into log_target_deliveries (instance_id, target_id)
       select t.instance_id, t.target_id from log_targets t where not exists (
         select from log_target_deliveries d where d.instance_id = t.instance_id and d.target_id = t.target_id)
     on conflict do nothing`,
  )
  await database.query(
    `insert into log_cursors (instance_id, name, xact, position, holds)
       select t.instance_id, ${cursorNameSql('t.target_id')}, coalesce(e.xact, '0'), coalesce(e.position - 1, 0), t.active
         from log_targets t left join lateral (
           select e.xact, e.position from events e
            where t.start = 'now' and e.instance_id = t.instance_id and e.stream_id = t.instance_id and e.stream_type = 'instance'
              and e.type = $1 and e.payload->>'id' = t.target_id limit 1) e on true
        where not exists (
          select from log_cursors c where c.instance_id = t.instance_id and c.name = ${cursorNameSql('t.target_id')})
     on conflict do nothing`,
    [logTargetEvents.added.type],
  )
  await database.query(
    `with gone as (
       delete from log_target_deliveries d where d.created_at < now() - interval '1 hour' and not exists (
         select from log_targets t where t.instance_id = d.instance_id and t.target_id = d.target_id)
       returning d.instance_id, d.target_id)
     delete from log_cursors c using gone g where c.instance_id = g.instance_id and c.name = ${cursorNameSql('g.target_id')}`,
  )
  await database.query(
    `update log_cursors c set holds = t.active from log_targets t
      where c.instance_id = t.instance_id and c.name = ${cursorNameSql('t.target_id')} and c.holds <> t.active`,
  )
}
