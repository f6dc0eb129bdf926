import type { Migration } from '../../database/migrate.ts'

/** Authorizations: one for each organization, user, project and grant. */
export const authorizationMigrations: readonly Migration[] = [
  {
    name: 'authorizations/001-authorizations',
    sql: `
      create table authorizations (
        instance_id text not null,
        authorization_id text not null,
        user_id text not null,
        org_id text not null,
        project_id text not null,
        grant_id text,
        role_keys text[] not null,
        project_sequence bigint not null,
        state text not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, authorization_id)
      );
      create unique index authorizations_unique
        on authorizations (instance_id, user_id, project_id, org_id, coalesce(grant_id, ''));
      create index authorizations_by_project on authorizations (instance_id, project_id, authorization_id);
      create index authorizations_by_org on authorizations (instance_id, org_id, authorization_id);
    `,
  },
]
