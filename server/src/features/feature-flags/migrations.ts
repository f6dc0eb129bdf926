import type { Migration } from '../../database/migrate.ts'

/** The table of flags; reads use its primary key. */
export const flagMigrations: readonly Migration[] = [
  {
    name: 'feature-flags/001-feature-flags',
    sql: `
      create table feature_flags (
        instance_id text primary key,
        flags jsonb not null,
        changed_at timestamptz not null,
        sequence bigint not null
      );
    `,
  },
]
