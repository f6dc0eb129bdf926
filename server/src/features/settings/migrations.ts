import type { Migration } from '../../database/migrate.ts'

/** The table of settings; reads use its primary key, one kind at a time. */
export const settingMigrations: readonly Migration[] = [
  {
    name: 'settings/001-settings',
    sql: `
      create table settings (
        instance_id text not null,
        owner text not null,
        kind text not null,
        value jsonb not null,
        is_default boolean not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, kind, owner, is_default)
      );
    `,
  },
]
