import type { Migration } from '../../database/migrate.ts'

/** The index of providers, read by a prefix of its primary key. */
export const notificationMigrations: readonly Migration[] = [
  {
    name: 'notifications/001-providers-and-texts',
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
      create table message_texts (
        instance_id text not null,
        template text not null,
        language text not null,
        owner text not null,
        is_default boolean not null,
        texts jsonb not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, template, language, owner, is_default)
      );
    `,
  },
  {
    // Own texts belong to the feature custom-texts, which logins share.
    name: 'notifications/002-texts-moved',
    sql: 'drop table message_texts',
  },
]
