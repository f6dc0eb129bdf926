import type { Migration } from '../../database/migrate.ts'

/** The index for reading an instance's events by time. */
export const auditMigrations: readonly Migration[] = [
  {
    name: 'audit/001-events-by-time',
    sql: 'create index events_by_time on events (instance_id, created_at, position);',
  },
]
