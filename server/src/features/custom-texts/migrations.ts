import type { Migration } from '../../database/migrate.ts'

/** The table of own texts; reads use a prefix of its primary key, one template at a time. */
export const customTextMigrations: readonly Migration[] = [
  {
    name: 'custom-texts/001-custom-texts',
    sql: `
      create table custom_texts (
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
]
