import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineTask } from '../jobs/task.ts'
import { accountFacet, factorFacet } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type OpenEventLog, openEventLog } from './index.ts'

let sample: SampleLog
let log: OpenEventLog

beforeAll(async () => {
  sample = await openSampleLog()
  log = sample.log
})

beforeEach(async () => {
  await log.removeInstance('i1')
})

afterAll(() => sample.close())

const writing = { instanceId: 'i1', creator: 'tester', now: new Date('2026-11-21T10:00:00.120Z') }
const sql = (text: string, values?: unknown[]) => sample.db.database.query(text, values)

async function append(id: string, ...events: { type: string; payload: Record<string, string> }[]) {
  await log.transact(writing, { type: 'sample', id }, async (tx) => {
    const stream = await tx.load({ type: 'sample', id })
    for (const { payload } of events) {
      if (payload['secretId'] !== undefined) tx.seal(stream, payload['secretId'], 'seed')
    }
    await tx.append(stream, events, { owner: 'org1' })
  })
}

async function threeAccounts() {
  for (const id of ['a', 'b', 'c']) {
    await append(
      id,
      { type: 'sample.added', payload: { name: `name ${id}` } },
      { type: 'sample.tagged', payload: { tag: 'red' } },
      { type: 'sample.factor.added', payload: { secretId: `secret ${id}` } },
    )
  }
}

const findingKinds = async () => (await log.verify()).findings.map(({ kind }) => kind)
const kinds = async () =>
  (await log.verify()).findings.map(({ kind, stream }) => `${kind} ${stream?.id ?? ''}`.trim())

test('an untouched log has no findings, and progress reaches the end', async () => {
  await threeAccounts()
  const progress: string[] = []
  const { streams, findings } = await log.verify({
    onProgress: ({ streams: done, total }) => progress.push(`${done}/${total}`),
  })
  expect({ streams, findings }).toEqual({ streams: 3, findings: [] })
  expect(progress.at(-1)).toBe('3/3')
})

test.each([
  [
    'an event’s payload',
    `update events set payload = '{"name":"else"}' where stream_id = 'b' and sequence = 1`,
    ['hash_broken b', 'row_differs b', 'snapshot_differs b'],
  ],
  [
    'an event’s creator',
    `update events set creator = 'else' where stream_id = 'b' and sequence = 2`,
    ['hash_broken b'],
  ],
  [
    'an event in the middle that is missing',
    `delete from events where stream_id = 'b' and sequence = 2`,
    ['events_missing', 'row_orphan', 'row_orphan', 'sequence_gap b'],
  ],
  [
    'the last event that is missing',
    `delete from events where stream_id = 'b' and sequence = 3`,
    ['events_missing', 'secret_orphan b', 'snapshot_differs b'],
  ],
  [
    'all events that are missing',
    `delete from events where stream_id = 'b'`,
    [
      'events_missing',
      'row_orphan',
      'row_orphan',
      'secret_orphan b',
      'snapshot_orphan b',
      'stream_missing b',
    ],
  ],
  [
    'an event that no append committed',
    `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash, revision)
       select instance_id, stream_type, 'c', 4, type, created_at, creator, owner, '{"tag":"x"}', hash, 1
       from events where stream_id = 'b' and sequence = 2`,
    ['events_unaccounted', 'hash_broken c', 'row_differs c', 'row_missing c', 'snapshot_differs c'],
  ],
  ['a snapshot', `update streams set facets = '{}' where stream_id = 'b'`, ['snapshot_differs b']],
  ['a snapshot that is missing', `delete from streams where stream_id = 'b'`, ['snapshot_missing b']],
  ['a row', `update sample_accounts set name = 'else' where id = 'b'`, ['row_differs b']],
  ['a row that is missing', `delete from sample_tags where account = 'b'`, ['row_missing b']],
  ['a row too many', `insert into sample_tags values ('i1', 'b', 'blue', 7)`, ['row_orphan']],
  ['a secret that is missing', `delete from secrets where id = 'secret b'`, ['secret_missing b']],
  ['a secret too many', `insert into secrets values ('i1', 'sample', 'b', 'x', '')`, ['secret_orphan b']],
])('finds tampering with %s', async (_, statement, expected) => {
  await threeAccounts()
  await sql(statement)
  expect((await kinds()).sort()).toEqual(expected)
})

/** Deletes the last event of account b, and reverts its snapshot, rows and secrets to the event before. */
async function truncate() {
  await sql(`delete from secrets where stream_id = 'b'`)
  await sql(`delete from events where stream_id = 'b' and sequence = 3`)
  await sql(
    `update streams s set sequence = 2, changed_at = e.created_at, hash = e.hash, facets = facets - 'sample.factor'
     from events e where s.stream_id = 'b' and e.stream_id = 'b' and e.sequence = 2`,
  )
}

async function removeStream() {
  for (const table of ['events', 'streams', 'secrets'])
    await sql(`delete from ${table} where stream_id = 'b'`)
  await sql(`delete from sample_accounts where id = 'b'`)
  await sql(`delete from sample_tags where account = 'b'`)
}

test('finds a shortened stream even if its snapshot and rows match', async () => {
  await threeAccounts()
  await truncate()
  expect(await kinds()).toEqual(['events_missing'])
})

test('finds that a whole stream is missing, also after a rebuild', async () => {
  await threeAccounts()
  await removeStream()
  expect(await kinds()).toEqual(['events_missing', 'stream_missing b'])
  expect((await log.rebuild({ accept: ['events_missing', 'stream_missing'] })).failed).toEqual([])
  expect(await kinds()).toEqual(['events_missing', 'stream_missing b'])
})

test('finds both in a log that was restored from a dump of another server', async () => {
  await threeAccounts()
  const restore = async () => {
    await sql(`update events set xact = (xact::text::bigint + 99999999999)::text::xid8`)
    await sql(`update log_commits set xact = (xact::text::bigint + 99999999999)::text::xid8`)
    await (await openEventLog(sample.options)).close()
  }
  await restore()
  expect(await kinds()).toEqual([])
  await append('a', { type: 'sample.tagged', payload: { tag: 'blue' } })
  await removeStream()
  await restore()
  expect(await kinds()).toEqual(['events_missing', 'stream_missing b'])
})

test('batched appends, and those that fail in a batch, are counted correctly', async () => {
  await threeAccounts()
  const names = ['d', 'e', 'f', 'g', 'h'].flatMap((id) => [id, `${id}2`])
  const outcomes = await Promise.allSettled(
    names.map((id) => append(id, { type: 'sample.added', payload: { name: id.charAt(0) } })),
  )
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(5)
  expect(await kinds()).toEqual([])
})

test('findings contain no payload and no secret', async () => {
  await threeAccounts()
  await sql(`update events set payload = '{"name":"TOP"}' where stream_id = 'b' and sequence = 1`)
  await sql(`update streams set facets = '{"sample.account":{"name":"TOP","tags":[]}}' where stream_id = 'a'`)
  expect(JSON.stringify(await log.verify())).not.toContain('TOP')
})

test('rebuild repairs snapshots and rows and deletes orphan secrets', async () => {
  await threeAccounts()
  await sql(`update streams set facets = '{}', sequence = 9 where stream_id = 'a'`)
  await sql(`delete from streams where stream_id = 'b'`)
  await sql(`update sample_accounts set name = 'name b' where id = 'c'`).catch(() => undefined)
  await sql(`delete from sample_accounts where id = 'c'`)
  // Has the name that rebuild must return to c.
  await sql(`insert into sample_accounts values ('i1', 'ghost', 'NAME C', now(), 1)`)
  await sql(`insert into secrets values ('i1', 'sample', 'b', 'x', ''), ('i1', 'y', 'sample', 'gone', '')`)
  expect(await kinds()).not.toEqual([])
  const progress: number[] = []
  const accept = await findingKinds()
  const rebuilt = await log.rebuild({ accept, onProgress: ({ streams }) => progress.push(streams) })
  expect(rebuilt).toEqual({ streams: 3, failed: [] })
  expect(progress.at(-1)).toBe(3)
  expect(await kinds()).toEqual([])
  expect((await log.load({ instanceId: 'i1', type: 'sample', id: 'a' })).sequence).toBe(3)
  await append('a', { type: 'sample.renamed', payload: { name: 'on it goes' } })
  expect(await kinds()).toEqual([])
})

test('a broken stream is left unchanged and reported', async () => {
  await threeAccounts()
  await sql(`delete from events where stream_id = 'b' and sequence = 2`)
  const { failed } = await log.rebuild({ accept: await findingKinds() })
  expect(failed).toMatchObject([{ stream: { id: 'b' }, reason: expect.stringContaining('sequence_gap') }])
})

test('a stream that cannot be rebuilt or written stays as it is, and all others of its transaction are rebuilt', async () => {
  const ids = Array.from({ length: 230 }, (_, at) => `n${String(at).padStart(3, '0')}`)
  await Promise.all(ids.map((id) => append(id, { type: 'sample.added', payload: { name: `name ${id}` } })))
  await append('n051', { type: 'sample.tagged', payload: { tag: 'red' } })
  await sql(`delete from events where stream_id = 'n051' and sequence = 1`)
  await append('n120', { type: 'sample.tagged', payload: { tag: 'red' } })
  await sql(`update events set sequence = 5 where stream_id = 'n120' and sequence = 2`)
  // The second of two streams that now have the same name cannot be written.
  await sql(`update events set payload = '{"name":"name n150"}' where stream_id = 'n151'`)
  await sql(`update streams set facets = '{}' where instance_id = 'i1'`)
  await sql(`delete from sample_accounts where instance_id = 'i1'`)
  const progress: number[] = []
  const { failed } = await log.rebuild({
    accept: await findingKinds(),
    onProgress: ({ streams }) => progress.push(streams),
  })
  expect(failed).toMatchObject([
    { stream: { id: 'n120' }, reason: expect.stringContaining('sequence_gap') },
    { stream: { id: 'n151' }, reason: expect.stringContaining('sample_accounts') },
  ])
  expect(progress.at(-1)).toBe(229)
  const rows = await sql(`select id from sample_accounts where instance_id = 'i1'`)
  expect(rows).toHaveLength(227)
})

test('rebuilding and verifying a live log lose no event', async () => {
  await threeAccounts()
  let stop = false
  const writer = (async () => {
    for (let at = 0; !stop; at++)
      await append('abc'.charAt(at % 3), { type: 'sample.tagged', payload: { tag: `t${at % 5}` } })
  })()
  for (let round = 0; round < 3; round++) {
    expect((await log.rebuild()).failed).toEqual([])
    expect(await kinds()).toEqual([])
  }
  stop = true
  await writer
  expect(await kinds()).toEqual([])
})

test('removing an instance deletes exactly its data', async () => {
  await threeAccounts()
  const other = { ...writing, instanceId: 'i2' }
  const job = () => defineTask('test', z.strictObject({}))({})
  await log.transact(other, { type: 'sample', id: 'a' }, async (tx) => {
    const stream = await tx.load({ type: 'sample', id: 'a' })
    await tx.append(stream, [{ type: 'sample.added', payload: { name: 'name a' } }], { owner: 'org1' })
    tx.enqueue(job())
  })
  await log.transact(writing, { type: 'sample', id: 'z' }, async (tx) => tx.enqueue(job()))
  await log.removeInstance('i1')
  const tables = [
    'events',
    'log_commits',
    'streams',
    'secrets',
    'data_keys',
    'sample_accounts',
    'sample_tags',
  ]
  for (const table of tables) {
    expect(await sql(`select from ${table} where instance_id = 'i1'`), table).toEqual([])
  }
  const jobs = await sql(`select payload->>'instanceId' as instance from graphile_worker._private_jobs`)
  expect(jobs).toEqual([{ instance: 'i2' }])
  expect((await log.load({ instanceId: 'i2', type: 'sample', id: 'a' })).sequence).toBe(1)
  await log.removeInstance('i2')
})

const id = fc.constantFrom('p', 'q', 'r')
const tag = fc.constantFrom('x', 'y', 'z')
const step = fc.oneof(
  fc.record({ id, do: fc.constant('add' as const), name: fc.constantFrom('m', 'n', 'o', 'ä€😀') }),
  fc.record({ id, do: fc.constant('tag' as const), name: tag }),
  fc.record({ id, do: fc.constant('untag' as const), name: tag }),
  fc.record({ id, do: fc.constant('factor' as const), name: fc.constant('') }),
  fc.record({ id, do: fc.constant('unfactor' as const), name: fc.constant('') }),
  fc.record({ id, do: fc.constant('remove' as const), name: fc.constant('') }),
)
let secrets = 0

function eventOf({
  do: what,
  name,
}: {
  do: 'add' | 'tag' | 'untag' | 'factor' | 'unfactor' | 'remove'
  name: string
}) {
  switch (what) {
    case 'add':
      return { type: 'sample.added', payload: { name } }
    case 'tag':
      return { type: 'sample.tagged', payload: { tag: name } }
    case 'untag':
      return { type: 'sample.untagged', payload: { tag: name } }
    case 'factor':
      return { type: 'sample.factor.added', payload: { secretId: `random ${++secrets}` } }
    case 'unfactor':
      return { type: 'sample.factor.removed', payload: {} }
    case 'remove':
      return { type: 'sample.removed', payload: {} }
  }
}

test('after random operations, snapshots, rows and secrets are the fold of the log', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      await log.removeInstance('i1')
      const outcomes = await Promise.allSettled(steps.map((one) => append(one.id, eventOf(one))))
      const bugs = outcomes.filter((one) => one.status === 'rejected' && one.reason.refusal === undefined)
      expect(bugs).toEqual([])
      expect((await log.verify()).findings).toEqual([])
      for (const stream of ['p', 'q', 'r']) {
        const loaded = await log.load({ instanceId: 'i1', type: 'sample', id: stream })
        const { secretId } = loaded.state(factorFacet)
        if (secretId !== null) expect(String(await log.secret(loaded, secretId))).toBe('seed')
        const rows = await sql(`select tag from sample_tags where account = $1 order by place`, [stream])
        const state = loaded.state(accountFacet)
        expect(rows).toEqual(state.name === undefined ? [] : state.tags.map((one) => ({ tag: one })))
      }
    }),
    { numRuns: 40 },
  )
})
