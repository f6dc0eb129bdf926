import type { Migration } from '../../database/migrate.ts'

/** The indexes of sessions and of their proofs: read by every request with a session token, searched, and swept. */
export const sessionMigrations: readonly Migration[] = [
  {
    name: 'sessions/001-sessions',
    sql: `
      create table sessions (
        instance_id text not null,
        session_id text not null,
        user_id text,
        user_org_id text,
        token_id text,
        expires_at timestamptz,
        user_agent_id text,
        user_agent jsonb,
        user_checked_at timestamptz,
        metadata jsonb not null,
        creator text not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, session_id)
      -- Every request on a session updates its row, but no indexed column: room on the page spares the indexes.
      ) with (fillfactor = 50);
      create index sessions_by_user on sessions (instance_id, user_id);
      create index sessions_by_creator on sessions (instance_id, creator);
      create index sessions_by_user_agent on sessions (instance_id, user_agent_id) where user_agent_id is not null;
      create index sessions_by_creation on sessions (instance_id, created_at, session_id);

      -- proved_at is null while a challenge is open and nothing is proved.
      create table session_proofs (
        instance_id text not null,
        session_id text not null,
        kind text not null,
        user_id text not null,
        user_org_id text not null,
        proved_at timestamptz,
        token_id text,
        user_verified boolean not null,
        device_bound boolean not null,
        challenged boolean not null,
        primary key (instance_id, session_id, kind)
      ) with (fillfactor = 60);
      -- The cost of a removal and of a policy's sweep grows with the sessions that have proved the factor, not with all.
      create index session_proofs_by_user on session_proofs (instance_id, user_id, kind);
      create index session_proofs_by_org on session_proofs (instance_id, user_org_id, kind, session_id)
        where kind not in ('password', 'idp');
    `,
  },
  {
    name: 'sessions/002-expiry',
    sql: 'create index sessions_by_expiry on sessions (expires_at) where expires_at is not null;',
  },
  {
    name: 'sessions/003-ended',
    // Lists the sessions that ended before `endFacet` did, with its state in the form of `isoInstant`.
    sql: `
      with ended as (
        update streams set facets = facets || jsonb_build_object('session_end',
            regexp_replace(to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '000$', '') || 'Z')
          where stream_type = 'session' and facets->'session'->>'kind' = 'terminated'
          returning instance_id, stream_type, stream_id, changed_at
      )
      insert into dead_streams (instance_id, stream_type, stream_id, died_at) select * from ended;
    `,
  },
]
