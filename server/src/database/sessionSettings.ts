/** Names and values of PostgreSQL's settings. */
export type SessionSettings = Readonly<Record<string, string>>

/**
 * The settings on which statements, results and plans depend. A role, a database, a URL or a server may have others: each
 * connection sets these when it opens. Durability and memory (`synchronous_commit`, `work_mem`) stay the operator's.
 */
export const neededSettings: SessionSettings = {
  // Texts of results, and of values that the log hashes.
  client_encoding: 'UTF8',
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  // How statements and their parameters are read.
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  row_security: 'on',
  // Transactions.
  default_transaction_isolation: 'read committed',
  default_transaction_read_only: 'off',
  default_transaction_deferrable: 'off',
  // A replica's role fires no triggers.
  session_replication_role: 'origin',
  // Limits: only ours.
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  idle_session_timeout: '0',
  transaction_timeout: '0',
  // Plans and results of searches.
  gin_fuzzy_search_limit: '0',
  plan_cache_mode: 'auto',
  jit: 'off',
  // Index-only reads of random pages cost about as much as sequential ones on today's disks and caches.
  random_page_cost: '1.1',
  // A worker costs more to start than a search of a page takes, and takes its core from other requests.
  max_parallel_workers_per_gather: '0',
}

/**
 * PostgreSQL ends a session, and so frees its locks, half a minute after the machine at its other end has gone; without these, by
 * the default of most systems, after two hours. A Unix socket ignores them.
 */
export const keepalives: SessionSettings = {
  tcp_keepalives_idle: '15',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
}

/**
 * The schema of the product's tables if it has them, else the first one that the operator chose (role, database or URL), else
 * `public`; then the schemas of extensions that migrations use, which an operator may have installed elsewhere.
 */
const searchPath = `
  select pg_catalog.string_agg(pg_catalog.quote_ident(s.name), ', ' order by s.place) from (
    select coalesce(
      (select n.nspname::text from pg_catalog.pg_class c
         join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'checksum'
         where c.relname = 'schema_migrations' and c.relkind = 'r'
         order by n.nspname = any (current_schemas(false)) desc, n.nspname limit 1),
      (select chosen.name::text from unnest(current_schemas(false)) with ordinality as chosen (name, place)
         where chosen.name !~ '^(pg_|information_schema$)' order by chosen.place limit 1),
      'public') as name, 1 as place
    union all
    select distinct n.nspname::text, 2 from pg_catalog.pg_extension e
      join pg_catalog.pg_namespace n on n.oid = e.extnamespace
      where e.extname in ('pg_trgm', 'btree_gin')
  ) s`

/** Returns the text, one round trip, that gives a new connection its settings; it fails if one cannot be set. */
export function settingsStatement(settings: SessionSettings): string {
  const wanted = Object.entries({ ...neededSettings, ...settings }).map(
    ([name, value]) => `('${name}', '${value}')`,
  )
  // A setting that this version of PostgreSQL does not have is skipped; one with the right value needs no privilege.
  return `
    set statement_timeout = 0;
    select pg_catalog.set_config('search_path', (${searchPath}), false)
    union all
    select case
      when current_setting(w.name, true) is null or current_setting(w.name) = w.value then w.value
      else pg_catalog.set_config(w.name, w.value, false) end
    from (values ${wanted.join(', ')}) as w (name, value)`
}
