import type pg from 'pg'

/** Prepares counting; it begins to work with PostgreSQL's next start. */
export async function allowCounting(client: pg.Client): Promise<void> {
  await client.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`)
}

/** After that start: counts nothing until asked to, so that counting costs nothing. */
export async function prepareCounting(client: pg.Client): Promise<void> {
  await client.query('create extension if not exists pg_stat_statements')
  await track(client, 'none')
}

/** How many statements clients sent to PostgreSQL while `work` ran, the job queue's polling left out. */
export async function countRoundTrips(client: pg.Client, work: () => Promise<unknown>): Promise<number> {
  await track(client, 'top')
  await client.query('select pg_stat_statements_reset()')
  await work()
  const { rows } = await client.query<{ calls: string | null }>(
    `select sum(calls) as calls from pg_stat_statements
     where query not like '%pg_stat_statements%' and query not like '%graphile_worker%'`,
  )
  await track(client, 'none')
  return Number(rows[0]?.calls ?? 0)
}

async function track(client: pg.Client, what: 'none' | 'top'): Promise<void> {
  await client.query(`alter system set pg_stat_statements.track = '${what}'`)
  await client.query('select pg_reload_conf()')
  for (;;) {
    const { rows } = await client.query<{ now: string }>(
      `select current_setting('pg_stat_statements.track') as now`,
    )
    if (rows[0]?.now === what) return
  }
}
