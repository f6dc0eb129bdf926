import type { Migration } from '../../database/migrate.ts'

/** Digests of values that count once; no facet renders them, and they hold nothing that outlives their expiry. */
export const proofOfPossessionMigrations: readonly Migration[] = [
  {
    name: 'proof-of-possession/001-single-uses',
    sql: `
      create table single_uses (
        instance_id text not null,
        purpose text not null,
        digest bytea not null,
        expires_at timestamptz not null,
        primary key (instance_id, purpose, digest)
      );
      create index single_uses_by_expiry on single_uses (expires_at);
    `,
  },
]
