import type { Migration } from '../../database/migrate.ts'

/** The index of factors of which a person has at most one. */
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
    `,
  },
]
