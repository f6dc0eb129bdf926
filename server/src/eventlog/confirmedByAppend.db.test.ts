import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Query } from '../database/query.ts'
import { countingQuery } from '../testing/countingQuery.ts'
import { accountFacet } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import type { AppendReads } from './confirmedByAppend.ts'
import { type OpenEventLog, openEventLog } from './index.ts'

let opened: SampleLog
/** Keeps values and counts its statements. */
let log: OpenEventLog
/** The log of another process. */
let other: OpenEventLog
let counts: Map<string, number>
/** What a statement that appends fails with. */
let failure: Error | undefined

beforeAll(async () => {
  // However busy the machine is, the log was asked a moment ago.
  vi.useFakeTimers({ toFake: ['performance'] })
  opened = await openSampleLog()
  const { database } = opened.db
  const confirming = countingQuery(database.confirming)
  counts = confirming.counts
  const failing: Query = async (...statement) => {
    if (failure) throw failure
    return database.pipelined(...statement)
  }
  const pipelined = countingQuery(failing, counts)
  log = await openEventLog({ ...opened.options, database: { ...database, confirming, pipelined } })
  other = await openEventLog(opened.options)
  for (const instance of ['i1', 'i2', 'i3']) await other.mac(instance, 'test', 'creates the data key')
})
afterAll(async () => {
  vi.useRealTimers()
  await log.close()
  await other.close()
  await opened.close()
})

/** Milliseconds after which a check that failed holds up no other ones. */
const afterFailure = 2_000
let ids = 0
const newIdOf = (kind: string) => `${kind}${++ids}`
const sample = (id: string) => ({ type: 'sample', id })

function tag(id: string, word: string, on = other, options: object = {}, instanceId = 'i1') {
  const writing = { instanceId, creator: 'tester', now: new Date(), ...options }
  return on.transact(writing, sample(id), async (tx) => {
    const payload = { tag: word }
    await tx.append(await tx.load(sample(id)), [{ type: 'sample.tagged', payload }], { owner: 'o1' })
  })
}

const tagsOf = async (id: string, instanceId = 'i1') =>
  (await other.load({ instanceId, ...sample(id) })).state(accountFacet).tags

const tails = () => counts.get('log-tail') ?? 0
const appends = () =>
  [...counts].filter(([name]) => name.startsWith('log_append')).reduce((sum, [, count]) => sum + count, 0)

/** The tags of a stream as a read that can be kept, and another stream to which its user appends them. */
function reading(id: string, instanceId = 'i1') {
  return {
    kind: 'tags',
    key: id,
    load: () => tagsOf(id, instanceId),
    readFrom: () => ({ instanceId, byId: { sample: [id] } }),
  }
}

/** A stream whose tags `log` keeps, and one that does not exist. */
async function kept(instanceId = 'i1') {
  vi.advanceTimersByTime(afterFailure)
  const id = newIdOf('kept')
  await tag(id, 'first', other, {}, instanceId)
  await log.confirmed.read(reading(id, instanceId))
  await log.confirmed.read(reading(id, instanceId))
  counts.clear()
  return { id, target: newIdOf('target') }
}

/** Copies the tags of a stream to another one, as requests do that decide by what they have read. */
async function copy(on: AppendReads, from: string, to: string, instanceId = 'i1') {
  const tags = await on.read(reading(from, instanceId))
  await tag(to, tags.join(' '), log, { cacheUse: on.cacheUse }, instanceId)
  return tags
}

test('a kept value is used at once, and the append alone confirms it', async () => {
  const { id, target } = await kept()
  expect(await log.confirmed.byAppend((on) => copy(on, id, target))).toEqual(['first'])
  expect(await tagsOf(target)).toEqual(['first'])
  expect([tails(), appends()]).toEqual([0, 1])
})

test('events of streams that the value was not read from change nothing', async () => {
  const { id, target } = await kept()
  await tag(newIdOf('somebody'), 'else')
  await tag(id, 'elsewhere', other, {}, 'i2')
  expect(await log.confirmed.byAppend((on) => copy(on, id, target))).toEqual(['first'])
  expect([tails(), appends()]).toEqual([0, 1])
})

test.each([
  ['of another process', (id: string) => tag(id, 'second')],
  [
    'of the system',
    async (id: string) => {
      await opened.db.database.query(
        `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash, revision)
         values ('', 'counter', $1, 1, 'counter.counted', now(), 'tester', 'o', '{}', '', 1)`,
        [id],
      )
      await tag(id, 'second')
    },
  ],
])('an event %s makes the work run again, and only its second append is committed', async (_, change) => {
  const { id, target } = await kept()
  await change(id)
  const seen: unknown[] = []
  await log.confirmed.byAppend(async (on) => {
    seen.push(await on.read(reading(id)))
    await copy(on, id, target)
  })
  expect(seen).toEqual([['first'], ['first', 'second']])
  expect(await tagsOf(target)).toEqual(['first second'])
})

test('an event of a transaction that began before the value was kept counts once it is committed', async () => {
  const { id, target } = await kept()
  await opened.db.database.session(async (query) => {
    await query('begin')
    await query(
      `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash, revision)
       select instance_id, stream_type, stream_id, 2, type, created_at, creator, owner, '{"tag": "late"}', 'late', revision
         from events where instance_id = 'i1' and stream_id = $1`,
      [id],
    )
    // The point from which appends look for changes has the transaction among the running ones.
    await log.confirmed.read(reading(id))
    const between = newIdOf('target')
    expect(await log.confirmed.byAppend((on) => copy(on, id, between))).toEqual(['first'])
    await query('commit')
  })
  let runs = 0
  await log.confirmed.byAppend(async (on) => {
    runs++
    await on.read(reading(id))
    await tag(target, 'done', log, { cacheUse: on.cacheUse })
  })
  expect([runs, await tagsOf(target)]).toEqual([2, ['done']])
})

test('after a check that failed there are none for a while, so that nobody can have the appends of others applied one by one', async () => {
  const [changed, holding] = [await kept(), await kept()]
  await tag(changed.id, 'second')
  await log.confirmed.byAppend((on) => copy(on, changed.id, changed.target))
  counts.clear()
  await log.confirmed.byAppend((on) => copy(on, holding.id, holding.target))
  expect([tails(), appends()]).toEqual([1, 1])
  vi.advanceTimersByTime(afterFailure)
  await log.confirmed.read(reading(holding.id))
  counts.clear()
  await log.confirmed.byAppend((on) => copy(on, holding.id, holding.target))
  expect([tails(), appends()]).toEqual([0, 1])
})

test('appends at a time succeed or run again each for itself', async () => {
  const [holding, changed] = [await kept(), await kept()]
  await tag(changed.id, 'second')
  const copies = [holding, changed, holding, changed].map(({ id }) => {
    const target = newIdOf('target')
    return log.confirmed.byAppend((on) => copy(on, id, target)).then(() => tagsOf(target))
  })
  expect(await Promise.all(copies)).toEqual([['first'], ['first second'], ['first'], ['first second']])
})

test('a refusal is final if the value holds, and is not if it does not', async () => {
  const { id } = await kept()
  let runs = 0
  const refusing = () =>
    log.confirmed.byAppend(async (on) => {
      runs++
      const tags = await on.read(reading(id))
      if (!tags.includes('second')) throw new Error('refused')
      return tags
    })
  await expect(refusing()).rejects.toThrow('refused')
  expect([runs, tails()]).toEqual([1, 1])
  await tag(id, 'second')
  expect([await refusing(), runs]).toEqual([['first', 'second'], 3])
})

test('without an append the value is confirmed before the result is returned', async () => {
  const { id } = await kept()
  const read = () => log.confirmed.byAppend((on) => on.read(reading(id)))
  expect([await read(), tails()]).toEqual([['first'], 1])
  await tag(id, 'second')
  expect(await read()).toEqual(['first', 'second'])
})

test('an effect outside the append waits until the value is confirmed', async () => {
  const { id, target } = await kept()
  await tag(id, 'second')
  const effects: unknown[] = []
  await log.confirmed.byAppend(async (on) => {
    const tags = await on.read(reading(id))
    await on.confirm()
    effects.push(tags)
    await copy(on, id, target)
  })
  expect([effects, await tagsOf(target)]).toEqual([[['first', 'second']], ['first second']])
})

test('an append whose outcome is unknown is not made again', async () => {
  const { id, target } = await kept()
  failure = new Error('the connection broke')
  let runs = 0
  const work = log.confirmed.byAppend(async (on) => {
    runs++
    return copy(on, id, target)
  })
  await expect(work).rejects.toThrow('the append failed')
  failure = undefined
  expect([runs, await tagsOf(target)]).toEqual([1, []])
})

test('only the first value is left to the append; others are confirmed when they are read', async () => {
  const [first, second] = [await kept(), await kept()]
  await tag(second.id, 'second')
  const tags = await log.confirmed.byAppend(async (on) => {
    await on.read(reading(first.id))
    return copy(on, second.id, first.target)
  })
  expect([tags, tails(), await tagsOf(first.target)]).toEqual([['first', 'second'], 1, ['first second']])
})

test('a removed instance confirms nothing', async () => {
  const { id } = await kept('i3')
  await other.removeInstance('i3')
  let runs = 0
  const work = log.confirmed.byAppend(async (on) => {
    runs++
    await on.read(reading(id, 'i3'))
    await tag(newIdOf('target'), 'done', log, { cacheUse: on.cacheUse })
  })
  await work
  expect(runs).toBe(2)
})

test('after many events the value counts as changed', async () => {
  const { id, target } = await kept()
  await opened.db.database.query(
    `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash, revision)
     select 'i1', 'sample', 'flood' || n, 1, 'sample.tagged', now(), 'tester', 'o1', '{}', '', 1 from generate_series(1, 501) n`,
  )
  let runs = 0
  await log.confirmed.byAppend(async (on) => {
    runs++
    return copy(on, id, target)
  })
  expect([runs, await tagsOf(target)]).toEqual([2, ['first']])
})

test('many appends of this process have the log read once in a while, so that the next ones find little', async () => {
  const { id } = await kept()
  for (let n = 0; n < 100; n++) await log.confirmed.byAppend((on) => copy(on, id, newIdOf('target')))
  expect(tails()).toBeGreaterThanOrEqual(4)
  expect(tails()).toBeLessThanOrEqual(10)
  expect(appends()).toBe(100)
})

test('of many requests at a time two are confirmed by their appends, and the others share one reading of the log', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, () => kept()))
  for (const { id } of all.slice(6)) await tag(id, 'second')
  counts.clear()
  const copies = all.map(({ id, target }) => log.confirmed.byAppend((on) => copy(on, id, target)))
  const expected = all.map((_, at) => (at < 6 ? ['first'] : ['first', 'second']))
  expect(await Promise.all(copies)).toEqual(expected)
  expect(await Promise.all(all.map(({ target }) => tagsOf(target)))).toEqual(
    expected.map((tags) => [tags.join(' ')]),
  )
  expect(tails()).toBe(1)
})
