import type { Migration } from '../../database/migrate.ts'

/** The indexes for reading an instance's events by time, and the sessions of a person that have ended. */
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
]
