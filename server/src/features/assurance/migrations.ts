import type { Migration } from '../../database/migrate.ts'

/** The indexes that policy changes read and the table of postponed set-ups. */
export const assuranceMigrations: readonly Migration[] = [
  {
    name: 'assurance/001-policies',
    sql: `
      create index user_factors_by_org on user_factors (instance_id, org_id, kind, user_id) where state = 'ready';
      create index user_webauthn_by_org on user_webauthn (instance_id, org_id, kind, user_id) where state = 'ready';
      create table mfa_init_skips (
        instance_id text not null,
        user_id text not null,
        skipped_at timestamptz not null,
        primary key (instance_id, user_id)
      );
    `,
  },
]
