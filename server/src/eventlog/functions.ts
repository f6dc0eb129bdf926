import { records } from './batch.ts'
import { rowsOf } from './records.ts'
import { referrersSql } from './referrers.ts'
import { revisionsMember } from './revisions.ts'

// `log verify` calls these outside of `Database.keyed`: rows must be found by key, whatever the table's statistics say.
const settings = `
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off`

/**
 * The functions through which the log appends and loads. They accept the batches of the previous release, because an older
 * process may run together with the newer one that created them.
 */
export const logFunctions = `
create or replace function log_conflict() returns void language plpgsql as $$
begin
  raise exception 'a stream has changed since it was loaded' using errcode = 'SP001';
end $$;

create or replace function log_stale() returns void language plpgsql as $$
begin
  raise exception 'data that a request cached has changed' using errcode = 'SP002';
end $$;

-- Locks the streams that a group writes, guards, refers to or closes, in key order, so that two groups never deadlock, and of one
-- stream the strongest lock first. References share their lock, also with writes; only closing a stream waits for them.
create or replace function log_lock(batch jsonb) returns void language plpgsql as $$
declare
  guarded int;
  k record;
  present text;
begin
  if batch->>'existing' = '0' and not batch ? 'refers' then
    -- No existing stream is written: the guarded streams are locked in one statement.
    perform from (select * from ${rowsOf("batch->'guards'", records.expected)} w
          order by instance_id, stream_id, stream_type) w
      join streams s on s.instance_id = w.instance_id and s.stream_type = w.stream_type and s.stream_id = w.stream_id
        and s.sequence = w.expected
      for share of s;
    get diagnostics guarded = row_count;
    if guarded = jsonb_array_length(batch->'guards') then
      return;
    end if;
  end if;
  for k in
    select w.*, '1 close' as lock from ${rowsOf("batch->'closes'", records.expected)} w
    union all
    select w.*, '2 write' from ${rowsOf("batch->'streams'", records.expected)} w
    union all
    select w.*, '3 guard' from ${rowsOf("batch->'guards'", records.expected)} w
    union all
    select w.*, null::int, '4 refer' from ${rowsOf("batch->'refers'", records.refers)} w
    order by instance_id, stream_id, stream_type, lock
  loop
    if k.lock = '1 close' then
      perform from streams s
        where s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id
          and s.sequence = k.expected
        for update;
    elsif k.lock = '2 write' then
      perform from streams s
        where s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id
          and s.sequence = k.expected
        for no key update;
    elsif k.lock = '4 refer' then
      -- A stream that is no longer in the log ended long before.
      perform from streams s
        where s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id
        for key share;
      continue;
    elsif k.expected > 0 then
      perform from streams s
        where s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id
          and s.sequence = k.expected
        for share;
    else
      perform where not exists (select from streams s
        where s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id);
    end if;
    if not found then
      perform log_conflict();
    end if;
  end loop;
  -- These statements begin once all locks are held, so they see what was committed by those that held them before.
  if batch ? 'refers' then
    perform from ${rowsOf("batch->'refers'", records.refers)} w
      join dead_streams d on d.instance_id = w.instance_id and d.stream_type = w.stream_type and d.stream_id = w.stream_id;
    if found then
      perform log_conflict();
    end if;
  end if;
  for k in select * from ${rowsOf("batch->'closes'", records.closes)} w loop
    execute format($sql$${referrersSql({ table: '%1$I', column: '%2$I', id: '%3$I' })} $sql$, k.referrers, k.referring, k.referrer_id)
      into present using k.instance_id, k.stream_id;
    if present <> k.digest then
      perform log_conflict();
    end if;
  end loop;
end $$;

-- Applies a group of appends entirely or not at all. SP001: a stream has changed. SP002: a digest, by kind and ordinal,
-- differs from that of a request's cached read. 23505: a unique value is taken.
create or replace function log_append(batch jsonb, digests json) returns void language plpgsql as $$
declare
  wanted int := (batch->>'existing')::int;
  changed int;
  t record;
begin
  if batch ? 'reads' then
    perform from ${rowsOf("batch->'reads'", records.reads)} r
      where digests->r.kind->>r.ordinal is distinct from r.digest;
    if found then
      perform log_stale();
    end if;
  end if;
  if batch ? 'checks' then
    perform from ${rowsOf("batch->'checks'", records.expected)} c
      where not exists (select from streams s
        where s.instance_id = c.instance_id and s.stream_type = c.stream_type and s.stream_id = c.stream_id
          and s.sequence = c.expected);
    if found then
      perform log_conflict();
    end if;
  end if;
  if batch ?| array['guards', 'refers', 'closes'] then
    perform log_lock(batch);
  end if;
  if wanted > 0 then
    -- In key order, so that two groups never deadlock.
    update streams s
      set sequence = w.sequence, changed_at = w.changed_at, hash = w.hash,
        facets = case when w.dropped is null then s.facets else s.facets - w.dropped end || w.facets
      from (select * from ${rowsOf("batch->'streams'", records.streams)} w
        order by instance_id, stream_id, stream_type) w
      where s.instance_id = w.instance_id and s.stream_type = w.stream_type
        and s.stream_id = w.stream_id and s.sequence = w.expected
        and s.facets->'${revisionsMember}' is not distinct from w.stored_revisions;
    get diagnostics changed = row_count;
    if changed <> wanted then
      perform log_conflict();
    end if;
  end if;
  if batch ? 'new' then
    insert into streams
        (instance_id, stream_type, stream_id, sequence, owner, created_at, changed_at, hash, facets)
      select w.instance_id, w.stream_type, w.stream_id, w.sequence, w.owner, w.created_at, w.changed_at, w.hash, w.facets
      from ${rowsOf("batch->'new'", records.new)} w
      order by w.instance_id, w.stream_id, w.stream_type;
  end if;
  with committed as (
    insert into log_commits (instance_id, events, begun)
      select w.instance_id, w.events, w.begun from ${rowsOf("batch->'commits'", records.commits)} w
  )
  insert into events
      (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash, revision)
    select w.instance_id, w.stream_type, w.stream_id, e.sequence, e.type, w.created_at, w.creator, w.owner, e.payload,
      e.hash, coalesce(e.revision, 1)
    from ${rowsOf("batch->'events'", records.runs)} w
    cross join lateral ${rowsOf('w.events', records.events)} e;
  if batch ? 'rows' then
    for t in select key, value from jsonb_each(batch->'rows') loop
      perform log_rows(t.key, t.value);
    end loop;
  end if;
  if batch ? 'unsealed' then
    delete from secrets s using ${rowsOf("batch->'unsealed'", records.unsealed)} w
      where s.instance_id = w.instance_id and s.stream_type = w.stream_type and s.stream_id = w.stream_id and s.id = w.id;
  end if;
  if batch ? 'sealed' then
    insert into secrets (instance_id, stream_type, stream_id, id, sealed)
      select w.instance_id, w.stream_type, w.stream_id, w.id, w.sealed
      from ${rowsOf("batch->'sealed'", records.sealed)} w;
  end if;
  if batch ? 'jobs' then
    perform graphile_worker.add_jobs(array(
      select row(w.task, w.payload, null, w.run_at, w.max_attempts, w.key, null, w.flags)::graphile_worker.job_spec
      from ${rowsOf("batch->'jobs'", records.jobs)} w));
  end if;
end $$;

-- Applies each append in a subtransaction of its own and returns null or its failure.
create or replace function log_append_each(batches jsonb, digests json) returns setof jsonb language plpgsql as $$
declare
  one jsonb;
  violated text;
begin
  for one in select value from jsonb_array_elements(batches) loop
    begin
      perform log_append(one, digests);
      return next null;
    exception
      when sqlstate 'SP001' or sqlstate 'SP002' then
        return next jsonb_build_object('code', sqlstate);
      when deadlock_detected or lock_not_available or query_canceled then
        raise;
      when others then
        -- Out of space, shutting down: the append is not at fault.
        if left(sqlstate, 2) in ('08', '53', '57', '58') then
          raise;
        end if;
        get stacked diagnostics violated = constraint_name;
        return next jsonb_build_object('code', sqlstate, 'constraint', violated, 'message', sqlerrm);
    end;
  end loop;
end $$;

create or replace function log_load(instances text[], types text[], ids text[]) returns setof streams
language plpgsql stable ${settings} as $$
begin
  return query select s.*
    from unnest(instances, types, ids) k(instance_id, stream_type, stream_id)
    join streams s on s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id;
end $$;

create or replace function log_secrets(instances text[], types text[], streams text[], ids text[]) returns setof secrets
language plpgsql stable ${settings} as $$
begin
  return query select s.*
    from unnest(instances, types, streams, ids) k(instance_id, stream_type, stream_id, id)
    join secrets s on s.instance_id = k.instance_id and s.stream_type = k.stream_type and s.stream_id = k.stream_id
      and s.id = k.id;
end $$;
`
