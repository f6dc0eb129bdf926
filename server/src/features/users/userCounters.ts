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
  create or replace function ${name}() returns trigger language plpgsql as $$
  declare mine smallint := pg_backend_pid() % 16;
  begin${body}
    return null;
  end $$;`

/**
 * Triggers that keep `user_counts` exact: the number of users by organization, kind and state. Each count is spread over
 * 16 slots, so that connections that create users at the same time do not wait for one row; the sum counts.
 */
export const userCounters = `  ${countingFunction('count_arrived_users', addDifferences(arrived))}
  ${countingFunction('count_gone_users', addDifferences(left) + dropZeros + dropRemovedInstances)}
  ${countingFunction('count_changed_users', addDifferences(`${arrived} union all ${left}`) + dropZeros)}
  create or replace trigger users_arrived after insert on users referencing new table as arrived
    for each statement execute function count_arrived_users();
  create or replace trigger users_gone after delete on users referencing old table as gone
    for each statement execute function count_gone_users();
  create or replace trigger users_changed after update on users referencing old table as gone new table as arrived
    for each statement execute function count_changed_users();`
