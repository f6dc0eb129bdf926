import type { Deps } from '../manifest.ts'
import type { DeliveryFailure } from './delivery/send.ts'
import type { TargetSettings, targetStarts } from './events.ts'

/** The name under which a target's cursor is kept in `log_cursors`; `id` is SQL. */
export const cursorNameSql = (id: string) => `'log-target:' || ${id}`

/** A target's row; it names the secrets but does not hold them. */
export interface TargetRow {
  readonly instance_id: string
  readonly target_id: string
  readonly name: string
  readonly url: string
  readonly format: TargetSettings['format']
  readonly types: readonly string[]
  readonly stream_types: readonly string[]
  readonly start: (typeof targetStarts)[number]
  readonly active: boolean
  readonly signing_key_id: string
  readonly credential_header: string | null
  readonly credential_id: string | null
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** The columns of `TargetRow` of `log_targets t`. */
export const targetColumns = `t.instance_id, t.target_id, t.name, t.url, t.format, t.types, t.stream_types, t.start, t.active,
  t.signing_key_id, t.credential_header, t.credential_id, t.created_at, t.changed_at, t.sequence`

/** A target with how its delivery goes. */
export interface TargetWithDelivery extends TargetRow {
  readonly delivered: string
  readonly last_position: string | null
  readonly last_event_at: string | null
  readonly last_delivered_at: string | null
  readonly failures: number
  readonly failing_since: string | null
  readonly last_attempt_at: string | null
  readonly last_error: string | null
  /** Null with an error as well, if a version wrote it that kept only the sentence. */
  readonly last_failure: DeliveryFailure | null
  readonly next_attempt_at: string | null
  /** Of the next 20,000 events of the log, those that the target waits for. */
  readonly waiting: number
  /** Whether the log goes on after these. */
  readonly more: boolean
  readonly waiting_since: string | null
}

const examined = 20_000

/** Returns the targets of an instance by creation, or the one with this id, each with how its delivery goes. */
export function readTargets(
  { database }: Pick<Deps, 'database'>,
  instanceId: string,
  targetId: string | null,
): Promise<TargetWithDelivery[]> {
  return database.query<TargetWithDelivery>(
    `select ${targetColumns}, coalesce(d.delivered, 0)::text as delivered, d.last_position::text as last_position,
        d.last_event_at, d.last_delivered_at, coalesce(d.failures, 0) as failures, d.failing_since, d.last_attempt_at,
        d.last_error, d.last_failure, d.next_attempt_at, w.waiting, w.more, w.waiting_since
       from log_targets t
       left join log_target_deliveries d on d.instance_id = t.instance_id and d.target_id = t.target_id
       left join log_cursors c on c.instance_id = t.instance_id and c.name = ${cursorNameSql('t.target_id')}
       cross join lateral (
         select count(*) filter (where near.wanted)::int as waiting, count(*) = ${examined} as more,
             min(near.created_at) filter (where near.wanted) as waiting_since
           from (select e.created_at, e.instance_id = t.instance_id
                 and (cardinality(t.types) = 0 or e.type = any(t.types))
                 and (cardinality(t.stream_types) = 0 or e.stream_type = any(t.stream_types)) as wanted
               from events e where (e.xact, e.position) > (c.xact, c.position)
              order by e.xact, e.position limit ${examined}) near) w
      where t.instance_id = $1 and ($2::text is null or t.target_id = $2)
      order by t.created_at, t.target_id`,
    [instanceId, targetId],
  )
}
