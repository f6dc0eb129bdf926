import type { Migration } from '../../database/migrate.ts'

/**
 * Counts of limited acts; no facet renders them. A crash of PostgreSQL empties the table, which only starts the windows again. Updates
 * change no indexed column, so that they stay on their page.
 */
export const rateLimitMigrations: readonly Migration[] = [
  {
    name: 'rate-limits/001-rate-limits',
    sql: `
      create unlogged table rate_limits (
        instance_id text not null,
        digest text not null,
        taken integer not null,
        expires_at timestamptz not null,
        primary key (instance_id, digest)
      ) with (fillfactor = 60);
      create index rate_limits_by_expiry on rate_limits (expires_at);
    `,
  },
]
