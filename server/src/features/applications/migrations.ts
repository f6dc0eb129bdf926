import type { Migration } from '../../database/migrate.ts'

/** Apps and their keys: client ids unique by instance, names by project. `client_documents` is a cache of metadata documents. */
export const applicationMigrations: readonly Migration[] = [
  {
    name: 'applications/001-applications',
    sql: `
      create table applications (
        instance_id text not null,
        app_id text not null,
        project_id text not null,
        org_id text not null,
        client_id text,
        kind text not null,
        name text not null,
        name_folded text collate "C" not null,
        folding smallint,
        state text not null,
        config jsonb not null,
        secret_id text,
        resource text,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, app_id)
      );
      create unique index applications_client_unique on applications (instance_id, client_id);
      create unique index applications_name_unique on applications (instance_id, project_id, name);
      create unique index applications_resource_unique on applications (instance_id, resource) where resource is not null;
      create index applications_unfolded on applications (instance_id, app_id) where folding is null;
      create table app_keys (
        instance_id text not null,
        key_id text not null,
        app_id text not null,
        project_id text not null,
        org_id text not null,
        client_id text not null,
        public_key text not null,
        expires_at timestamptz not null,
        created_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, key_id)
      );
      create index app_keys_by_app on app_keys (instance_id, app_id, created_at);
      create index app_keys_by_expiry on app_keys (expires_at);
    `,
  },
  {
    name: 'applications/002-client-documents',
    sql: `
      create table client_documents (
        instance_id text not null,
        client_id text not null,
        name text not null,
        config jsonb not null,
        fetched_at timestamptz not null,
        fresh_until timestamptz not null,
        primary key (instance_id, client_id)
      );
      create index client_documents_by_age on client_documents (instance_id, fetched_at);
    `,
  },
]
