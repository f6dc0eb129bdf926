import { afterAll, beforeAll, expect, test } from 'vitest'
import { countingQuery } from '../testing/countingQuery.ts'
import { accountFacet } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { PremiseError } from './appender.ts'
import { type OpenEventLog, openEventLog, type Stream } from './index.ts'
import { Premise } from './premise.ts'

let opened: SampleLog
/** Remembers, and counts its statements. */
let log: OpenEventLog
/** Another process. */
let other: OpenEventLog
let counts: Map<string, number>

const gateClaims = {
  gate: `select w.place, coalesce((select g.state from gates g where g.name = w.name), '') as seen
    from rows from (json_to_recordset($1) as (name text)) with ordinality w(name, place)`,
}

beforeAll(async () => {
  opened = await openSampleLog()
  await opened.db.database.query('create table gates (name text primary key, state text not null)')
  await opened.db.database.query(`insert into gates values ('a', 'open'), ('b', 'open'), ('c', 'shut')`)
  const keyed = countingQuery(opened.db.database.keyed)
  const pipelined = countingQuery(opened.db.database.pipelined, keyed.counts)
  counts = keyed.counts
  const database = { ...opened.db.database, keyed, pipelined }
  log = await openEventLog({ ...opened.options, database, claims: gateClaims })
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

/** A premise that saw this gate open. */
function openGate(name: string): Premise {
  const premise = new Premise()
  premise.claim = { kind: 'gate', question: JSON.stringify({ name }), seen: 'open' }
  return premise
}

function tag(id: string, word: string, on = log, premise?: Premise) {
  return on.transact({ ...writing(), premise }, sample(id), async (tx) => {
    await tx.append(await tx.load(sample(id)), [{ type: 'sample.tagged', payload: { tag: word } }])
  })
}

const tagsOf = (stream: Stream) => stream.state(accountFacet).tags
const stored = (id: string) => other.load({ instanceId: 'i1', ...sample(id) })

/** A stream that `log` remembers. */
async function known(): Promise<string> {
  const id = `p${++ids}`
  await log.transact(writing(), sample(id), async (tx) => {
    const stream = await tx.load(sample(id))
    await tx.append(stream, [{ type: 'sample.added', payload: { name: id } }], { owner: 'org1' })
  })
  await tag(id, 'known', log, new Premise())
  counts.clear()
  return id
}

test('a premise that holds costs one statement, which confirms it', async () => {
  const id = await known()
  const premise = openGate('a')
  await tag(id, 'new', log, premise)
  expect(Object.fromEntries(counts)).toEqual({ 'log_append gate': 1 })
  expect(premise).toMatchObject({ state: 'confirmed', open: false })
  expect(tagsOf(await stored(id))).toEqual(['known', 'new'])
})

test('a premise that no longer holds writes nothing, beside others that do', async () => {
  const names = ['a', 'c', 'b', 'nowhere', 'a', 'c']
  const streams = await Promise.all(names.map(known))
  const premises = names.map(openGate)
  const done = await Promise.allSettled(streams.map((id, at) => tag(id, 'new', log, premises[at])))
  const held = names.map((name) => name === 'a' || name === 'b')
  expect(done.map(({ status }) => status === 'fulfilled')).toEqual(held)
  for (const one of done) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(PremiseError)
  expect(premises.map(({ open }) => !open)).toEqual(held)
  const tags = await Promise.all(streams.map(async (id) => tagsOf(await stored(id)).length === 2))
  expect(tags).toEqual(held)
})

test('a remembered stream that another process moved is loaded, and nothing is lost', async () => {
  const id = await known()
  await tag(id, 'theirs', other)
  await tag(id, 'ours', log, openGate('a'))
  expect(counts.get('log_load')).toBe(1)
  expect(tagsOf(await stored(id))).toEqual(['known', 'theirs', 'ours'])
})

test('a remembered stream that is only read must not have moved either', async () => {
  const [read, written] = [await known(), await known()]
  await tag(read, 'theirs', other)
  const seen: (readonly string[])[] = []
  await log.transact({ ...writing(), premise: openGate('a') }, sample(written), async (tx) => {
    seen.push(tagsOf(await tx.load(sample(read))))
    await tx.append(await tx.load(sample(written)), [{ type: 'sample.tagged', payload: { tag: 'x' } }])
  })
  expect(seen).toEqual([['known'], ['known', 'theirs']])
  expect((await stored(written)).sequence).toBe(3)
})

test('what appends nothing confirms nothing', async () => {
  const id = await known()
  const premise = openGate('a')
  await log.transact({ ...writing(), premise }, sample(id), async (tx) => void (await tx.load(sample(id))))
  expect(premise.open).toBe(true)
  const refused = log.transact({ ...writing(), premise }, sample(id), () => Promise.reject(new Error('no')))
  await expect(refused).rejects.toThrow('no')
  expect(premise.open).toBe(true)
})

test('a confirmed premise serves once: what follows in the request is loaded', async () => {
  const id = await known()
  const premise = openGate('a')
  await tag(id, 'first', log, premise)
  await tag(id, 'theirs', other)
  counts.clear()
  await tag(id, 'second', log, premise)
  expect(Object.fromEntries(counts)).toEqual({ log_load: 1, log_append: 1 })
  expect(tagsOf(await stored(id))).toEqual(['known', 'first', 'theirs', 'second'])
})

test('without a premise nothing comes from memory', async () => {
  const id = await known()
  await tag(id, 'theirs', other)
  const { result } = await log.transact(writing(), sample(id), async (tx) =>
    tagsOf(await tx.load(sample(id))),
  )
  expect(result).toEqual(['known', 'theirs'])
  expect(tagsOf(await log.load({ instanceId: 'i1', ...sample(id) }))).toEqual(['known', 'theirs'])
})

test('a heavy stream is loaded every time', async () => {
  const id = await known()
  await tag(id, 'x'.repeat(10_000), log, openGate('a'))
  counts.clear()
  await tag(id, 'light', log, openGate('a'))
  expect(counts.get('log_load')).toBe(1)
})
