const counted = 'instance_id, org_id, kind, status_rank, locked_until'

/** Adds the differences to this connection's slot, in key order so that two writers cannot deadlock. */
const addDifferences = (differences: string) => `
    insert into user_counts (${counted}, slot, total)
      select ${counted}, mine, sum(n) from (${differences}) d
      group by ${counted} having sum(n) <> 0 order by ${counted}
      on conflict (${counted}, slot) do update set total = user_counts.total + excluded.total;`
const added = `select ${counted}, 1 as n from added`
const removed = `select ${counted}, -1 as n from removed`
const dropZeros = `
    delete from user_counts c using (select distinct instance_id, org_id, kind, status_rank from removed) g
      where c.instance_id = g.instance_id and c.org_id = g.org_id and c.kind = g.kind and c.status_rank = g.status_rank
        and c.slot = mine and c.total = 0;`
// The streams of an instance are deleted before its rows: if there are none, the instance itself is being removed.
const dropRemovedInstances = `
    delete from user_counts c
      where c.instance_id in (select instance_id from removed)
        and not exists (select from streams s where s.instance_id = c.instance_id);`

const countingFunction = (name: string, body: string) => `
  create or replace function ${name}() returns trigger language plpgsql as $$
  declare mine smallint := pg_backend_pid() % 16;
  begin${body}
    return null;
  end $$;`

/**
 * Functions and triggers that keep `user_counts` exact: the number of users by organization, kind and status. Each count
 * is the sum of 16 slots, so that connections that create users at the same time do not wait for one row.
 */
export const userCounters = `  ${countingFunction('count_added_users', addDifferences(added))}
  ${countingFunction('count_removed_users', addDifferences(removed) + dropZeros + dropRemovedInstances)}
  ${countingFunction('count_changed_users', addDifferences(`${added} union all ${removed}`) + dropZeros)}
  create or replace trigger users_added after insert on users referencing new table as added
    for each statement execute function count_added_users();
  create or replace trigger users_removed after delete on users referencing old table as removed
    for each statement execute function count_removed_users();
  create or replace trigger users_changed after update on users referencing old table as removed new table as added
    for each statement execute function count_changed_users();`
