import { sessionTerminated } from '../sessions/events.ts'

/**
 * SQL of whether a session was ended by other than its expiry; null while it lives. The row of a session goes when it ends; the event
 * then says why. Neither is there long after it expired.
 */
export function sessionEndedSql(instanceId: string, sessionId: string): string {
  return `case when not exists (
        select from sessions se where se.instance_id = ${instanceId} and se.session_id = ${sessionId}) then (
      select e.payload->>'cause' is distinct from 'expired' from events e
       where e.instance_id = ${instanceId} and e.stream_type = 'session' and e.stream_id = ${sessionId}
         and e.type = '${sessionTerminated.type}'
       order by e.sequence desc limit 1) end`
}
