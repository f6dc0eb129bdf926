import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { defineTask } from '../jobs/task.ts'
import { isRefusal } from '../kernel/refusal.ts'
import { countingQuery } from '../testing/countingQuery.ts'
import { refusalOf } from '../testing/refusalOf.ts'
import { accountFacet, counterFacet, factorFacet, nameTaken, sampleSchema } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type OpenEventLog, openEventLog, type Transaction } from './index.ts'
import type { StreamJson } from './streamRow.ts'
import type { DryRunObserver } from './types.ts'

let samples: SampleLog
let log: OpenEventLog
let other: OpenEventLog

beforeAll(async () => {
  samples = await openSampleLog()
  log = samples.log
  other = await openEventLog(samples.options)
})

afterAll(async () => {
  await other.close()
  await samples.close()
})

let ids = 0
const fresh = () => `s${++ids}`
const writing = (instanceId = 'i1') => ({
  instanceId,
  creator: 'tester',
  now: new Date('2026-11-21T10:00:00.123Z'),
})
const sample = (id: string) => ({ type: 'sample', id })

function add(id: string, name = id, on = log, instanceId = 'i1') {
  return on.transact(writing(instanceId), sample(id), async (tx) => {
    const stream = await tx.load(sample(id))
    await tx.append(stream, [{ type: 'sample.added', payload: { name } }], { owner: 'org1' })
    return stream
  })
}

function append(id: string, type: string, payload = {}, on = log) {
  return on.transact(writing(), sample(id), async (tx) => {
    await tx.append(await tx.load(sample(id)), [{ type, payload }])
  })
}

const load = (id: string, on = log) => on.load({ instanceId: 'i1', ...sample(id) })

test('after a write every reader sees its state, rows and events', async () => {
  const id = fresh()
  const { events, streams } = await add(id, 'Ada')
  await append(id, 'sample.tagged', { tag: 'red' })
  const stream = await load(id, other)
  expect(stream.state(accountFacet)).toMatchObject({ name: 'Ada', tags: ['red'] })
  expect(stream).toMatchObject({ owner: 'org1', sequence: 2, createdAt: '2026-11-21T10:00:00.123Z' })
  expect(events).toEqual([
    {
      type: 'sample.added',
      payload: { name: 'Ada' },
      sequence: 1,
      createdAt: '2026-11-21T10:00:00.123Z',
      creator: 'tester',
      owner: 'org1',
      stream: { instanceId: 'i1', type: 'sample', id },
    },
  ])
  expect(streams.map((one) => one.sequence)).toEqual([1])
  const rows = await samples.db.database.query('select * from sample_accounts where id = $1', [id])
  expect(rows).toEqual([
    { instance_id: 'i1', id, name: 'Ada', changed_at: '2026-11-21T10:00:00.123Z', sequence: 2 },
  ])
})

test('instances do not see each other', async () => {
  const id = fresh()
  await add(id, 'shared', log, 'i1')
  await add(id, 'shared', log, 'i2')
  expect((await log.load({ instanceId: 'i3', ...sample(id) })).sequence).toBe(0)
})

test('two processes that write one stream lose no update', async () => {
  const id = fresh()
  await add(id)
  const tags = Array.from({ length: 40 }, (_, at) => `t${at}`)
  await Promise.all(tags.map((tag, at) => append(id, 'sample.tagged', { tag }, at % 2 ? log : other)))
  const stream = await load(id)
  expect(stream.sequence).toBe(41)
  expect([...stream.state(accountFacet).tags].sort()).toEqual(tags.sort())
})

test('after a conflict the decision runs again on the new state', async () => {
  const id = fresh()
  await add(id)
  const seen: number[] = []
  await log.transact(writing(), sample(id), async (tx) => {
    const stream = await tx.load(sample(id))
    seen.push(stream.sequence)
    if (seen.length === 1) await append(id, 'sample.tagged', { tag: 'first' }, other)
    await tx.append(stream, [{ type: 'sample.tagged', payload: { tag: 'second' } }])
  })
  expect(seen).toEqual([1, 2])
  expect((await load(id)).state(accountFacet).tags).toEqual(['first', 'second'])
})

test('a unit of work that always conflicts is aborted', async () => {
  const id = fresh()
  await add(id)
  const refusal = await refusalOf(
    log.transact(writing(), sample(id), async (tx) => {
      const stream = await tx.load(sample(id))
      await append(id, 'sample.tagged', { tag: 'x' }, other)
      await tx.append(stream, [{ type: 'sample.tagged', payload: { tag: 'y' } }])
    }),
  )
  expect(refusal).toMatchObject({ code: 'log.contention', kind: 'aborted' })
})

test('a taken name is the feature’s refusal, and the others of the group succeed', async () => {
  const taken = fresh()
  await add(taken, 'Grace')
  const names = ['alone', 'gRaCe', 'another', 'GRACE', 'third']
  const outcomes = await Promise.allSettled(names.map((name) => add(fresh(), `${name}`)))
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason.refusal).toBe(nameTaken)
  }
  expect(isRefusal(nameTaken)).toBe(true)
})

test('of concurrent claims to a unique name exactly one succeeds', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, at) => add(fresh(), 'unique', at % 2 ? log : other)),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason.refusal).toBe(nameTaken)
  }
})

test('unique values may be exchanged within one append', async () => {
  const id = fresh()
  await add(id)
  for (const tag of ['a', 'b', 'c']) await append(id, 'sample.tagged', { tag })
  await append(id, 'sample.tagged', { tag: 'a' })
  const rows = await samples.db.database.query(
    'select tag from sample_tags where account = $1 order by place',
    [id],
  )
  expect(rows).toEqual([{ tag: 'b' }, { tag: 'c' }, { tag: 'a' }])
})

test('an append that waits for a lock does not delay later ones', async () => {
  const locked = fresh()
  const free = Array.from({ length: 12 }, fresh)
  await add(locked)
  const held = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const holder = samples.db.database.session(async (query) => {
    await query('begin')
    await query('select from streams where stream_id = $1 for update', [locked])
    held.resolve()
    await released.promise
    await query('rollback')
  })
  await held.promise
  const waits = append(locked, 'sample.tagged', { tag: 'late' })
  try {
    // Enough changes to be sent as a second statement before the first one counts as slow.
    await setTimeout(5)
    const added = Promise.all(free.map((id) => add(id)))
    expect(await Promise.race([added, waits])).toHaveLength(free.length)
    expect(await Promise.race([add(fresh()), waits])).toHaveProperty('result')
  } finally {
    released.resolve()
  }
  await Promise.all([waits, holder])
  expect((await load(locked)).sequence).toBe(2)
})

test('concurrent appends are batched', async () => {
  const { keyed, pipelined } = samples.db.database
  const database = {
    ...samples.db.database,
    keyed: countingQuery(keyed),
    pipelined: countingQuery(pipelined),
  }
  const counted = await openEventLog({ ...samples.options, database })
  database.keyed.counts.clear()
  await Promise.all(Array.from({ length: 60 }, () => add(fresh(), undefined, counted)))
  expect(database.pipelined.counts.get('log_append')).toBeLessThan(10)
  expect(database.keyed.counts.get('log_load')).toBeLessThan(10)
  await counted.close()
})

/** Opens a log that counts its statements, and the row of a stream as the look-up of the caller fetches it. */
async function preloading(id: string) {
  const database = { ...samples.db.database, keyed: countingQuery(samples.db.database.keyed) }
  const counted = await openEventLog({ ...samples.options, database })
  const [found] = await database.query<{ row: StreamJson }>(
    'select to_json(s) as row from streams s where stream_id = $1',
    [id],
  )
  database.keyed.counts.clear()
  const rename = (name: string) =>
    counted.transact({ ...writing(), preloaded: found?.row }, sample(id), async (tx) => {
      const stream = await tx.load(sample(id))
      await tx.append(stream, [{ type: 'sample.renamed', payload: { name } }])
      return stream
    })
  return { rename, loads: () => database.keyed.counts.get('log_load') ?? 0, close: counted.close }
}

test('a preloaded stream is not loaded again', async () => {
  const id = fresh()
  await add(id)
  const { rename, loads, close } = await preloading(id)
  const { result } = await rename(`${id} renamed`)
  expect(loads()).toBe(0)
  expect(result).toMatchObject({ sequence: 2, createdAt: '2026-11-21T10:00:00.123Z', owner: 'org1' })
  expect((await load(id)).state(accountFacet).name).toBe(`${id} renamed`)
  await close()
})

test('a preloaded stream that has changed since is loaded, and no event is lost', async () => {
  const id = fresh()
  await add(id)
  const { rename, loads, close } = await preloading(id)
  await append(id, 'sample.tagged', { tag: 'meanwhile' }, other)
  await Promise.all(['x', 'y'].map((name) => rename(`${id} ${name}`)))
  expect(loads()).toBeGreaterThan(0)
  const stream = await load(id)
  expect(stream.sequence).toBe(4)
  expect(stream.state(accountFacet).tags).toEqual(['meanwhile'])
  await close()
})

test('a begun stream is not loaded, and never overwrites an existing one', async () => {
  const taken = fresh()
  await add(taken)
  const begin = (id: string) =>
    log.transact(writing(), sample(id), async (tx) => {
      const payload = { name: `${id} begun` }
      await tx.append(tx.begin(sample(id)), [{ type: 'sample.added', payload }], { owner: 'org1' })
    })
  const id = fresh()
  await begin(id)
  expect(await load(id)).toMatchObject({ sequence: 1 })
  expect((await refusalOf(begin(taken))).code).toBe('log.contention')
  expect((await load(taken)).state(accountFacet).name).toBe(taken)
})

test('reactions commit together with their event', async () => {
  const id = fresh()
  await add(id)
  const { streams } = await append(id, 'sample.removed')
  expect(streams.map(({ type }) => type)).toEqual(['sample', 'counter'])
  const counter = await log.load({ instanceId: 'i1', type: 'counter', id: 'removals' })
  expect(counter.state(counterFacet)).toBe(1)
})

test('a dry run reports and writes nothing', async () => {
  const id = fresh()
  let seen: readonly string[] = []
  const dryRun: DryRunObserver = async (events) => {
    seen = events.map(({ type }) => type)
  }
  const { events } = await log.transact({ ...writing(), dryRun }, sample(id), async (tx) => {
    const stream = await tx.load(sample(id))
    await tx.append(stream, [{ type: 'sample.added', payload: { name: 'dry' } }], { owner: 'org1' })
  })
  expect(events).toHaveLength(1)
  expect(seen).toEqual(['sample.added'])
  expect((await load(id)).sequence).toBe(0)
})

test('a secret is stored sealed, opens for its stream only and is deleted with the state that names it', async () => {
  const id = fresh()
  const { streams } = await add(id)
  const ref = { instanceId: 'i1', ...sample(id) }
  const secretId = `secret-${id}`
  await log.transact(writing(), sample(id), async (tx) => {
    const stream = await tx.load(sample(id))
    tx.seal(stream, secretId, 'JBSWY3DPEHPK3PXP')
    await tx.append(stream, [{ type: 'sample.factor.added', payload: { secretId } }])
    expect((await tx.secret(stream, secretId))?.toString()).toBe('JBSWY3DPEHPK3PXP')
  })
  const opened = await Promise.all([log, other].map((one) => one.secret(ref, secretId)))
  expect(opened.map(String)).toEqual(['JBSWY3DPEHPK3PXP', 'JBSWY3DPEHPK3PXP'])
  expect(await log.secret({ ...ref, id: 'else' }, secretId)).toBeUndefined()
  expect(await log.secret({ ...ref, instanceId: 'i2' }, secretId)).toBeUndefined()
  const stored = await samples.db.database.query<{ sealed: Buffer }>(
    'select sealed from secrets where id = $1',
    [secretId],
  )
  expect(stored[0]?.sealed.includes('JBSWY')).toBe(false)
  const sealed = stored[0]?.sealed ?? Buffer.alloc(0)
  expect((await log.unseal(ref, secretId, sealed)).toString()).toMatch(/^JBSWY/)
  // Also the object that was opened already opens for nothing else.
  await expect(log.unseal(ref, `${secretId}0`, sealed)).rejects.toThrow()
  await expect(log.unseal({ ...ref, id: 'other' }, secretId, sealed)).rejects.toThrow()
  expect((await load(id)).state(factorFacet)).toEqual({ secretId })
  await append(id, 'sample.factor.removed')
  expect(await log.secret(ref, secretId)).toBeUndefined()
  expect(await samples.db.database.query('select from secrets where id = $1', [secretId])).toEqual([])
  expect(streams).toHaveLength(1)
})

test('mistakes of a feature are bugs, never commits', async () => {
  const id = fresh()
  await add(id)
  const attempt = (work: (tx: Transaction) => Promise<void>) => log.transact(writing(), sample(id), work)
  const appends = (type: string, payload: Record<string, string>) =>
    attempt(async (tx) => tx.append(await tx.load(sample(id)), [{ type, payload }]))
  await expect(appends('sample.unknown', {})).rejects.toThrow(/no owner/)
  await expect(appends('sample.renamed', {})).rejects.toThrow(/schema/)
  await expect(appends('sample.renamed', { name: 'x', more: 'y' })).rejects.toThrow(
    /members that its schema lacks/,
  )
  await expect(appends('counter.counted', {})).rejects.toThrow(/does not belong/)
  await expect(appends('sample.factor.added', { secretId: 'nowhere' })).rejects.toThrow(/not provided/)
  await expect(attempt(async (tx) => void (await tx.load({ type: 'nothing', id })))).rejects.toThrow(
    /no facet/,
  )
  const [first] = sampleSchema.facets
  if (first === undefined) throw new Error('no sample facet')
  const twice = { ...sampleSchema, facets: [...sampleSchema.facets, { ...first, name: 'copy' }] }
  await expect(openEventLog({ ...samples.options, schema: twice })).rejects.toThrow(/both/)
  expect((await load(id)).sequence).toBe(1)
})

test('text that PostgreSQL cannot store is refused as an invalid argument', async () => {
  const nul = String.fromCharCode(0)
  const others = Array.from({ length: 8 }, () => add(fresh()))
  expect(await refusalOf(add(fresh(), `a${nul}b`))).toMatchObject({ code: 'database.text_invalid' })
  expect(await refusalOf(add(fresh(), 'a\ud800b'))).toMatchObject({ kind: 'invalid_argument' })
  await Promise.all(others)
  await add(fresh(), 'a \\u0000 that is only spelled out 😀')
})

test('jobs commit with the append and name their instance', async () => {
  const greet = defineTask('greet', z.strictObject({ id: z.string() }), {
    key: ({ id }) => id,
    maxAttempts: 3,
  })
  const id = fresh()
  await log.transact(writing(), sample(id), async (tx) => {
    const stream = await tx.load(sample(id))
    await tx.append(stream, [{ type: 'sample.added', payload: { name: id } }], { owner: 'org1' })
    tx.enqueue(greet({ id }))
  })
  const jobs = await samples.db.database.query(
    'select payload, max_attempts from graphile_worker._private_jobs where key = $1',
    [`greet:i1:${id}`],
  )
  expect(jobs).toEqual([{ payload: { id, instanceId: 'i1' }, max_attempts: 3 }])
})

test('another master key is refused at the start', async () => {
  const options = { ...samples.options, masterKey: randomBytes(32) }
  await expect(openEventLog(options)).rejects.toThrow(/master key does not open/)
})

test('a memo is loaded once per try, and never if the caller provides it', async () => {
  const loads: string[] = []
  const read = (tx: Transaction, name: string) =>
    tx.memo(name, async () => {
      loads.push(name)
      return name
    })
  const { result } = await log.transact(
    { ...writing(), memos: { known: 'earlier' } },
    undefined,
    async (tx) => Promise.all([read(tx, 'known'), read(tx, 'new'), read(tx, 'new')]),
  )
  expect(result).toEqual(['earlier', 'new', 'new'])
  expect(loads).toEqual(['new'])
})
