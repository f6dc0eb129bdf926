import type pg from 'pg'

/** Prepares counting, which takes effect at PostgreSQL's next start. */
export async function allowCounting(client: pg.Client): Promise<void> {
  await client.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`)
}

/** Creates the extension after that start; it counts nothing yet, so it costs nothing. */
export async function prepareCounting(client: pg.Client): Promise<void> {
  await client.query('create extension if not exists pg_stat_statements')
  await track(client, 'none')
}

/** Returns the number of statements that clients sent while `work` ran, without the polling of the job queue. */
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

async function track(client: pg.Client, level: 'none' | 'top'): Promise<void> {
  await client.query(`alter system set pg_stat_statements.track = '${level}'`)
  await client.query('select pg_reload_conf()')
  for (;;) {
    const { rows } = await client.query<{ now: string }>(
      `select current_setting('pg_stat_statements.track') as now`,
    )
    if (rows[0]?.now === level) return
  }
}
