import type { Migration } from '../../database/migrate.ts'

/** The targets of instances, and how their delivery goes. */
export const logTargetMigrations: readonly Migration[] = [
  {
    name: 'log-targets/001-targets',
    sql: `
      create table log_targets (
        instance_id text collate "C" not null,
        target_id text collate "C" not null,
        name text not null,
        url text not null,
        format text not null,
        types text[] not null,
        stream_types text[] not null,
        start text not null,
        active boolean not null,
        signing_key_id text not null,
        credential_header text,
        credential_id text,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, target_id)
      );

      -- No facet renders these rows: they say how delivery goes, beside the cursor in log_cursors. lease: the process that delivers now.
      create table log_target_deliveries (
        instance_id text collate "C" not null,
        target_id text collate "C" not null,
        created_at timestamptz not null default now(),
        next_attempt_at timestamptz not null default now(),
        lease text,
        leased_until timestamptz,
        delivered bigint not null default 0,
        last_position bigint,
        last_event_at timestamptz,
        last_delivered_at timestamptz,
        failures integer not null default 0,
        failing_since timestamptz,
        last_attempt_at timestamptz,
        last_error text,
        primary key (instance_id, target_id)
      );
    `,
  },
  {
    name: 'log-targets/002-failures',
    sql: `
      -- The failure of last_error for programs: problem, status and cause.
      alter table log_target_deliveries add column last_failure jsonb;
    `,
  },
]
