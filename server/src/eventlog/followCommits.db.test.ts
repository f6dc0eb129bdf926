import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { openEventLog } from './index.ts'

let sample: SampleLog
beforeAll(async () => {
  sample = await openSampleLog()
})
afterAll(() => sample.close())

const sql = <Row extends object>(text: string) => sample.db.database.query<Row>(text)

async function add(id: string, log = sample.log) {
  const writing = { instanceId: 'i1', creator: 'tester', now: new Date() }
  await log.transact(writing, undefined, async (tx) => {
    await tx.append(tx.begin({ type: 'sample', id }), [{ type: 'sample.added', payload: { name: id } }], {
      owner: 'org1',
    })
  })
}

test('a step runs at once, after commits of any process, after its pause, and again if it throws', async () => {
  const ending = new AbortController()
  let steps = 0
  const outcomes = [0, 60_000, 60_000, new Error('not now'), 1, 60_000]
  const following = sample.log.follow({
    name: 'steps',
    signal: ending.signal,
    async step() {
      const outcome = outcomes[steps++] ?? 60_000
      if (outcome instanceof Error) throw outcome
      return outcome
    },
  })
  const reach = (count: number) => expect.poll(() => steps).toBe(count)
  await reach(2)
  await add('own')
  await reach(3)
  const other = await openEventLog(sample.options)
  await add('of another process', other)
  await reach(6)
  ending.abort()
  await following
  await other.close()
})

interface Cursor {
  readonly name: string
  readonly next: string | null
}

test('the cursors of a log restored from a dump of another server miss no event and come before every new one', async () => {
  for (const id of ['a', 'b', 'c']) await add(id)
  await sql(`insert into log_cursors select 'i1', 'at ' || stream_id, xact, position, true from events`)
  await sql(
    `insert into log_cursors select 'i1', 'behind all', (max(xact::text::bigint) + 5)::text::xid8, 0, true from events`,
  )
  await sql(`insert into log_cursors values ('i1', 'at the beginning', '0', 0, true)`)
  const nextOf = async () => {
    const rows = await sql<Cursor>(
      `select c.name, (select e.stream_id from events e where (e.xact, e.position) > (c.xact, c.position)
          order by e.xact, e.position limit 1) as next from log_cursors c order by c.name`,
    )
    return Object.fromEntries(rows.map(({ name, next }) => [name, next]))
  }
  const before = await nextOf()
  expect(before).toMatchObject({ 'at the beginning': 'own', 'at a': 'b', 'at b': 'c', 'behind all': null })
  const far = '99999999999'
  await sql(`update events set xact = (xact::text::bigint + ${far})::text::xid8`)
  await sql(`update log_cursors set xact = (xact::text::bigint + ${far})::text::xid8`)
  const restored = await openEventLog(sample.options)
  expect(await nextOf()).toEqual(before)
  // The events of the dump may lie in the past, and a cursor behind them in the future.
  await sql(`update log_cursors set xact = '${far}' where name = 'behind all'`)
  const again = await openEventLog(sample.options)
  await add('new', again)
  expect(await nextOf()).toEqual({ ...before, 'at c': 'new', 'behind all': 'new' })
  await restored.close()
  await again.close()
})
