import type { Migration } from '../../database/migrate.ts'

/** Instances and their hosts; a host belongs to one instance of the whole database. */
export const instanceMigrations: readonly Migration[] = [
  {
    name: 'instances/001-instances',
    sql: `
      create table instances (
        instance_id text primary key,
        name text not null,
        state text not null,
        default_org_id text not null,
        default_language text not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null
      );
      create table instance_domains (
        instance_id text not null,
        domain text not null,
        is_primary boolean not null,
        is_generated boolean not null,
        created_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, domain)
      );
      create unique index instance_domains_unique on instance_domains (domain);
      create table instance_trusted_domains (
        instance_id text not null,
        domain text not null,
        created_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, domain)
      );
    `,
  },
]
