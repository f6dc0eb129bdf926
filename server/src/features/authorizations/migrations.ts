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
  {
    // The look-ups go by the streams of authorizations that have changed at least twice, never over the whole log.
    name: 'authorizations/002-reactivated-at',
    sql: `
      alter table authorizations add column reactivated_at timestamptz;
      update authorizations a set reactivated_at = e.at
        from (select x.instance_id, x.authorization_id, (select max(e.created_at) from events e
            where e.instance_id = x.instance_id and e.stream_type = 'user_grant' and e.stream_id = x.authorization_id
              and e.type = 'user.grant.reactivated' and e.created_at >= x.created_at) as at
          from authorizations x where x.sequence > 2) e
        where a.instance_id = e.instance_id and a.authorization_id = e.authorization_id and e.at is not null;
    `,
  },
]
