import type { Migration } from '../../database/migrate.ts'

const dates = `added_sequence bigint not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null`

/**
 * Projects with names unique by organization as folded, their roles, and one grant for each organization. `added_sequence` is the
 * position of the project's stream at which the row was added. One project of an instance accepts metadata documents of clients.
 */
export const projectMigrations: readonly Migration[] = [
  {
    name: 'projects/001-projects',
    sql: `
      create table projects (
        instance_id text not null,
        project_id text not null,
        org_id text not null,
        name text not null,
        state text not null,
        role_assertion boolean not null,
        authorization_required boolean not null,
        access_required boolean not null,
        private_labeling text not null,
        required_acr text,
        ${dates},
        name_folded text collate "C" not null,
        folding smallint,
        primary key (instance_id, project_id)
      );
      create unique index projects_name_unique on projects (instance_id, org_id, name_folded);
      create index projects_unfolded on projects (instance_id, project_id) where folding is null;
      create table project_roles (
        instance_id text not null,
        project_id text not null,
        role_key text not null,
        display_name text not null,
        role_group text not null,
        ${dates},
        role_key_folded text collate "C" not null,
        display_name_folded text collate "C" not null,
        folding smallint,
        primary key (instance_id, project_id, role_key)
      );
      create index project_roles_unfolded on project_roles (instance_id, project_id, role_key) where folding is null;
      create table project_grants (
        instance_id text not null,
        project_id text not null,
        grant_id text not null,
        org_id text not null,
        granted_org_id text not null,
        role_keys text[] not null,
        state text not null,
        ${dates},
        primary key (instance_id, project_id, grant_id)
      );
      create unique index project_grants_unique on project_grants (instance_id, project_id, granted_org_id);
      create index project_grants_by_id on project_grants (instance_id, grant_id);
      create index project_grants_by_granted_org on project_grants (instance_id, granted_org_id, project_id);
      create table iam_projects (
        instance_id text not null,
        project_id text not null,
        primary key (instance_id)
      );
    `,
  },
  {
    name: 'projects/002-client-registration',
    sql: `
      alter table projects add column documents_since timestamptz, add column dynamic_registration boolean not null default false;
      create unique index projects_documents_unique on projects (instance_id) where documents_since is not null;
    `,
  },
  {
    // The look-ups go by the streams of grants that have changed, never over the whole log.
    name: 'projects/003-grants-reactivated-at',
    sql: `
      alter table project_grants add column reactivated_at timestamptz;
      update project_grants g set reactivated_at = e.at
        from (select x.instance_id, x.project_id, x.grant_id, (select max(e.created_at) from events e
            where e.instance_id = x.instance_id and e.stream_type = 'project' and e.stream_id = x.project_id
              and e.sequence > x.added_sequence and e.sequence <= x.sequence
              and e.type = 'project.grant.reactivated' and e.payload->>'grantId' = x.grant_id) as at
          from project_grants x where x.sequence > x.added_sequence) e
        where g.instance_id = e.instance_id and g.project_id = e.project_id and g.grant_id = e.grant_id
          and e.at is not null;
    `,
  },
]
