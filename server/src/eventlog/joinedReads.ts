/** Returns the SQL condition for a stream's secret on the table of secrets, aliased `x`; each part is an SQL expression. */
export function isSecretOf(secret: {
  readonly streamType: string
  readonly streamId: string
  readonly id: string
}): string {
  return `x.stream_type = '${secret.streamType}' and x.stream_id = ${secret.streamId} and x.id = ${secret.id}`
}

/** The table of sealed secrets; the column `sealed` is for `EventLog.unseal`. */
export const secretsTable = 'secrets'

/** Returns SQL that selects the streams of an instance that the JSON array `named` of `{ type, id }` lists, as an array of `StreamJson`. */
export function streamsSql(instanceId: string, named: string): string {
  return `(select json_agg(s) from json_to_recordset(${named}) k(type text, id text)
       cross join lateral (select * from streams s
         where s.instance_id = ${instanceId} and s.stream_type = k.type and s.stream_id = k.id offset 0) s)`
}
