import { afterAll, beforeAll, expect, test } from 'vitest'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { countingQuery } from '../testing/countingQuery.ts'
import { accountFacet } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type OpenEventLog, openEventLog, type Transaction } from './index.ts'

let opened: SampleLog
/** Has a cache and counts its loads. */
let log: OpenEventLog
/** The log of another process. */
let other: OpenEventLog
let counts: Map<string, number>

beforeAll(async () => {
  opened = await openSampleLog()
  const keyed = countingQuery(opened.db.database.keyed)
  counts = keyed.counts
  log = await openEventLog({ ...opened.options, database: { ...opened.db.database, keyed } })
  other = await openEventLog(opened.options)
})
afterAll(async () => {
  await log.close()
  await other.close()
  await opened.close()
})

let ids = 0
const sample = (id: string) => ({ type: 'sample', id })
const loads = () => counts.get('log_load') ?? 0
const writing = () => ({ instanceId: 'i1', creator: 'tester', now: new Date(), cachedStreams: true })

async function append(tx: Transaction, id: string, word: string) {
  const stream = await tx.load(sample(id))
  await tx.append(stream, [{ type: 'sample.tagged', payload: { tag: word } }], { owner: 'o1' })
}

function tag(id: string, word: string, on = log) {
  return on.transact(writing(), sample(id), (tx) => append(tx, id, word))
}

/** Creates a stream that `log` has in its cache. */
async function cachedStream() {
  const id = `s${++ids}`
  await tag(id, 'first')
  counts.clear()
  return id
}

const tagsOf = async (id: string) =>
  (await other.load({ instanceId: 'i1', ...sample(id) })).state(accountFacet).tags

test('a stream that this process has committed, a new one too, is not loaded for the next append', async () => {
  const id = await cachedStream()
  await tag(id, 'second')
  await tag(id, 'third')
  expect([loads(), await tagsOf(id)]).toEqual([0, ['first', 'second', 'third']])
})

test('a stream that another process has changed makes the append conflict, and the work runs on what is there', async () => {
  const id = await cachedStream()
  await tag(id, 'other', other)
  const seen: unknown[] = []
  await log.transact(writing(), sample(id), async (tx) => {
    seen.push((await tx.load(sample(id))).state(accountFacet).tags)
    await append(tx, id, 'mine')
  })
  expect(seen).toEqual([['first'], ['first', 'other']])
  expect(await tagsOf(id)).toEqual(['first', 'other', 'mine'])
})

test('a cached stream that the work only reads is confirmed by the append, too', async () => {
  const [id, read] = [await cachedStream(), await cachedStream()]
  await tag(read, 'other', other)
  const seen: number[] = []
  await log.transact(writing(), sample(id), async (tx) => {
    seen.push((await tx.load(sample(read))).sequence)
    await append(tx, id, 'mine')
  })
  expect(seen).toEqual([1, 2])
})

test('without an append the work runs again on loaded streams, whether it returns or refuses', async () => {
  const refusal = refuse('test.stale', 'failed_precondition', 'the stream has one tag; add another')
  for (const ends of ['returns', 'refuses'] as const) {
    const id = await cachedStream()
    await tag(id, 'other', other)
    const seen: number[] = []
    const work = async (tx: Transaction) => {
      const { sequence } = await tx.load(sample(id))
      seen.push(sequence)
      if (ends === 'refuses') throw new DomainError(refusal)
      return sequence
    }
    const run = log.transact(writing(), sample(id), work)
    if (ends === 'refuses') await expect(run).rejects.toThrow(refusal.message)
    else expect((await run).result).toBe(2)
    expect(seen).toEqual([1, 2])
  }
})

test('a dry run reads no cached streams', async () => {
  const id = await cachedStream()
  await tag(id, 'other', other)
  const dryRun = async () => undefined
  const { result } = await log.transact({ ...writing(), dryRun }, sample(id), async (tx) => {
    return (await tx.load(sample(id))).sequence
  })
  expect(result).toBe(2)
})
