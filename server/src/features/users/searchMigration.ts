import type { Migration } from '../../database/migrate.ts'

/** The text columns that searches match and most of them sort by; `<name>_folded` holds each in lower case. */
const searchedColumns = [
  'username',
  'given_name',
  'family_name',
  'nick_name',
  'display_name',
  'email',
  'phone',
] as const

export type SearchedColumn = (typeof searchedColumns)[number]

/** States by the contract's v2 numbers, to sort and to filter by. */
const statusRank = `add column status_rank smallint not null generated always as
      (case status when 'active' then 1 when 'inactive' then 2 when 'locked' then 4 else 5 end) stored`

const foldedColumns = searchedColumns.map(
  (column) =>
    `add column ${column}_folded text collate "C" not null generated always as (lower(${column})) stored`,
)
// With the column as it was written, matches that mind the case need no rows either.
const sortIndexes = searchedColumns.map(
  (column) =>
    `create index users_by_${column} on users (instance_id, ${column}_folded, user_id) include (${column});`,
)

const partIndex = `
  do $$ begin
    create extension if not exists pg_trgm;
    create extension if not exists btree_gin;
    create index users_by_part on users using gin (instance_id,
      ${searchedColumns.map((column) => `${column}_folded gin_trgm_ops`).join(', ')}) with (gin_pending_list_limit = 512);
  exception when insufficient_privilege or feature_not_supported or undefined_object then
    raise warning 'without pg_trgm and btree_gin searches for parts of words read every user of the instance: %', sqlerrm;
  end $$;`

const counted = 'instance_id, org_id, kind, status_rank, locked_until'

/** Adds the differences to this connection's slot, in key order so that two writers never wait for each other. */
const addDifferences = (differences: string) => `
    insert into user_counts (${counted}, slot, total)
      select ${counted}, mine, sum(n) from (${differences}) d
      group by ${counted} having sum(n) <> 0 order by ${counted}
      on conflict (${counted}, slot) do update set total = user_counts.total + excluded.total;`
const arrived = `select ${counted}, 1 as n from arrived`
const left = `select ${counted}, -1 as n from gone`
const dropZeros = `
    delete from user_counts c using (select distinct instance_id, org_id, kind, status_rank from gone) g
      where c.instance_id = g.instance_id and c.org_id = g.org_id and c.kind = g.kind and c.status_rank = g.status_rank
        and c.slot = mine and c.total = 0;`
// The streams of an instance go before its rows: without any, the instance itself is being removed.
const dropRemovedInstances = `
    delete from user_counts c
      where c.instance_id in (select instance_id from gone)
        and not exists (select from streams s where s.instance_id = c.instance_id);`

const countingFunction = (name: string, body: string) => `
  create function ${name}() returns trigger language plpgsql as $$
  declare mine smallint := pg_backend_pid() % 16;
  begin${body}
    return null;
  end $$;`

/**
 * How many users of a kind and state an organization has, always exact. Each count is spread over 16 slots, so that
 * connections that create users at the same time do not wait for one row; the sum counts.
 */
const counters = `
  create table user_counts (
    instance_id text collate "C" not null,
    org_id text not null,
    kind text not null,
    status_rank smallint not null,
    locked_until timestamptz,
    slot smallint not null,
    total bigint not null,
    unique nulls not distinct (${counted}, slot)
  ) with (fillfactor = 50);
  insert into user_counts select ${counted}, 0, count(*) from users group by ${counted};
  ${countingFunction('count_arrived_users', addDifferences(arrived))}
  ${countingFunction('count_gone_users', addDifferences(left) + dropZeros + dropRemovedInstances)}
  ${countingFunction('count_changed_users', addDifferences(`${arrived} union all ${left}`) + dropZeros)}
  create trigger users_arrived after insert on users referencing new table as arrived
    for each statement execute function count_arrived_users();
  create trigger users_gone after delete on users referencing old table as gone
    for each statement execute function count_gone_users();
  create trigger users_changed after update on users referencing old table as gone new table as arrived
    for each statement execute function count_changed_users();`

/**
 * What makes searches cost what they return: an index per sort column, trigrams for parts of words where the database
 * allows the extensions, and counters for totals.
 */
export const searchMigration: Migration = {
  name: 'users/002-search',
  sql: `
  alter table users
    add column password_change_required boolean not null default false,
    ${statusRank},
    ${foldedColumns.join(',\n    ')};
  alter table users alter column password_change_required drop default;
  drop index users_by_email;
  ${sortIndexes.join('\n  ')}
  create index users_scoped on users (instance_id) where scope <> '';
  create index users_by_created on users (instance_id, created_at, user_id);
  create index users_by_kind on users (instance_id, kind, user_id);
  create index users_by_status on users (instance_id, status_rank, user_id);
  ${partIndex}
  ${counters}`,
}
