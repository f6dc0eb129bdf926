import type { Migration } from '../../database/migrate.ts'

/** The table of providers; reads use a prefix of its primary key. */
export const notificationMigrations: readonly Migration[] = [
  {
    name: 'notifications/001-providers',
    sql: `
      create table notification_providers (
        instance_id text not null,
        channel text not null,
        provider_id text not null,
        active boolean not null,
        description text not null,
        settings jsonb not null,
        secret_id text,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, channel, provider_id)
      );
    `,
  },
]
