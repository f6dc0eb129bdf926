import type { Migration } from '../../database/migrate.ts'

/** Browsers by id, for every page, and by their last change, for their removal. */
export const browserMigrations: readonly Migration[] = [
  {
    name: 'browsers/001-browsers',
    sql: `
      create table browsers (
        instance_id text not null,
        browser_id text not null,
        secret_id text not null,
        previous_secret_id text,
        previous_until timestamptz,
        -- In the form of the state, the account of the last proof at the end.
        accounts jsonb not null,
        language text,
        changed_at timestamptz not null,
        primary key (instance_id, browser_id)
      );
      create index browsers_by_change on browsers (changed_at);
      create index browsers_empty on browsers (changed_at) where accounts = '[]'::jsonb;
    `,
  },
]
