import type { Migration } from '../../database/migrate.ts'

/** The index of grants of tokens: read by every use of a token, by the sweep of dead ones, when a session ends, and by people. */
export const oidcSessionMigrations: readonly Migration[] = [
  {
    name: 'oidc-sessions/001-oidc-sessions',
    sql: `
      create table oidc_sessions (
        instance_id text not null,
        oidc_session_id text not null,
        user_id text not null,
        org_id text not null,
        client_id text not null,
        issuer text,
        app_id text,
        project_id text,
        session_id text,
        scopes text[] not null,
        audience text[] not null,
        amr text[] not null,
        acr text,
        auth_time timestamptz,
        nonce text,
        proofs jsonb,
        credential jsonb,
        user_sequence int not null,
        other_leans jsonb,
        admitted_by text[],
        actor jsonb,
        may_act jsonb,
        cnf jsonb,
        key_id text not null,
        access_token_id text,
        access_jwt boolean not null,
        access_scopes text[],
        access_issued_at timestamptz,
        access_expires_at timestamptz,
        refresh_token_id text,
        refresh_idle_expires_at timestamptz,
        refresh_expires_at timestamptz,
        created_at timestamptz not null,
        revoked_at timestamptz,
        dies_at timestamptz not null,
        primary key (instance_id, oidc_session_id)
      );
      create index oidc_sessions_by_session on oidc_sessions (instance_id, session_id, oidc_session_id)
        where session_id is not null;
      create index oidc_sessions_by_death on oidc_sessions (dies_at);
    `,
  },
  {
    name: 'oidc-sessions/002-claims',
    sql: 'alter table oidc_sessions add column claims jsonb;',
  },
  {
    name: 'oidc-sessions/003-exchanged-from',
    sql: `
      alter table oidc_sessions add column exchanged_from text[];
      create index oidc_sessions_by_source on oidc_sessions using gin (exchanged_from)
        where exchanged_from is not null;
    `,
  },
  {
    name: 'oidc-sessions/004-access-audience',
    sql: 'alter table oidc_sessions add column access_audience text[];',
  },
  {
    name: 'oidc-sessions/005-by-user',
    sql: `create index oidc_sessions_by_user on oidc_sessions (instance_id, user_id, created_at)
      where app_id is not null;`,
  },
  {
    // A refresh moves `dies_at`. While no index has a column that changes, PostgreSQL updates a row without touching any index (HOT), if
    // its page has room: the new column has all pages written anew, with the room.
    name: 'oidc-sessions/006-listed-by-day',
    sql: `
      alter table oidc_sessions set (fillfactor = 85);
      alter table oidc_sessions add column listed_at timestamptz not null
        generated always as (date_trunc('day', dies_at at time zone 'UTC') at time zone 'UTC') stored;
      drop index oidc_sessions_by_death;
      create index oidc_sessions_listed on oidc_sessions (listed_at, instance_id, oidc_session_id);
    `,
  },
]
