import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hmacSha256 } from '../kernel/crypto/hmacSha256.ts'
import { seal } from '../kernel/crypto/sealing.ts'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import type { Recorded } from '../kernel/facet.ts'
import { canonicalJson } from '../kernel/json.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type Hashed, openEventChain } from './chain.ts'
import {
  FindingsError,
  type Head,
  HeadError,
  MasterKeyError,
  type OpenEventLog,
  openEventLog,
  parseHead,
  renderHead,
  rotateMasterKey,
} from './index.ts'

let sample: SampleLog
let log: OpenEventLog
const opened: OpenEventLog[] = []
const logTables = [
  'events',
  'streams',
  'secrets',
  'log_commits',
  'log_seals',
  'sample_accounts',
  'sample_tags',
]

beforeAll(async () => {
  sample = await openSampleLog()
})
afterAll(() => sample.close())
beforeEach(async () => {
  await sql(`truncate ${[...logTables, 'data_keys', 'log_keys', 'log_removals', 'log_removed_parts'].join(', ')}
    restart identity`)
  log = await openAnother()
})
afterEach(async () => {
  for (const other of opened.splice(0)) await other.close()
})

const sql = <Row extends object>(text: string, values?: unknown[]) =>
  sample.db.database.query<Row>(text, values)

/** Opens the log as another process. */
async function openAnother(options: Partial<SampleLog['options']> = {}): Promise<OpenEventLog> {
  const other = await openEventLog({ ...sample.options, ...options })
  opened.push(other)
  return other
}

type Body = { type: string; payload: Record<string, string> }
const added = (name: string) => ({ type: 'sample.added', payload: { name } })
const tagged = (tag: string) => ({ type: 'sample.tagged', payload: { tag } })
const factor = (secretId: string) => ({ type: 'sample.factor.added', payload: { secretId } })

async function append(id: string, events: Body[], on = log, instanceId = 'i1') {
  const now = new Date('2026-11-21T10:00:00.120Z')
  await on.transact({ instanceId, creator: 'tester', now }, { type: 'sample', id }, async (tx) => {
    const stream = await tx.load({ type: 'sample', id })
    for (const { payload } of events) {
      if (payload['secretId'] !== undefined) tx.seal(stream, payload['secretId'], 'seed')
    }
    await tx.append(stream, events, { owner: 'org1' })
  })
}

async function threeAccounts(instanceId = 'i1') {
  for (const id of ['a', 'b', 'c']) {
    await append(id, [added(`name ${id}`), tagged('red'), factor(`secret ${id}`)], log, instanceId)
  }
}

const kinds = async (since?: Head, on = log) =>
  (await on.verify({ since })).findings.map(({ kind, stream }) => `${kind} ${stream?.id ?? ''}`.trim()).sort()

/** Deletes the last event of account b with all traces of it except in seals. */
async function truncate() {
  await sql(`update log_commits set events = events - 1
    where xact = (select xact from events where stream_id = 'b' and sequence = 3)`)
  await sql(`delete from secrets where stream_id = 'b'`)
  await sql(`delete from events where stream_id = 'b' and sequence = 3`)
  await sql(
    `update streams s set sequence = 2, changed_at = e.created_at, hash = e.hash, facets = facets - 'sample.factor'
     from events e where s.stream_id = 'b' and e.stream_id = 'b' and e.sequence = 2`,
  )
}

/** Deletes account b with all traces of it except in seals. */
async function deleteStream() {
  await sql(`delete from log_commits where 'sample:b' = any(begun)`)
  for (const table of ['events', 'streams', 'secrets'])
    await sql(`delete from ${table} where stream_id = 'b'`)
  await sql(`delete from sample_accounts where id = 'b'`)
  await sql(`delete from sample_tags where account = 'b'`)
}

interface StoredEvent {
  readonly instance_id: string
  readonly stream_type: string
  readonly stream_id: string
  readonly sequence: number
  readonly type: string
  readonly created_at: string
  readonly creator: string
  readonly owner: string
  readonly payload: Recorded['payload']
  readonly revision: number
}

/** As version 0.2.0 hashed events. */
const withoutKey = (previous: string, { stream, event, revision }: Hashed): string => {
  const { instanceId: instance, type, id, owner } = stream
  return sha256Hex(previous + canonicalJson({ ...event, instance, owner, revision, stream: { id, type } }))
}
const withOtherKey = openEventChain({ events: hmacSha256(randomBytes(32)) }).next

/** Computes the hashes of all events of the matching streams, and of their snapshots. */
async function hashAgain(next: typeof withoutKey, where: string, from = 1) {
  const rows = await sql<StoredEvent & { hash: string }>(
    `select *, encode(hash, 'hex') as hash from events where ${where} order by stream_id, sequence`,
  )
  let previous = ''
  for (const row of rows) {
    const { sequence, type, created_at: createdAt, creator, payload, owner, revision } = row
    if (sequence === 1) previous = ''
    const stream = { instanceId: row.instance_id, type: row.stream_type, id: row.stream_id, owner }
    const event = { type, payload, sequence, createdAt, creator }
    previous = sequence < from ? row.hash : next(previous, { stream, event, revision })
    const key = [previous, row.stream_id, sequence]
    await sql(`update events set hash = decode($1, 'hex') where stream_id = $2 and sequence = $3`, key)
    await sql(`update streams set hash = decode($1, 'hex') where stream_id = $2 and sequence = $3`, key)
  }
}

describe('a rebuild', () => {
  test('refuses to hide a truncated stream, and its proof stays', async () => {
    await threeAccounts()
    await sql(`delete from secrets where stream_id = 'b'`)
    await sql(`delete from events where stream_id = 'b' and sequence = 3`)
    const before = await kinds()
    expect(before).toEqual(['events_missing', 'snapshot_differs b'])
    await expect(log.rebuild()).rejects.toThrow(FindingsError)
    await expect(log.rebuild({ accept: ['snapshot_differs'] })).rejects.toMatchObject({
      message: expect.stringContaining('log rebuild --accept events_missing'),
      findings: [{ kind: 'events_missing' }],
    })
    expect(await kinds()).toEqual(before)
    await log.rebuild({ accept: ['snapshot_differs', 'events_missing'] })
    expect(await kinds()).toEqual(['events_missing'])
  })

  test('refuses every other finding as well, before it deletes orphans', async () => {
    await threeAccounts()
    await sql(`insert into sample_tags values ('i1', 'b', 'blue', 7)`)
    await sql(`insert into secrets values ('i1', 'sample', 'b', 'x', '')`)
    await expect(log.rebuild({ accept: ['row_orphan'] })).rejects.toMatchObject({
      findings: [{ kind: 'secret_orphan' }],
    })
    expect(await kinds()).toEqual(['row_orphan', 'secret_orphan b'])
  })
})

describe('verify opens secrets and finds', () => {
  test.each([
    [
      'an overwritten secret',
      `update secrets set sealed = '\\x01' where stream_id = 'b'`,
      ['secret_broken b'],
    ],
    [
      'a secret that was sealed under another id',
      `update secrets set sealed = (select sealed from secrets where stream_id = 'a') where stream_id = 'b'`,
      ['secret_broken b'],
    ],
    [
      'an emptied data key',
      `update data_keys set wrapped = '' where instance_id = 'i1'`,
      ['data_key_broken'],
    ],
    [
      'the data key of another instance',
      `update data_keys set wrapped = (select wrapped from data_keys where instance_id = 'i2') where instance_id = 'i1'`,
      ['data_key_broken'],
    ],
    ['a deleted data key', `delete from data_keys where instance_id = 'i1'`, ['data_key_missing']],
  ])('%s', async (_, statement, expected) => {
    await threeAccounts()
    await append('other', [added('other'), factor('other')], log, 'i2')
    expect(await kinds()).toEqual([])
    await sql(statement)
    expect(await kinds(undefined, await openAnother())).toEqual(expected)
  })
})

describe('a sealed log shows', () => {
  test.each([
    ['a truncated stream', truncate, ['seal_broken']],
    ['a deleted stream', deleteStream, ['seal_broken']],
    [
      'history that was rewritten with recomputed hashes without a key',
      async () => {
        await sql(`update events set payload = '{"tag":"blue"}' where stream_id = 'b' and sequence = 2`)
        await hashAgain(withoutKey, `stream_id = 'b'`)
      },
      ['hash_unkeyed b', 'row_missing b', 'row_orphan', 'seal_broken', 'snapshot_differs b'],
    ],
    [
      'an event that was moved to another position',
      () =>
        sql(`alter table events alter position set generated by default;
          update events set position = position + 100 where stream_id = 'b' and sequence = 3`),
      ['seal_broken'],
    ],
    [
      'a changed seal',
      () => sql(`update log_seals set upto = upto + 1 where number = 2`),
      ['seal_broken', 'seal_broken'],
    ],
    [
      'a seal that is missing',
      () => sql(`delete from log_seals where number = 2`),
      ['seal_broken', 'seal_missing'],
    ],
    [
      'an adoption that no process made',
      () => sql(`update log_seals set adopts = true where number = 2`),
      ['seal_broken'],
    ],
  ])('%s', async (_, tamper, expected) => {
    await threeAccounts()
    await log.seal()
    await append('d', [added('after the second seal')])
    const head = await log.seal()
    expect(await kinds(head)).toEqual([])
    await tamper()
    expect(await kinds()).toEqual(expected)
  })

  test('a deleted stream after new seals, too', async () => {
    await threeAccounts()
    await log.seal()
    await deleteStream()
    await append('d', [added('later')])
    await log.seal()
    expect(await kinds()).toEqual(['seal_broken'])
  })
})

test('hashes recomputed with another key are found before the events are sealed', async () => {
  await threeAccounts()
  await hashAgain(withOtherKey, `stream_id = 'b'`)
  expect(await kinds()).toEqual(['hash_broken b', 'hash_broken b', 'hash_broken b'])
})

test('a log without its seals or its key is neither adopted nor opened', async () => {
  await threeAccounts()
  await sql('delete from log_seals')
  await log.seal()
  expect(await kinds()).toEqual(['seal_missing'])
  await sql(`update log_keys set wrapped = ''`)
  await expect(openAnother()).rejects.toThrow(MasterKeyError)
  await sql('delete from log_keys')
  await expect(openAnother()).rejects.toThrow("the event log's key is missing although the log is sealed")
})

test('a server does not seal again what somebody cut after deleting the last seals', async () => {
  await threeAccounts()
  const head = await log.seal()
  await sql(`delete from log_seals where number = $1`, [head.number])
  await truncate()
  await append('d', [added('later')])
  await expect(log.seal()).rejects.toThrow('the log no longer contains the last seal that this process made')
  expect(await kinds(head)).toEqual(['head_missing'])
})

test('an anchored head finds a database that was rolled back, also after it has gone on', async () => {
  await threeAccounts()
  const early = await log.seal()
  for (const table of logTables) await sql(`create table old_${table} as table ${table}`)
  await append('a', [tagged('blue')])
  const late = await log.seal()
  expect(await kinds(early)).toEqual([])
  expect(await kinds(late)).toEqual([])
  for (const table of logTables) {
    await sql(`delete from ${table}`)
    await sql(`insert into ${table} overriding system value select * from old_${table}`)
  }
  const restored = await openAnother()
  expect(await kinds(early, restored)).toEqual([])
  expect(await kinds(late, restored)).toEqual(['head_missing'])
  await append('a', [tagged('green')], restored)
  const other = await restored.seal()
  expect(other.number).toBe(late.number)
  expect(await kinds(late, restored)).toEqual(['head_missing'])
  expect(await kinds(other, restored)).toEqual([])
})

describe('seals', () => {
  test('of two processes that append at the same time prove every event', async () => {
    const processes = [log, await openAnother()]
    const heads: Head[] = []
    await Promise.all(
      processes.map(async (own, at) => {
        for (let round = 0; round < 5; round++) {
          const ids = Array.from({ length: 6 }, (_, one) => `${at}-${round}-${one}`)
          const appends = ids.map((id) => append(id, [added(`account ${id}`), tagged('red')], own))
          heads.push(await own.seal())
          await Promise.all(appends)
        }
      }),
    )
    const last = await log.seal()
    const [{ count } = { count: '' }] = await sql<{ count: string }>('select count(*) from events')
    expect(count).toBe('120')
    for (const head of [...heads, last]) expect(await kinds(head)).toEqual([])
    await sql(`delete from events where stream_id = '1-4-5' and sequence = 2`)
    expect(await kinds(last)).toContain('seal_broken')
  })

  test('cover an append that commits between the reads of a mark', async () => {
    const { database } = sample.options
    let between: (() => Promise<void>) | undefined
    const marking = Object.assign(Object.create(database) as typeof database, {
      query: async (text: string, values?: readonly unknown[], name?: string) => {
        const rows = await database.query(text, values, name)
        if (text.includes('events_position_seq')) {
          const run = between
          between = undefined
          await run?.()
        }
        return rows
      },
    })
    const sealing = await openAnother({ database: marking })
    await append('a', [added('Ada')])
    between = () => append('b', [added('Bea'), tagged('red')])
    await sealing.seal()
    expect(between).toBeUndefined()
    await append('c', [added('Cid')])
    const head = await sealing.seal()
    expect(await kinds(head)).toEqual([])
  })

  test.each([
    ['before another one committed', 2],
    ['as the newest one', 1],
  ])('wait for an append that has numbered its events %s but not committed', async (_, others) => {
    await append('a', [added('first')])
    let commit = () => {}
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    let block = () => {}
    const blocking = new Promise<void>((resolve) => {
      block = resolve
    })
    const blocker = sample.db.database.session(async (query) => {
      await query('begin')
      await query(`insert into sample_accounts values ('i1', 'ghost', 'SLOW', now(), 1)`)
      block()
      await held
      await query('rollback')
    })
    await blocking
    const slow = append('slow', [added('slow')])
    // The other test files use databases of the same server. A shorter wait is that of the pipeline, which gives up after 25 ms: the append then
    // numbers its events again, on a connection that waits.
    const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
      and clock_timestamp() - query_start > interval '40 ms'`
    await expect.poll(() => sql(waits)).toHaveLength(1)
    if (others > 1) await append('fast', [added('fast')], await openAnother())
    let sealed = false
    const sealing = log.seal().then((head) => {
      sealed = true
      return head
    })
    for (let poll = 0; poll < 10; poll++) await sql('select 1')
    expect(sealed).toBe(false)
    commit()
    await Promise.all([blocker, slow])
    const head = await sealing
    expect(await kinds(head)).toEqual([])
    expect(await sql(`select from events where position > (select max(upto) from log_seals)`)).toEqual([])
    expect(await sql(`select from events`)).toHaveLength(1 + others)
  })

  test('are added in blocks and by a closing process, and only if there are new events', async () => {
    const other = await openEventLog(sample.options)
    await append('a', [added('first')], other)
    await sql(`select setval('events_position_seq', 25000)`)
    const count = async () => (await sql('select from log_seals')).length
    let closed = 0
    const close = async () => {
      const closing = await openEventLog(sample.options)
      await append(`b${++closed}`, [added(`after ${closed}`)], closing)
      await closing.close()
      return count()
    }
    // A process that closes does not wait for older transactions, and those of other tests on the server count, too.
    await expect.poll(close, { timeout: 30_000 }).toBe(3)
    await other.close()
    const [one, two] = [await log.seal(), await log.seal()]
    expect(two).toEqual(one)
    expect(await count()).toBe(3)
    expect(await kinds(one)).toEqual([])
  })

  test('stay proven when an instance is removed, and show an instance that was deleted otherwise', async () => {
    await threeAccounts()
    await append('other', [added('other')], log, 'i2')
    const head = await log.seal()
    await log.removeInstance('i1')
    expect(await kinds(head)).toEqual([])
    await append('again', [added('again')])
    expect(await kinds(await log.seal())).toEqual([])
    expect(await kinds(head)).toEqual([])

    const tables = ['events', 'streams', 'log_commits', 'sample_accounts']
    for (const table of tables) await sql(`delete from ${table} where instance_id = 'i2'`)
    expect(await kinds(head)).toEqual(['seal_broken'])
    await sql(`update log_seals set live = (select live from log_seals where number = 1) where number = 2`)
    expect(await kinds(head)).toEqual(['seal_broken'])
  })

  test('stay proven under a new master key', async () => {
    await threeAccounts()
    const head = await log.seal()
    const masterKey = randomBytes(32)
    await rotateMasterKey(sample.db.database, sample.options.masterKey, masterKey)
    const rotated = await openAnother({ masterKey })
    await append('a', [tagged('blue')], rotated)
    await rotated.seal()
    expect(await kinds(head, rotated)).toEqual([])
    await expect(openAnother()).rejects.toThrow('this master key does not open')
    await sql(`update data_keys set wrapped = ''`)
    await expect(rotateMasterKey(sample.db.database, masterKey, randomBytes(32))).rejects.toThrow(
      'does not open the key i1 in the table data_keys',
    )
  })

  test('stay proven and go on in a database that was restored from a dump', async () => {
    await threeAccounts()
    const head = await log.seal()
    const later = (column: string) => `${column} = (${column}::text::bigint + 99999999999)::text::xid8`
    for (const table of ['events', 'log_commits']) await sql(`update ${table} set ${later('xact')}`)
    await sql(`update log_seals set ${later('horizon')}`)
    const restored = await openAnother()
    await append('a', [tagged('blue')], restored)
    const next = await restored.seal()
    expect(next.number).toBe(head.number + 1)
    expect(await kinds(head, restored)).toEqual([])
    expect(await kinds(next, restored)).toEqual([])
  })
})

describe('a log of version 0.2.0', () => {
  /** Turns the log into what version 0.2.0 would have left. */
  async function older() {
    await threeAccounts()
    await hashAgain(withoutKey, 'true')
    for (const table of ['log_seals', 'log_keys']) await sql(`delete from ${table}`)
  }

  test('is adopted by the first start, which logs the head', async () => {
    await older()
    const warnings: object[] = []
    const logger = { ...sample.options.logger, warn: (details: object) => warnings.push(details) }
    const adopting = await openAnother({ logger: logger as never })
    expect(warnings).toEqual([{ head: expect.stringMatching(/^sph1\.1\./) }])
    const head = parseHead((warnings[0] as { head: string }).head)
    expect(await kinds(head, adopting)).toEqual([])
    await append('a', [tagged('blue')], adopting)
    expect(await kinds(head, adopting)).toEqual([])
    await hashAgain(withoutKey, `stream_id = 'b'`, 1)
    expect(await kinds(head, adopting)).toEqual([])
    await sql(`update events set payload = '{"tag":"blue"}' where stream_id = 'b' and sequence = 2`)
    await hashAgain(withoutKey, `stream_id = 'b'`)
    expect(await kinds(head, adopting)).toContain('seal_broken')
  })

  test('is adopted once by processes that start together', async () => {
    await older()
    const processes = await Promise.all([openAnother(), openAnother(), openAnother()])
    expect(await sql('select from log_seals')).toHaveLength(1)
    await Promise.all(processes.map((own, at) => append(`new ${at}`, [added(`new ${at}`)], own)))
    for (const own of processes) expect(await kinds(undefined, own)).toEqual([])
  })

  test('has findings for events that an older process appends later, until a rebuild accepts them', async () => {
    await older()
    const adopting = await openAnother()
    await append('a', [tagged('blue'), tagged('green')], adopting)
    await hashAgain(withoutKey, `stream_id = 'a'`, 5)
    expect(await kinds(undefined, adopting)).toEqual(['hash_unkeyed a'])
    await expect(adopting.rebuild()).rejects.toThrow('--accept hash_unkeyed')
    await adopting.rebuild({ accept: ['hash_unkeyed'] })
    expect(await kinds(undefined, adopting)).toEqual([])
    await append('a', [tagged('white')], await openAnother())
    await hashAgain(withoutKey, `stream_id = 'a'`, 6)
    expect(await kinds(undefined, adopting)).toEqual(['hash_unkeyed a'])
  })
})

test('a head is one word, and other text is refused', async () => {
  const head = await log.seal()
  expect(renderHead(head)).toMatch(/^[\w.-]{50,65}$/)
  expect(parseHead(` ${renderHead(head)}\n`)).toEqual(head)
  for (const text of ['', 'sph1', `${renderHead(head)}x`, 'sph1.0.AAAA']) {
    expect(() => parseHead(text)).toThrow(HeadError)
  }
})

test('a data key that another master key sealed is reported', async () => {
  await threeAccounts()
  const foreign = seal(randomBytes(32), randomBytes(32), JSON.stringify(['data-key', 'i1']))
  await sql('update data_keys set wrapped = $1', [foreign])
  expect(await kinds(undefined, await openAnother())).toEqual(['data_key_broken'])
})
