/** The tables of counts and their columns, those of an instance first: all writers of one instance meet there before they hold any other row. */
const kept = [
  { table: 'instance_user_counts', key: 'instance_id, kind, status_rank, locked_until' },
  { table: 'user_counts', key: 'instance_id, org_id, kind, status_rank, locked_until' },
] as const

/** Adds the differences to this connection's slot, in key order so that two writers cannot deadlock. */
const addDifferences = (differences: string) =>
  kept
    .map(
      ({ table, key }) => `
    insert into ${table} (${key}, slot, total)
      select ${key}, mine, sum(n) from (${differences}) d
      group by ${key} having sum(n) <> 0 order by ${key}
      on conflict (${key}, slot) do update set total = ${table}.total + excluded.total;`,
    )
    .join('')
const added = 'select *, 1 as n from added'
const removed = 'select *, -1 as n from removed'
const dropZeros = kept
  .map(({ table, key }) => {
    const group = key.split(', ').filter((column) => column !== 'locked_until')
    return `
    delete from ${table} c using (select distinct ${group.join(', ')} from removed) g
      where ${group.map((column) => `c.${column} = g.${column}`).join(' and ')} and c.slot = mine and c.total = 0;`
  })
  .join('')
// The streams of an instance are deleted before its rows: if there are none, the instance itself is being removed.
const dropRemovedInstances = kept
  .map(
    ({ table }) => `
    delete from ${table} c
      where c.instance_id in (select instance_id from removed)
        and not exists (select from streams s where s.instance_id = c.instance_id);`,
  )
  .join('')

const countingFunction = (name: string, body: string) => `
  create or replace function ${name}() returns trigger language plpgsql as $$
  declare mine smallint := pg_backend_pid() % 16;
  begin${body}
    return null;
  end $$;`

/**
 * Functions and triggers that keep `user_counts` and `instance_user_counts` exact: the number of users by organization, kind and status,
 * and by instance. Each count is the sum of 16 slots, so that connections that create users at the same time do not wait for one row. The
 * triggers lock `users`, so the counts of instances, which came later, are those of the organizations at this instant.
 */
export const userCounters = `  ${countingFunction('count_added_users', addDifferences(added))}
  ${countingFunction('count_removed_users', addDifferences(removed) + dropZeros + dropRemovedInstances)}
  ${countingFunction('count_changed_users', addDifferences(`${added} union all ${removed}`) + dropZeros)}
  create or replace trigger users_added after insert on users referencing new table as added
    for each statement execute function count_added_users();
  create or replace trigger users_removed after delete on users referencing old table as removed
    for each statement execute function count_removed_users();
  create or replace trigger users_changed after update on users referencing old table as removed new table as added
    for each statement execute function count_changed_users();
  delete from instance_user_counts;
  insert into instance_user_counts (${kept[0].key}, slot, total)
    select ${kept[0].key}, 0, sum(total) from user_counts group by ${kept[0].key} having sum(total) <> 0;`
