import type { Migration } from '../../database/migrate.ts'

/** The index of users: names are unique by scope, case ignored; searches walk an index per sort column. */
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
        primary key (instance_id, user_id)
      );
      create unique index users_username_unique on users (instance_id, scope, lower(username));
      create index users_by_org on users (instance_id, org_id, user_id);
      create index users_by_login on users (instance_id, lower(username));
      create index users_by_email on users (instance_id, lower(email));
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
    `,
  },
]

/** Where the picture of a person is; '' for none. */
export const avatarMigration: Migration = {
  name: 'users/003-avatar',
  sql: "alter table users add column avatar_key text not null default ''",
}
