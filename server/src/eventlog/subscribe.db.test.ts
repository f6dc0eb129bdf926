import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../database/database.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type OpenEventLog, openEventLog } from './index.ts'

let sample: SampleLog
let log: OpenEventLog

beforeAll(async () => {
  sample = await openSampleLog()
  log = sample.log
})

afterAll(() => sample.close())

async function add(id: string) {
  const writing = { instanceId: 'i1', creator: 'tester', now: new Date() }
  await log.transact(writing, { type: 'sample', id }, async (tx) => {
    await tx.append(
      await tx.load({ type: 'sample', id }),
      [
        { type: 'sample.added', payload: { name: id } },
        { type: 'sample.tagged', payload: { tag: 'red' } },
      ],
      { owner: 'org1' },
    )
  })
}

function collect(name: string, on = log, fail = () => false) {
  const end = new AbortController()
  const heard: string[] = []
  const done = on.subscribe({
    name,
    types: ['sample.added'],
    signal: end.signal,
    async handle(events) {
      if (fail()) throw new Error('not now')
      for (const event of events) heard.push(event.stream.id)
    },
  })
  return {
    heard,
    async stop() {
      end.abort()
      await done
    },
  }
}

test('handles events from before and after its start, once and in order', async () => {
  await add('before')
  const subscription = collect('order')
  await expect.poll(() => subscription.heard).toEqual(['before'])
  for (const id of ['one', 'two', 'three']) await add(id)
  await expect.poll(() => subscription.heard).toEqual(['before', 'one', 'two', 'three'])
  await subscription.stop()
  await add('meanwhile')
  const again = collect('order')
  await expect.poll(() => again.heard).toEqual(['meanwhile'])
  await again.stop()
})

test('an event whose transaction commits late is not skipped', async () => {
  let windows = 0
  const database: Database = {
    ...sample.db.database,
    session: (work) =>
      sample.db.database.session((query) =>
        work((text, values, name) => {
          if (name === 'log_window') windows++
          return query(text, values, name)
        }),
      ),
  }
  const watched = await openEventLog({ ...sample.options, database })
  const subscription = collect('late', watched)
  await add('early')
  await expect.poll(() => subscription.heard).toContain('early')
  await sample.db.database.session(async (query) => {
    await query('begin')
    await query(
      `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash, revision)
       values ('i9', 'sample', 'slow', 1, 'sample.added', now(), 'x', 'o', '{"name":"slow"}', '', 1)`,
    )
    await add('quick')
    const before = windows
    await expect.poll(() => windows).toBeGreaterThan(before + 1)
    await query('commit')
  })
  await expect.poll(() => subscription.heard.slice(-2)).toEqual(['slow', 'quick'])
  await subscription.stop()
  await watched.close()
})

test('a failing handler receives the same events again', async () => {
  let failures = 2
  const subscription = collect('failing', log, () => failures-- > 0)
  await add('persistent')
  await expect.poll(() => subscription.heard).toContain('persistent')
  expect(new Set(subscription.heard).size).toBe(subscription.heard.length)
  await subscription.stop()
})

test('two processes share a subscription without handling an event twice', async () => {
  const other = await openEventLog(sample.options)
  const both = [collect('shared'), collect('shared', other)]
  const ids = Array.from({ length: 30 }, (_, at) => `shared${at}`)
  await Promise.all(ids.map(add))
  const heard = () => both.flatMap((one) => one.heard).filter((id) => id.startsWith('shared'))
  await expect.poll(() => heard().sort()).toEqual([...ids].sort())
  await Promise.all(both.map((one) => one.stop()))
  await other.close()
})

test('a log restored from a dump of another server continues in order', async () => {
  await add('dumped')
  const before = collect('restored')
  await expect.poll(() => before.heard).toContain('dumped')
  await before.stop()
  await sample.db.database.query(`update events set xact = '99999999999'`)
  await sample.db.database.query(`update subscriptions set xact = '99999999999'`)
  const restored = await openEventLog(sample.options)
  await add('restored')
  const after = collect('restored', restored)
  await expect.poll(() => after.heard).toEqual(['restored'])
  await after.stop()
  await restored.close()
})
