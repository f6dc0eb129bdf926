import type { Migration } from '../../database/migrate.ts'

/** Reading an instance's events by time, newest or oldest first. */
export const auditMigrations: readonly Migration[] = [
  {
    name: 'audit/001-events-by-time',
    sql: 'create index events_by_time on events (instance_id, created_at, position);',
  },
]
