import type { Migration } from '../../database/migrate.ts'

/** What lists of factors, the access layer and reads of `mfaInitSkipped` look at. */
export const secondFactorMigrations: readonly Migration[] = [
  {
    name: 'second-factors/001-user-factors',
    sql: `
      create table user_factors (
        instance_id text not null,
        user_id text not null,
        kind text not null,
        factor_id text not null,
        org_id text not null,
        state text not null,
        name text not null,
        rp_id text,
        added_at timestamptz not null,
        primary key (instance_id, user_id, kind, factor_id)
      );
      create table mfa_init_skips (
        instance_id text not null,
        user_id text not null,
        skipped_at timestamptz not null,
        primary key (instance_id, user_id)
      );
    `,
  },
]
