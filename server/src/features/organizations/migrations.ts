import type { Migration } from '../../database/migrate.ts'
import { addFoldedColumns } from '../../eventlog/foldedColumns.ts'

/** Organizations: names unique by instance, verified domains held by one organization only. */
export const organizationMigrations: readonly Migration[] = [
  {
    name: 'organizations/001-organizations',
    sql: `
      create table organizations (
        instance_id text not null,
        org_id text not null,
        name text not null,
        state text not null,
        primary_domain text not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, org_id)
      );
      create unique index organizations_name_unique on organizations (instance_id, lower(name));
      create table org_domains (
        instance_id text not null,
        org_id text not null,
        domain text not null,
        is_verified boolean not null,
        is_primary boolean not null,
        validation_type text,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, org_id, domain)
      );
      create unique index org_domains_verified_unique on org_domains (instance_id, lower(domain)) where is_verified;
      create table org_metadata (
        instance_id text not null,
        org_id text not null,
        key text not null,
        value bytea not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, org_id, key)
      );
      -- finds the usernames that a verified domain claims
      create index users_by_username_domain on users (instance_id, lower(substring(username from '@([^@]*)$')));
    `,
  },
  {
    name: 'organizations/002-inactive',
    sql: `create index organizations_inactive on organizations (instance_id, org_id) where state = 'inactive';`,
  },
  {
    name: 'organizations/003-folded',
    sql: `
      ${addFoldedColumns('organizations', ['name'], 'instance_id, org_id')}
      drop index organizations_name_unique;
      create unique index organizations_name_unique on organizations (instance_id, name_folded);
      drop index org_domains_verified_unique;
      create unique index org_domains_verified_unique on org_domains (instance_id, domain) where is_verified;
      ${addFoldedColumns('org_metadata', ['key'], 'instance_id, org_id, key')}
      drop index users_by_username_domain;
      create index users_by_username_domain on users (instance_id, substring(username_folded from '@([^@]*)$'));
    `,
  },
]
