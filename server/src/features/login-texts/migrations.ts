import type { Migration } from '../../database/migrate.ts'

/** The table of the hosted login's translations; reads use its primary key. */
export const loginTextMigrations: readonly Migration[] = [
  {
    name: 'login-texts/001-hosted-login',
    sql: `
      create table hosted_login_translations (
        instance_id text not null,
        owner text not null,
        is_default boolean not null,
        locale text not null,
        translations jsonb not null,
        primary key (instance_id, locale, owner, is_default)
      );
    `,
  },
]
