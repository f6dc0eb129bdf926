import { afterAll, beforeAll, expect, test } from 'vitest'
import { countingQuery } from '../testing/countingQuery.ts'
import { accountFacet } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { StaleReadError } from './appender.ts'
import { CacheUse } from './cacheUse.ts'
import { type OpenEventLog, openEventLog, type Stream } from './index.ts'

let opened: SampleLog
/** Has a cache and counts its statements. */
let log: OpenEventLog
/** The log of another process. */
let other: OpenEventLog
let counts: Map<string, number>

const gateReads = {
  gate: `select w.ordinal, coalesce((select g.state from gates g where g.name = w.name), '') as digest
    from rows from (json_to_recordset($1) as (name text)) with ordinality w(name, ordinal)`,
}

beforeAll(async () => {
  opened = await openSampleLog()
  await opened.db.database.query('create table gates (name text primary key, state text not null)')
  await opened.db.database.query(`insert into gates values ('a', 'open'), ('b', 'open'), ('c', 'shut')`)
  const keyed = countingQuery(opened.db.database.keyed)
  const pipelined = countingQuery(opened.db.database.pipelined, keyed.counts)
  counts = keyed.counts
  const database = { ...opened.db.database, keyed, pipelined }
  log = await openEventLog({ ...opened.options, database, cachedReads: gateReads })
  other = await openEventLog(opened.options)
})

afterAll(async () => {
  await log.close()
  await other.close()
  await opened.close()
})

let ids = 0
const sample = (id: string) => ({ type: 'sample', id })
const writing = () => ({ instanceId: 'i1', creator: 'tester', now: new Date() })

/** Returns the use of a cached read that found this gate open. */
function openGate(name: string): CacheUse {
  const cacheUse = new CacheUse()
  cacheUse.read = { kind: 'gate', parameters: JSON.stringify({ name }), digest: 'open' }
  return cacheUse
}

function tag(id: string, word: string, on = log, cacheUse?: CacheUse) {
  return on.transact({ ...writing(), cacheUse }, sample(id), async (tx) => {
    await tx.append(await tx.load(sample(id)), [{ type: 'sample.tagged', payload: { tag: word } }])
  })
}

const tagsOf = (stream: Stream) => stream.state(accountFacet).tags
const stored = (id: string) => other.load({ instanceId: 'i1', ...sample(id) })

/** Creates a stream that `log` has in its cache. */
async function cachedStream(): Promise<string> {
  const id = `p${++ids}`
  await log.transact(writing(), sample(id), async (tx) => {
    const stream = await tx.load(sample(id))
    await tx.append(stream, [{ type: 'sample.added', payload: { name: id } }], { owner: 'org1' })
  })
  await tag(id, 'known', log, new CacheUse())
  counts.clear()
  return id
}

test('a current cached read costs one statement, which confirms it', async () => {
  const id = await cachedStream()
  const cacheUse = openGate('a')
  await tag(id, 'new', log, cacheUse)
  expect(Object.fromEntries(counts)).toEqual({ 'log_append gate': 1 })
  expect(cacheUse).toMatchObject({ state: 'confirmed', unconfirmed: false })
  expect(tagsOf(await stored(id))).toEqual(['known', 'new'])
})

test('a stale cached read appends nothing; the other changes of its group are appended', async () => {
  const names = ['a', 'c', 'b', 'nowhere', 'a', 'c']
  const streams = await Promise.all(names.map(cachedStream))
  const uses = names.map(openGate)
  const done = await Promise.allSettled(streams.map((id, at) => tag(id, 'new', log, uses[at])))
  const held = names.map((name) => name === 'a' || name === 'b')
  expect(done.map(({ status }) => status === 'fulfilled')).toEqual(held)
  for (const one of done) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(StaleReadError)
  expect(uses.map(({ unconfirmed }) => !unconfirmed)).toEqual(held)
  const tags = await Promise.all(streams.map(async (id) => tagsOf(await stored(id)).length === 2))
  expect(tags).toEqual(held)
})

test('a cached stream that another process changed is loaded, and no event is lost', async () => {
  const id = await cachedStream()
  await tag(id, 'theirs', other)
  await tag(id, 'ours', log, openGate('a'))
  expect(counts.get('log_load')).toBe(1)
  expect(tagsOf(await stored(id))).toEqual(['known', 'theirs', 'ours'])
})

test('a cached stream that is only read must be current too', async () => {
  const [read, written] = [await cachedStream(), await cachedStream()]
  await tag(read, 'theirs', other)
  const seen: (readonly string[])[] = []
  await log.transact({ ...writing(), cacheUse: openGate('a') }, sample(written), async (tx) => {
    seen.push(tagsOf(await tx.load(sample(read))))
    await tx.append(await tx.load(sample(written)), [{ type: 'sample.tagged', payload: { tag: 'x' } }])
  })
  expect(seen).toEqual([['known'], ['known', 'theirs']])
  expect((await stored(written)).sequence).toBe(3)
})

test('a unit of work that appends nothing confirms nothing', async () => {
  const id = await cachedStream()
  const cacheUse = openGate('a')
  await log.transact({ ...writing(), cacheUse }, sample(id), async (tx) => void (await tx.load(sample(id))))
  expect(cacheUse.unconfirmed).toBe(true)
  const refused = log.transact({ ...writing(), cacheUse }, sample(id), () => Promise.reject(new Error('no')))
  await expect(refused).rejects.toThrow('no')
  expect(cacheUse.unconfirmed).toBe(true)
})

test('after the confirming append, further streams of the request are loaded', async () => {
  const id = await cachedStream()
  const cacheUse = openGate('a')
  await tag(id, 'first', log, cacheUse)
  await tag(id, 'theirs', other)
  counts.clear()
  await tag(id, 'second', log, cacheUse)
  expect(Object.fromEntries(counts)).toEqual({ log_load: 1, log_append: 1 })
  expect(tagsOf(await stored(id))).toEqual(['known', 'first', 'theirs', 'second'])
})

test('without a cache use no stream comes from the cache', async () => {
  const id = await cachedStream()
  await tag(id, 'theirs', other)
  const { result } = await log.transact(writing(), sample(id), async (tx) =>
    tagsOf(await tx.load(sample(id))),
  )
  expect(result).toEqual(['known', 'theirs'])
  expect(tagsOf(await log.load({ instanceId: 'i1', ...sample(id) }))).toEqual(['known', 'theirs'])
})

test('an oversized stream is loaded every time', async () => {
  const id = await cachedStream()
  await tag(id, 'x'.repeat(10_000), log, openGate('a'))
  counts.clear()
  await tag(id, 'light', log, openGate('a'))
  expect(counts.get('log_load')).toBe(1)
})
