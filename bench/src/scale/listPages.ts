import type { DescMessage, DescMethod } from '@bufbuild/protobuf'
import { services } from '../../../server/src/contract/services.ts'
import { HttpConnection, httpRequest } from '../httpConnection.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { userSearches } from '../userSearches.ts'
import { withClient } from '../withClient.ts'
import type { ScaledBuild } from './openScale.ts'

/** A request for the first page of a list. */
interface FirstPage {
  readonly name: string
  readonly path: string
  readonly body: object
}

const samples = 5
/** The most time of a first page, as a part of a count of the first instance's people by a filter in the same run. */
const atMost = 1
const shown = 8

/** Reads the first page of every list of the contract and of every search of people, on both databases. */
export async function compareLists(small: ScaledBuild, large: ScaledBuild): Promise<void> {
  const among = { few: await timesOf(small), many: await timesOf(large) }
  const rows = [...among.many.times]
    .map(([name, many]) => ({ name, many, few: among.few.times.get(name) ?? 0 }))
    .sort((one, other) => other.many - one.many)
  const counting = await countingMilliseconds(large)
  say(`\nfirst pages of ${rows.length} lists; ${among.many.refused} more need objects that are not there`)
  sayTable(
    ['slowest', `ms among ${figure(small.size.people)}`, `ms among ${figure(large.size.people)}`],
    rows.slice(0, shown).map(({ name, few, many }) => [name, figure(few), figure(many)]),
  )
  const [slowest] = rows
  const part = (slowest?.many ?? 0) / counting
  promise(
    part <= atMost,
    `the slowest first page: ${figure(part)} of a count of the instance's people by a filter, ${figure(counting)} ms (<= ${atMost})`,
  )
}

async function timesOf(
  build: ScaledBuild,
): Promise<{ readonly times: ReadonlyMap<string, number>; readonly refused: number }> {
  const connection = await HttpConnection.open(build.bench.port)
  const times = new Map<string, number>()
  let refused = 0
  for (const { name, path, body } of pagesOf(build)) {
    const request = httpRequest(build.bench, 'POST', path, body)
    const taken: number[] = []
    let status = 200
    for (let sample = 0; sample < samples && status === 200; sample++) {
      const begun = performance.now()
      status = (await connection.send(request)).status
      taken.push(performance.now() - begun)
    }
    if (status === 200) times.set(name, median(taken))
    else refused++
  }
  connection.close()
  return { times, refused }
}

function pagesOf({ filled }: ScaledBuild): readonly FirstPage[] {
  const [userId = ''] = filled.plain
  const [organizationId = ''] = filled.orgIds
  const ids = { userId, organizationId, orgId: organizationId, instanceId: filled.instanceIds[0] ?? '' }
  const ofContract = services.flatMap((service) =>
    service.methods.filter(isList).map((method) => ({
      name: `${service.typeName.replace('zitadel.', '')}/${method.name}`,
      path: `/${service.typeName}/${method.name}`,
      body: firstPageOf(method.input, ids),
    })),
  )
  const ofPeople = userSearches({ userIds: filled.plain, organizationId }).map(({ name, body }) => ({
    name: `people: ${name}`,
    path: '/v2/users',
    body,
  }))
  return [...ofContract, ...ofPeople]
}

function isList({ name, methodKind, output }: DescMethod): boolean {
  return (
    methodKind === 'unary' &&
    /^(List|Search)/.test(name) &&
    output.fields.some(({ fieldKind }) => fieldKind === 'list')
  )
}

function firstPageOf(input: DescMessage, ids: Readonly<Record<string, string>>): object {
  const entries = input.fields.flatMap(({ localName, fieldKind, scalar }): [string, unknown][] => {
    if (fieldKind === 'message' && (localName === 'query' || localName === 'pagination'))
      return [[localName, { limit: 100 }]]
    const id = ids[localName]
    return fieldKind === 'scalar' && scalar !== undefined && id !== undefined ? [[localName, id]] : []
  })
  return Object.fromEntries(entries)
}

async function countingMilliseconds({ bench, filled }: ScaledBuild): Promise<number> {
  const times: number[] = []
  await withClient(bench.databaseUrl, async (client) => {
    await client.query('set max_parallel_workers_per_gather = 0')
    for (let sample = 0; sample < samples; sample++) {
      const begun = performance.now()
      await client.query(
        `select count(*) from users where instance_id = $1 and email_folded like '%example%' and email like '%example%'`,
        [filled.instanceIds[0]],
      )
      times.push(performance.now() - begun)
    }
  })
  return median(times)
}
