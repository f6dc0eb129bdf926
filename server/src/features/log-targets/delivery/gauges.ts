import type { FollowerGauge } from '../../../jobs/follower.ts'
import type { Deps } from '../../manifest.ts'
import { cursorNameSql } from '../queries.ts'

/** The metrics of all targets: how many there are in each state, and how far the last one is behind. */
export function deliveryGauges({ database }: Pick<Deps, 'database'>): readonly FollowerGauge[] {
  return [
    {
      name: 'sallyport_log_targets',
      help: 'Log targets of all instances, by state: active, failing or paused.',
      label: 'state',
      values: () =>
        database.query(
          `select s.name, count(t.target_id)::int as value
             from (values ('active'), ('failing'), ('paused')) s(name)
             left join (select t.target_id, case when not t.active then 'paused' when d.failures > 0 then 'failing' else 'active' end as state
               from log_targets t left join log_target_deliveries d on d.instance_id = t.instance_id and d.target_id = t.target_id) t
               on t.state = s.name
            group by s.name`,
        ),
    },
    {
      name: 'sallyport_log_targets_behind_seconds',
      help: 'Seconds since the oldest event that a log target in this state has not received was written.',
      label: 'state',
      values: () =>
        database.query(
          `select s.state as name, coalesce(max(extract(epoch from now() - e.created_at)), 0)::float8 as value
             from log_targets t
             join log_target_deliveries d on d.instance_id = t.instance_id and d.target_id = t.target_id
             join log_cursors c on c.instance_id = t.instance_id and c.name = ${cursorNameSql('t.target_id')}
             cross join lateral (select case when d.failures > 0 then 'failing' else 'active' end as state) s
             cross join lateral (select min(n.created_at) as created_at
               from (select e.* from events e where (e.xact, e.position) > (c.xact, c.position)
                 order by e.xact, e.position limit 1000) n
               where n.instance_id = t.instance_id) e
            where t.active group by s.state`,
        ),
    },
  ]
}
