import { call, HttpConnection, httpRequest, type Target } from './httpConnection.ts'
import { figure, promise, say, sayTable } from './report.ts'
import { seedUsers } from './seedUsers.ts'
import { userSearches } from './userSearches.ts'

const samples = 20

/** The maximum milliseconds of the first page of a search, at the 95th percentile. */
const bound = 50

/** Creates users over the API, then reads the first page of every filter and order of `ListUsers`. */
export async function users100k(
  target: Target,
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
  const slowFresh = fresh
    .filter(({ p95 }) => p95 >= bound)
    .map(({ name, p95 }) => `${name} ${figure(p95)} ms`)
  say(`      before the first vacuum, slower than ${bound} ms p95: ${slowFresh.join('; ') || 'none'}`)
  rows.sort((a, b) => b.p95 - a.p95)
  sayTable(
    ['first page of', 'p50 ms', 'p95 ms', 'matches'],
    rows.map(({ name, p50, p95, total }) => [name, figure(p50), figure(p95), total]),
  )
  const slow = rows.filter(({ p95 }) => p95 >= bound)
  promise(
    slow.length === 0,
    `first pages of ${rows.length} searches: p95 < ${bound} ms${slow.length === 0 ? '' : `; ${slow.length} are slower`}`,
  )
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
