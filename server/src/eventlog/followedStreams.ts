/** A stream at a version that changes with each of its events; null while it has none. */
export type StreamAt = readonly [type: string, id: string, version: string | null]

const versionSql = (instanceId: string, type: string, id: string) =>
  `(select row(s.sequence, s.changed_at)::text from streams s
     where s.instance_id = ${instanceId} and s.stream_type = ${type} and s.stream_id = ${id})`

/** SQL for one stream as a `StreamAt`; its parts are SQL. */
export function streamAtSql(instanceId: string, type: string, id: string): string {
  return `json_build_array(${type}, ${id}, ${versionSql(instanceId, type, id)})`
}

/** SQL for streams as an array of `StreamAt`, by SQL that selects rows of type and id; an id that is null or '' stands for none. */
export function streamsAtSql(instanceId: string, rows: string): string {
  return `(select json_agg(${streamAtSql(instanceId, 'w.type', 'w.id')})
    from (${rows}) w(type, id) where w.id <> '')`
}

/** SQL for whether each stream of an array of `StreamAt` still has its version. */
export function unchangedStreamsSql(instanceId: string, streams: string): string {
  return `not exists (select from json_array_elements(${streams}::json) e
    where e->>2 is distinct from ${versionSql(instanceId, 'e->>0', 'e->>1')})`
}
