import { HttpConnection, httpRequest } from '../httpConnection.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { matchesAll, userSearches } from '../userSearches.ts'
import { withClient } from '../withClient.ts'
import { type FirstPage, firstPages } from './firstPages.ts'
import type { ScaledBuild } from './openScale.ts'

const samples = { first: 3, again: 15 } as const
/** The most time that a first page takes more than among few people, as a part of a count of the instance's people by a filter. */
const atMost = 1
const shown = 8

/** Reads the first page of every list of the contract and of every search of people on both databases, and the slowest ones again. */
export async function compareLists(small: ScaledBuild, large: ScaledBuild): Promise<void> {
  const ends = { few: endOf(small), many: endOf(large) }
  const found: { readonly page: FirstPage; readonly took: number }[] = []
  for (const page of ends.many.pages) {
    const took = await ends.many.time(page, samples.first)
    if (took !== undefined) found.push({ page, took })
  }
  const slowest = found.toSorted((one, other) => other.took - one.took).slice(0, shown)
  const rows: {
    readonly name: string
    readonly few: number
    readonly many: number
    readonly counting: number
  }[] = []
  for (const { page } of slowest) {
    const few = (await ends.few.time(pageOf(ends.few, page.name), samples.again)) ?? 0
    rows.push({ name: page.name, few, ...(await besideCounts(large, () => ends.many.time(page, 1))) })
  }
  say(
    `\nfirst pages of ${found.length} lists; ${ends.many.pages.length - found.length} more need objects that are not there`,
  )
  sayTable(
    ['slowest', `ms among ${figure(small.size.people)}`, `ms among ${figure(large.size.people)}`],
    rows.map(({ name, few, many }) => [name, figure(few), figure(many)]),
  )
  const partOf = ({ few, many, counting }: (typeof rows)[number]) => (many - few) / counting
  const [worst] = rows.toSorted((one, other) => partOf(other) - partOf(one))
  if (worst === undefined) throw new Error('no list was read')
  promise(
    partOf(worst) <= atMost,
    `the slowest first page takes ${figure(partOf(worst))} of a count of the instance's people by a filter, ${figure(worst.counting)} ms, more than among few (<= ${atMost})`,
  )
}

function endOf(build: ScaledBuild) {
  return {
    pages: pagesOf(build),
    /** Returns the median milliseconds of a page; undefined if it is refused. */
    async time({ path, body }: FirstPage, count: number): Promise<number | undefined> {
      // The server would close one that is idle while the other database is read.
      const connection = await HttpConnection.open(build.bench.port)
      const request = httpRequest(build.bench, 'POST', path, body)
      const taken: number[] = []
      let status = 200
      while (taken.length < count && status === 200) {
        const begun = performance.now()
        status = (await connection.send(request)).status
        taken.push(performance.now() - begun)
      }
      connection.close()
      return status === 200 ? median(taken) : undefined
    },
  }
}

/** The same list with the objects of the other database. */
function pageOf({ pages }: { readonly pages: readonly FirstPage[] }, name: string): FirstPage {
  const page = pages.find((each) => each.name === name)
  if (page === undefined) throw new Error(`no list ${name}`)
  return page
}

function pagesOf({ filled }: ScaledBuild): readonly FirstPage[] {
  const [userId = ''] = filled.plain
  const [organizationId = ''] = filled.orgIds
  const ids = { userId, organizationId, orgId: organizationId, instanceId: filled.instanceIds[0] ?? '' }
  const ofPeople = userSearches({ userIds: filled.plain, organizationId }).map(({ name, body }) => ({
    name: `people: ${name}`,
    path: '/v2/users',
    body,
  }))
  return [...firstPages(ids), ...ofPeople]
}

/** Returns the median milliseconds of a page and, in turns with it, of a count of the people by a filter that matches them all. */
async function besideCounts(
  { bench, filled }: ScaledBuild,
  readPage: () => Promise<number | undefined>,
): Promise<{ readonly many: number; readonly counting: number }> {
  const pages: number[] = []
  const counts: number[] = []
  await withClient(bench.databaseUrl, async (client) => {
    await client.query('set max_parallel_workers_per_gather = 0')
    for (let sample = 0; sample < samples.again; sample++) {
      pages.push((await readPage()) ?? 0)
      const begun = performance.now()
      await client.query(`select count(*) from users where instance_id = $1 and ${matchesAll.sql}`, [
        filled.instanceIds[0],
      ])
      counts.push(performance.now() - begun)
    }
  })
  return { many: median(pages), counting: median(counts) }
}
