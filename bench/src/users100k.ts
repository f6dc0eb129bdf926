import { call, HttpConnection, httpRequest, type Target } from './httpConnection.ts'
import { figure, median, promise, say, sayTable } from './report.ts'
import { seedUsers } from './seedUsers.ts'
import { matchesAll, userSearches } from './userSearches.ts'
import { withClient } from './withClient.ts'

const samples = 20

/**
 * The most time of the first page of a search, as a part of a count of all users by the same filter in the same run: of any search, at
 * the 95th percentile, and of those that match everybody, as medians.
 */
const bounds = { any: 1, everybody: 0.35 } as const

/** Creates users over the API, then reads the first page of every filter and order of `ListUsers`. */
export async function users100k(
  target: Target & { readonly databaseUrl: string },
  count: number,
  insertsPerSecond: number,
  vacuum: () => Promise<unknown>,
): Promise<void> {
  say(`\nsearches among ${figure(count)} users`)
  const begun = performance.now()
  const userIds = await seedUsers(target, count, { connections: 32 })
  const perSecond = count / ((performance.now() - begun) / 1000)
  say(`      created ${figure(perSecond)}/s; ${figure(perSecond / insertsPerSecond)} of the limit`)
  const connection = await HttpConnection.open(target.port)
  const me = await call<{ user: { details: { resourceOwner: string } } }>(
    connection,
    httpRequest(target, 'GET', '/auth/v1/users/me'),
  )
  const searches = userSearches({ userIds, organizationId: me.user.details.resourceOwner })
  const fresh = await measure(connection, target, searches)
  // Autovacuum would do this within a minute of so many inserts.
  await vacuum()
  const rows = await measure(connection, target, searches)
  connection.close()
  const counting = await countingMilliseconds(target.databaseUrl)
  const bound = bounds.any * counting
  const slowFresh = fresh
    .filter(({ p95 }) => p95 >= bound)
    .map(({ name, p95 }) => `${name} ${figure(p95)} ms`)
  say(`      before the first vacuum, slower than ${figure(bound)} ms p95: ${slowFresh.join('; ') || 'none'}`)
  rows.sort((a, b) => b.p95 - a.p95)
  sayTable(
    ['first page of', 'p50 ms', 'p95 ms', 'matches'],
    rows.map(({ name, p50, p95, total }) => [name, figure(p50), figure(p95), total]),
  )
  const slow = rows.filter(({ p95 }) => p95 >= bound)
  promise(
    slow.length === 0,
    `first pages of ${rows.length} searches: p95 below a count by a filter, ${figure(counting)} ms${slow.length === 0 ? '' : `; ${slow.length} are slower`}`,
  )
  for (const { name, p50 } of rows.filter((row) => matchesAll.searches.includes(row.name))) {
    const part = p50 / counting
    promise(part <= bounds.everybody, `${name}: ${figure(part)} of the count (<= ${bounds.everybody})`)
  }
}

/** Returns the median of a count of all users by the filter that matches everybody, on one core as searches are run. */
async function countingMilliseconds(databaseUrl: string): Promise<number> {
  const times: number[] = []
  await withClient(databaseUrl, async (client) => {
    await client.query('set max_parallel_workers_per_gather = 0')
    for (let sample = 0; sample < samples; sample++) {
      const begun = performance.now()
      await client.query(`select count(*) from users where ${matchesAll.sql}`)
      times.push(performance.now() - begun)
    }
  })
  return median(times)
}

interface Measured {
  readonly name: string
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly total: string
}

async function measure(
  connection: HttpConnection,
  target: Target,
  searches: ReturnType<typeof userSearches>,
): Promise<Measured[]> {
  const rows: Measured[] = []
  for (const { name, body } of searches) {
    const request = httpRequest(target, 'POST', '/v2/users', body)
    const times: number[] = []
    let total = ''
    for (let sample = 0; sample < samples; sample++) {
      const sent = performance.now()
      const { details } = await call<{ details?: { totalResult?: string } }>(connection, request)
      times.push(performance.now() - sent)
      total = details?.totalResult ?? '0'
    }
    times.sort((a, b) => a - b)
    rows.push({ name, p50: times[samples / 2] ?? 0, p95: times[samples * 0.95 - 1] ?? 0, total })
  }
  return rows
}
