import type { Migration } from '../../database/migrate.ts'

/** The index of authorization requests. */
export const authRequestMigrations: readonly Migration[] = [
  {
    name: 'auth-requests/001-auth-requests',
    sql: `
      create table auth_requests (
        instance_id text not null,
        auth_request_id text not null,
        client_id text not null,
        code_id text,
        session_id text,
        user_id text,
        expires_at timestamptz not null,
        primary key (instance_id, auth_request_id)
      -- A request is updated a few times within minutes, but no indexed column.
      ) with (fillfactor = 70);
      create index auth_requests_by_expiry on auth_requests (expires_at);
    `,
  },
]
