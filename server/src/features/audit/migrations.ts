import type { Migration } from '../../database/migrate.ts'

/** The indexes for reading the events of an instance and of an organization by time, and the sessions of a person that have ended. */
export const auditMigrations: readonly Migration[] = [
  {
    name: 'audit/001-events-by-time',
    sql: 'create index events_by_time on events (instance_id, created_at, position);',
  },
  {
    name: 'audit/002-sessions-by-person',
    sql: `create index events_by_checked_user on events (instance_id, (payload->>'userId'), created_at)
      where type = 'session.user.checked';`,
  },
  {
    name: 'audit/003-events-of-organizations',
    sql: `create index events_by_organization on events (instance_id, owner, created_at, position)
      where owner <> instance_id and stream_type <> 'oidc_session';`,
  },
]
