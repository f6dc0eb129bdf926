import type { Migration } from '../../database/migrate.ts'
import { addFoldedColumns, foldFormerRows } from '../../eventlog/foldedColumns.ts'
import { userCounters } from './userCounters.ts'

/** The columns of `users` that have a folded copy, for logins and searches. */
export const foldedUserColumns = [
  'username',
  'given_name',
  'family_name',
  'nick_name',
  'display_name',
  'email',
  'phone',
] as const

/**
 * The tables of users. Usernames are unique by scope as folded (ADR 26). Searches use an index for each sort column, which
 * includes the text as written, and trigrams for parts of words if the database allows the extensions.
 */
export const userMigrations: readonly Migration[] = [
  {
    name: 'users/001-users',
    sql: `
      create table users (
        instance_id text not null,
        user_id text not null,
        org_id text not null,
        kind text not null,
        status text not null,
        locked_until timestamptz,
        username text not null,
        scope text not null,
        given_name text not null,
        family_name text not null,
        nick_name text not null,
        display_name text not null,
        preferred_language text not null,
        gender text not null,
        email text not null,
        email_verified boolean not null,
        phone text not null,
        phone_verified boolean not null,
        has_password boolean not null,
        password_changed_at timestamptz,
        description text not null,
        access_token_type text not null,
        has_secret boolean not null,
        created_at timestamptz not null,
        password_change_required boolean not null,
        avatar_key text not null,
        status_rank smallint not null generated always as
          (case status when 'active' then 1 when 'inactive' then 2 when 'locked' then 4 else 5 end) stored,
        username_folded text collate "C" not null generated always as (lower(username)) stored,
        given_name_folded text collate "C" not null generated always as (lower(given_name)) stored,
        family_name_folded text collate "C" not null generated always as (lower(family_name)) stored,
        nick_name_folded text collate "C" not null generated always as (lower(nick_name)) stored,
        display_name_folded text collate "C" not null generated always as (lower(display_name)) stored,
        email_folded text collate "C" not null generated always as (lower(email)) stored,
        phone_folded text collate "C" not null generated always as (lower(phone)) stored,
        primary key (instance_id, user_id)
      );
      create unique index users_username_unique on users (instance_id, scope, lower(username));
      create index users_by_org on users (instance_id, org_id, user_id);
      create index users_by_login on users (instance_id, lower(username));
      create index users_by_username on users (instance_id, username_folded, user_id) include (username);
      create index users_by_given_name on users (instance_id, given_name_folded, user_id) include (given_name);
      create index users_by_family_name on users (instance_id, family_name_folded, user_id) include (family_name);
      create index users_by_nick_name on users (instance_id, nick_name_folded, user_id) include (nick_name);
      create index users_by_display_name on users (instance_id, display_name_folded, user_id) include (display_name);
      create index users_by_email on users (instance_id, email_folded, user_id) include (email);
      create index users_by_phone on users (instance_id, phone_folded, user_id) include (phone);
      create index users_scoped on users (instance_id) where scope <> '';
      create index users_by_created on users (instance_id, created_at, user_id);
      create index users_by_kind on users (instance_id, kind, user_id);
      create index users_by_status on users (instance_id, status_rank, user_id);
      do $$ begin
        create extension if not exists pg_trgm;
        create extension if not exists btree_gin;
        create index users_by_part on users using gin (instance_id,
          username_folded gin_trgm_ops,
          given_name_folded gin_trgm_ops,
          family_name_folded gin_trgm_ops,
          nick_name_folded gin_trgm_ops,
          display_name_folded gin_trgm_ops,
          email_folded gin_trgm_ops,
          phone_folded gin_trgm_ops) with (gin_pending_list_limit = 512);
      exception when insufficient_privilege or feature_not_supported or undefined_object then
        raise warning 'without pg_trgm and btree_gin searches for parts of words read every user of the instance: %', sqlerrm;
      end $$;
      create table user_metadata (
        instance_id text not null,
        user_id text not null,
        key text not null,
        value bytea not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, user_id, key)
      );
      create table user_counts (
        instance_id text collate "C" not null,
        org_id text not null,
        kind text not null,
        status_rank smallint not null,
        locked_until timestamptz,
        slot smallint not null,
        total bigint not null,
        unique nulls not distinct (instance_id, org_id, kind, status_rank, locked_until, slot)
      ) with (fillfactor = 50);
    `,
  },
  {
    name: 'users/002-folded',
    sql: `
      alter table users ${foldedUserColumns.map((column) => `alter column ${column}_folded drop expression`).join(', ')};
      ${foldFormerRows('users', foldedUserColumns, 'instance_id, user_id')}
      drop index users_username_unique;
      create unique index users_username_unique on users (instance_id, scope, username_folded);
      drop index users_by_login;
      ${addFoldedColumns('user_metadata', ['key'], 'instance_id, user_id, key')}
    `,
  },
  {
    name: 'users/003-invitations',
    // Lists the invitations that were made before `invitationFacet` was, with its state in the form of `isoInstant`.
    sql: `
      create table user_invitations (
        instance_id text not null,
        user_id text not null,
        invited_at timestamptz not null,
        primary key (instance_id, user_id)
      );
      with last as (
        select distinct on (instance_id, stream_id) instance_id, stream_id, type, created_at from events
          where stream_type = 'user' and type in ('user.human.invite.code.added', 'user.human.invite.check.succeeded', 'user.removed')
          order by instance_id, stream_id, sequence desc
      ), waiting as (
        update streams s set facets = s.facets || jsonb_build_object('invitation', jsonb_build_object('invitedAt',
            regexp_replace(to_char(last.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '000$', '') || 'Z'))
          from last
          where s.instance_id = last.instance_id and s.stream_id = last.stream_id and s.stream_type = 'user'
            and last.type = 'user.human.invite.code.added'
          returning s.instance_id, s.stream_id, last.created_at
      )
      insert into user_invitations (instance_id, user_id, invited_at) select * from waiting;
    `,
  },
  {
    name: 'users/004-instance-counts',
    // Filled by the functions below.
    sql: `
      create table instance_user_counts (
        instance_id text collate "C" not null,
        kind text not null,
        status_rank smallint not null,
        locked_until timestamptz,
        slot smallint not null,
        total bigint not null,
        unique nulls not distinct (instance_id, kind, status_rank, locked_until, slot)
      ) with (fillfactor = 50);
    `,
  },
  { name: 'users/functions', revision: 2, sql: userCounters },
]
