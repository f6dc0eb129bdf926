import type { Migration } from '../../database/migrate.ts'

/** The index of memberships: read with every authenticated request, by user. */
export const membershipMigrations: readonly Migration[] = [
  {
    name: 'memberships/001-memberships',
    sql: `
      create table memberships (
        instance_id text not null,
        user_id text not null,
        scope text not null,
        aggregate_id text not null,
        org_id text not null,
        roles text[] not null,
        created_at timestamptz not null,
        changed_at timestamptz not null,
        sequence bigint not null,
        primary key (instance_id, user_id, scope, aggregate_id)
      );
      create index memberships_by_aggregate on memberships (instance_id, scope, aggregate_id, user_id);
    `,
  },
]
