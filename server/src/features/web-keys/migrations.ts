import type { Migration } from '../../database/migrate.ts'

/** The public halves of signing keys. The index on the state finds the active key of an instance. */
export const webKeyMigrations: readonly Migration[] = [
  {
    name: 'web-keys/001-web-keys',
    sql: `
      create table web_keys (
        instance_id text not null,
        key_id text not null,
        alg text not null,
        state text not null,
        public_jwk jsonb not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, key_id)
      );
      create index web_keys_active on web_keys (instance_id) where state = 'active';
    `,
  },
]
