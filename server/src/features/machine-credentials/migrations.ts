import type { Migration } from '../../database/migrate.ts'

/** Tokens and keys, for authentication and lists. */
export const machineCredentialMigrations: readonly Migration[] = [
  {
    name: 'machine-credentials/001-tokens-and-keys',
    sql: `
      create table personal_access_tokens (
        instance_id text not null,
        token_id text not null,
        user_id text not null,
        org_id text not null,
        scopes text[] not null,
        expires_at timestamptz not null,
        revoked boolean not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, token_id)
      );
      create index personal_access_tokens_by_user on personal_access_tokens (instance_id, user_id, created_at);
      create index personal_access_tokens_by_creation on personal_access_tokens (instance_id, created_at, token_id);
      create table machine_keys (
        instance_id text not null,
        key_id text not null,
        user_id text not null,
        org_id text not null,
        expires_at timestamptz not null,
        public_key text not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, key_id)
      );
      create index machine_keys_by_user on machine_keys (instance_id, user_id, created_at);
      create index machine_keys_by_creation on machine_keys (instance_id, created_at, key_id);
    `,
  },
  {
    name: 'machine-credentials/002-expiry',
    sql: `
      create index personal_access_tokens_by_expiry on personal_access_tokens (expires_at);
      create index machine_keys_by_expiry on machine_keys (expires_at);
    `,
  },
]
