import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StreamRef } from '../kernel/facet.ts'
import { sampleSchema } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type OpenEventLog, openEventLog, type Transaction } from './index.ts'
import { reasonsFacet } from './reasons.ts'

let samples: SampleLog
let log: OpenEventLog
let other: OpenEventLog

beforeAll(async () => {
  samples = await openSampleLog()
  const facets = [...sampleSchema.facets, reasonsFacet(['sample', 'counter'])]
  const options = { ...samples.options, schema: { ...sampleSchema, facets } }
  log = await openEventLog(options)
  other = await openEventLog(options)
})

afterAll(async () => {
  expect((await log.verify()).findings).toEqual([])
  await other.close()
  await log.close()
  await samples.close()
})

const now = new Date('2026-11-21T10:00:00.123Z')
const writing = { instanceId: 'i1', creator: 'tester', now, reason: 'ticket 12' }
const sample = (id: string) => ({ type: 'sample', id })
const added = (name: string) => ({ type: 'sample.added', payload: { name } })
const removed = { type: 'sample.removed', payload: {} }
const given = { type: 'reason.given', payload: { reason: 'ticket 12' } }

type Work = (tx: Transaction) => Promise<unknown>
const transact = (primary: Omit<StreamRef, 'instanceId'> | undefined, work: Work, on = log) =>
  on.transact(writing, primary, work)
const append = async (tx: Transaction, id: string, ...events: { type: string; payload: object }[]) =>
  tx.append(await tx.load(sample(id)), events as Parameters<Transaction['append']>[1], { owner: 'org1' })

const eventsOf = (id: string) =>
  samples.db.database.query<{ type: string; payload: object }>(
    'select type, payload from events where stream_id = $1 order by sequence',
    [id],
  )
const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type)

test('a reason is kept once, before the first events of the stream that the act is about', async () => {
  const { events, streams } = await transact(sample('a1'), async (tx) => {
    await append(tx, 'a2', added('a2'))
    await append(tx, 'a1', added('a1'), { type: 'sample.tagged', payload: { tag: 'blue' } })
    await append(tx, 'a1', { type: 'sample.tagged', payload: { tag: 'red' } })
  })
  expect(await typesOf('a1')).toEqual(['sample.added', 'reason.given', 'sample.tagged', 'sample.tagged'])
  expect(await typesOf('a2')).toEqual(['sample.added'])
  expect((await eventsOf('a1'))[1]).toEqual(given)
  expect(events.map(({ type }) => type)).toEqual([
    'sample.added',
    'sample.added',
    'reason.given',
    'sample.tagged',
    'sample.tagged',
  ])
  expect(streams.map(({ id, sequence }) => [id, sequence])).toEqual([
    ['a2', 1],
    ['a1', 4],
  ])
  await transact(sample('a1'), (tx) => append(tx, 'a1', removed))
  expect((await typesOf('a1')).slice(-2)).toEqual(['reason.given', 'sample.removed'])
})

test('without such a stream, or without a change of it, the first changed one has the reason', async () => {
  await transact(undefined, async (tx) => {
    await append(tx, 'b1', added('b1'))
    await append(tx, 'b2', added('b2'))
  })
  expect(await typesOf('b1')).toEqual(['sample.added', 'reason.given'])
  await transact(sample('b3'), async (tx) => {
    await tx.load(sample('b3'))
    await append(tx, 'b2', removed)
  })
  expect(await typesOf('b2')).toEqual(['sample.added', 'sample.removed', 'reason.given'])
  expect(await typesOf('b3')).toEqual([])
})

test('events of reactions have no reason of their own', async () => {
  await transact(sample('c1'), (tx) => append(tx, 'c1', added('c1')))
  await transact(sample('c1'), (tx) => append(tx, 'c1', removed))
  expect((await typesOf('removals')).filter((type) => type !== 'counter.counted')).toEqual([])
})

test('nothing is kept if nothing changes, if the act is refused, and by a dry run', async () => {
  await transact(sample('d1'), (tx) => append(tx, 'd1', added('d1')))
  const before = await typesOf('d1')
  await transact(sample('d1'), (tx) => append(tx, 'd1'))
  await transact(sample('d1'), async (tx) => tx.guard(await tx.load(sample('d1'))))
  const refused = transact(sample('d1'), async (tx) => {
    await append(tx, 'd1', { type: 'sample.tagged', payload: { tag: 'red' } })
    throw new Error('refused')
  })
  await expect(refused).rejects.toThrow('refused')
  // The name is taken, which only the database knows.
  await expect(transact(sample('d2'), (tx) => append(tx, 'd2', added('d1')))).rejects.toThrow()
  const seen: string[] = []
  await log.transact(
    {
      ...writing,
      dryRun: async (events) => void seen.push(...events.map(({ type }) => type)),
    },
    sample('d1'),
    (tx) => append(tx, 'd1', removed),
  )
  expect(seen).toEqual(['sample.removed', 'counter.counted'])
  expect(await typesOf('d1')).toEqual(before)
  expect(await typesOf('d2')).toEqual([])
})

test('processes that change one stream at the same time keep one reason for each change', async () => {
  await transact(sample('e1'), (tx) => append(tx, 'e1', added('e1')))
  const tags = Array.from({ length: 12 }, (_, at) => `tag${at}`)
  await Promise.all(
    tags.map((tag, at) =>
      transact(
        sample('e1'),
        (tx) => append(tx, 'e1', { type: 'sample.tagged', payload: { tag } }),
        at % 2 === 0 ? log : other,
      ),
    ),
  )
  const types = await typesOf('e1')
  const pairs = Array.from({ length: 13 }, (_, at) => types.slice(2 * at, 2 * at + 2))
  expect(pairs[0]).toEqual(['sample.added', 'reason.given'])
  for (const pair of pairs.slice(1)) expect(pair).toEqual(['reason.given', 'sample.tagged'])
})

test('a rebuild makes the same of a log with reasons', async () => {
  const before = await samples.db.database.query('select * from streams order by stream_type, stream_id')
  await log.rebuild()
  expect(await samples.db.database.query('select * from streams order by stream_type, stream_id')).toEqual(
    before,
  )
})
