import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountFacet, sampleSchema } from '../testing/sampleFacets.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type Head, type OpenEventLog, openEventLog } from './index.ts'
import { readLogKey } from './logKey.ts'
import type { RemovedStreams } from './removeDead.ts'
import { type Part, partDigest, sealMac } from './seals.ts'
import { endedStreams, endFacet } from './streamEnd.ts'

let sample: SampleLog
let log: OpenEventLog
const opened: OpenEventLog[] = []
const closed = accountFacet.events.filter(({ type }) => type === 'sample.closed')
const ends = endFacet('sample.end', 'sample', closed)
const schema = { ...sampleSchema, facets: [...sampleSchema.facets, ends] }

const begun = new Date('2026-11-21T10:00:00.120Z')
/** Long after everything in this file: what is sealed counts as sealed long ago, what is closed as dead. */
const later = new Date('2126-11-21T10:00:00.120Z')
const dead = endedStreams(ends)

beforeAll(async () => {
  sample = await openSampleLog()
})
afterAll(() => sample.close())
beforeEach(async () => {
  await sql(`truncate events, streams, secrets, log_commits, log_seals, data_keys, log_keys, log_removals,
    log_removed_parts, sample_accounts, sample_tags, dead_streams, subscriptions, log_cursors
    restart identity`)
  await sql(`update log_commit_floor set xact = '0'`)
  log = await openAnother()
})
afterEach(async () => {
  for (const other of opened.splice(0)) await other.close()
})

const sql = <Row extends object>(text: string, values?: unknown[]) =>
  sample.db.database.query<Row>(text, values)

async function openAnother(options: Partial<SampleLog['options']> = {}): Promise<OpenEventLog> {
  const other = await openEventLog({ ...sample.options, schema, ...options })
  opened.push(other)
  return other
}

const added = (name: string) => ({ type: 'sample.added', payload: { name } })
const tagged = (tag: string) => ({ type: 'sample.tagged', payload: { tag } })
const factor = (secretId: string) => ({ type: 'sample.factor.added', payload: { secretId } })
const close = { type: 'sample.closed', payload: {} }

async function append(
  id: string,
  events: readonly { type: string; payload: Record<string, string> }[],
  on = log,
  instanceId = 'i1',
) {
  await on.transact({ instanceId, creator: 'tester', now: begun }, { type: 'sample', id }, async (tx) => {
    const stream = await tx.load({ type: 'sample', id })
    for (const { payload } of events) {
      if (payload['secretId'] !== undefined) tx.seal(stream, payload['secretId'], 'seed')
    }
    await tx.append(stream, events, { owner: 'org1' })
  })
}

/** Three accounts, of which b is dead but still holds a secret. */
async function threeAccounts() {
  for (const id of ['a', 'b', 'c']) {
    await append(id, [added(`name ${id}`), tagged('red'), factor(`secret ${id}`)])
  }
  await append('b', [close])
}

/** Seals everything without keeping the seal; transactions of other tests may delay that. */
async function sealed(on: OpenEventLog): Promise<void> {
  const unsealed = `select from events where position > (select max(upto) from log_seals)`
  do await on.retain({ now: begun, dead: [] })
  while ((await sql(unsealed)).length > 0)
}
const retainNow = (on: OpenEventLog, before = later): Promise<RemovedStreams> =>
  on.retain({ now: later, dead: [{ ...dead, before }] })
async function retain(on = log, before = later): Promise<RemovedStreams> {
  await sealed(on)
  return retainNow(on, before)
}
const kinds = async (since?: Head, on = log) =>
  (await on.verify({ since })).findings.map(({ kind, stream }) => `${kind} ${stream?.id ?? ''}`.trim()).sort()
const retired = async () => (await log.verify()).retired
const left = async (table: string, id: string) =>
  (await sql(`select from ${table} where ${table.startsWith('sample') ? 'id' : 'stream_id'} = $1`, [id]))
    .length

describe('the retention', () => {
  test('removes a dead stream from every table, and the log with its printed heads stays proven', async () => {
    await threeAccounts()
    const early = await log.seal()
    await append('a', [tagged('blue')])
    const late = await log.seal()
    expect(await retain()).toEqual({ streams: 1, events: 4 })
    for (const table of ['events', 'streams', 'secrets', 'dead_streams'])
      expect(await left(table, 'b')).toBe(0)
    for (const table of ['events', 'streams', 'secrets', 'sample_accounts'])
      expect(await left(table, 'a')).toBeGreaterThan(0)
    for (const head of [undefined, early, late]) expect(await kinds(head)).toEqual([])
    expect(await retired()).toBe(4)
    await append('b', [added('again')])
    expect(await kinds(await log.seal())).toEqual([])
    expect(await retain()).toEqual({ streams: 0, events: 0 })
  })

  test('leaves what is alive or died too recently, whatever the rows say', async () => {
    await threeAccounts()
    await sql(`insert into dead_streams values ('i1', 'sample', 'a', '2000-01-01')`)
    await sql(`update streams set facets = facets || '{"sample.end": "2000-01-01T00:00:00.000Z"}'
      where stream_id = 'c'`)
    await sql(`insert into dead_streams values ('i1', 'sample', 'c', '2000-01-01')`)
    expect(await retain(log, begun)).toEqual({ streams: 0, events: 0 })
    expect(await left('events', 'b')).toBe(4)
    expect(await retain()).toEqual({ streams: 1, events: 4 })
    expect([await left('events', 'a'), await left('events', 'c')]).toEqual([3, 3])
  })

  test('can be followed by a rebuild', async () => {
    await threeAccounts()
    await retain()
    await sql(`delete from sample_tags where account = 'a'`)
    await log.rebuild({ accept: ['row_missing'] })
    expect(await kinds()).toEqual([])
    expect(await left('streams', 'b')).toBe(0)
  })

  test('keeps what a subscription has yet to handle, and skips nothing of the rest', async () => {
    await threeAccounts()
    await log.seal()
    await sql(`insert into subscriptions (name) values ('late')`)
    expect(await retain()).toEqual({ streams: 0, events: 0 })
    const handled: string[] = []
    const ending = new AbortController()
    await log.subscribe({
      name: 'late',
      signal: ending.signal,
      async handle(events) {
        handled.push(...events.map(({ stream, sequence }) => `${stream.id}${sequence}`))
        ending.abort()
      },
    })
    expect(handled).toHaveLength(10)
    expect(await retain()).toEqual({ streams: 1, events: 4 })
    const next = new AbortController()
    await append('d', [added('after')])
    await log.subscribe({
      name: 'late',
      signal: next.signal,
      async handle(events) {
        handled.push(...events.map(({ stream, sequence }) => `${stream.id}${sequence}`))
        next.abort()
      },
    })
    expect(handled.slice(10)).toEqual(['d1'])
  })

  test('keeps what a cursor that holds has yet to pass, in its instance alone', async () => {
    await threeAccounts()
    await log.seal()
    const cursor = (instanceId: string, holds: boolean) =>
      sql(`insert into log_cursors values ($1, $2, '0', 0, $3)`, [instanceId, `to-${holds}`, holds])
    await cursor('another', true)
    await cursor('i1', false)
    await cursor('i1', true)
    expect(await retain()).toEqual({ streams: 0, events: 0 })
    await sql(`update log_cursors c set (xact, position) = (select e.xact, e.position from events e
      order by e.xact desc, e.position desc limit 1) where c.instance_id = 'i1' and c.holds`)
    expect(await retain()).toEqual({ streams: 1, events: 4 })
  })

  test('waits for no append and leaves a stream that one holds', async () => {
    await threeAccounts()
    let commit = () => {}
    const held = new Promise<void>((resolve) => {
      commit = resolve
    })
    let hold = () => {}
    const holding = new Promise<void>((resolve) => {
      hold = resolve
    })
    await log.seal()
    const holder = sample.db.database.session(async (query) => {
      await query('begin')
      await query(`select from streams where stream_id = 'b' for no key update`)
      hold()
      await held
      await query('rollback')
    })
    await holding
    expect(await retainNow(log)).toEqual({ streams: 0, events: 0 })
    commit()
    await holder
    expect(await retain()).toEqual({ streams: 1, events: 4 })
  })

  test('removes each of many streams once in processes that run at once, beside appends', async () => {
    const ids = Array.from({ length: 450 }, (_, at) => `s${at}`)
    await Promise.all(ids.map((id) => append(id, [added(`name ${id}`), factor(`f ${id}`), close])))
    await append('live', [added('live')])
    await log.seal()
    const others = await Promise.all([openAnother(), openAnother()])
    let stop = false
    const writer = (async () => {
      for (let at = 0; !stop; at++) await append('live', [tagged(`t${at % 5}`)])
    })()
    const removed = await Promise.all([log, ...others].map((own) => retainNow(own)))
    stop = true
    await writer
    const total = (name: keyof RemovedStreams) => removed.reduce((sum, one) => sum + one[name], 0)
    expect([total('streams'), total('events')]).toEqual([450, 1350])
    expect(await kinds(await log.seal())).toEqual([])
    expect(await retired()).toBe(1350)
  })

  test('merges the seals that prove few events, but for printed heads and for seals of this hour', async () => {
    const printed: Head[] = []
    for (let at = 0; at < 12; at++) {
      await append(`s${at}`, [added(`name ${at}`), close])
      if (at === 5) printed.push(await log.seal())
      else await sealed(await openAnother())
    }
    const seals = () => sql<{ number: string }>('select number from log_seals order by number')
    expect(await seals()).toHaveLength(13)
    await retain()
    expect((await seals()).map(({ number }) => Number(number))).toEqual([1, printed[0]?.number, 13])
    expect(await kinds(printed[0])).toEqual([])
    expect(await retired()).toBe(24)
    await append('more', [added('more')])
    expect(await kinds(await log.seal())).toEqual([])
  })

  test('lets a process go on whose last seal another one has merged', async () => {
    const other = await openAnother()
    await append('a', [added('Ada')])
    await sealed(log)
    await append('b', [added('Bea')], other)
    await sealed(other)
    await append('c', [added('Cid')], other)
    await retain(other)
    await append('d', [added('Dan')])
    expect(await kinds(await log.seal())).toEqual([])
  })

  test('forgets the commits of sealed events, and those that follow are still counted', async () => {
    await threeAccounts()
    await retain()
    expect(await sql('select from log_commits')).toEqual([])
    await append('d', [added('Dan'), tagged('red')])
    expect(await kinds()).toEqual([])
    await sql(`delete from events where stream_id = 'd' and sequence = 2`)
    expect(await kinds()).toContain('events_missing')
  })

  test('goes on in a database that was restored from a dump', async () => {
    await threeAccounts()
    await retain()
    await append('d', [added('Dan'), close])
    await sql(`insert into subscriptions values ('s', (select xact from events where stream_id = 'c' limit 1),
      (select max(position) from events where stream_id = 'c'))`)
    const restore = async () => {
      const away = (column: string) => `${column} = (${column}::text::bigint + 99999999999)::text::xid8`
      for (const table of ['events', 'log_commits', 'log_commit_floor', 'subscriptions'])
        await sql(`update ${table} set ${away('xact')}`)
      await sql(`update log_seals set ${away('horizon')}`)
      return openAnother()
    }
    const restored = await restore()
    expect(await kinds(undefined, restored)).toEqual([])
    const handled: string[] = []
    const ending = new AbortController()
    await restored.subscribe({
      name: 's',
      signal: ending.signal,
      async handle(events) {
        handled.push(...events.map(({ stream, sequence }) => `${stream.id}${sequence}`))
        ending.abort()
      },
    })
    expect(handled).toEqual(['d1', 'd2'])
    expect(await retain(restored)).toEqual({ streams: 1, events: 2 })
    expect(await kinds(undefined, restored)).toEqual([])
    await append('e', [added('Eve'), tagged('red')], restored)
    await sql(`delete from events where stream_id = 'e' and sequence = 2`)
    expect(await kinds(undefined, await restore())).toContain('events_missing')
  })
})

describe('after a removal, verify finds', () => {
  test.each([
    ['a deleted event of another stream', `delete from events where stream_id = 'c' and sequence = 3`],
    [
      'a stream that was deleted otherwise',
      `delete from events where stream_id = 'c'; delete from streams where stream_id = 'c';
       delete from secrets where stream_id = 'c'; delete from sample_accounts where id = 'c';
       delete from sample_tags where account = 'c'`,
    ],
    ['a removed stream that came back', `insert into events overriding system value select * from removed`],
    ['a sum of another seal', `update log_seals set live = (select live from log_seals where number = 1)`],
    [
      'a sum from before the removal',
      `update log_seals s set live = o.live from old_seals o where s.number = o.number`,
    ],
    ['a sum that nobody sealed', `update log_seals set live = sha256(live) where number = 2`],
    ['a lost sum', `update log_seals set live = null where number = 2`],
  ])('%s', async (_, tamper) => {
    await threeAccounts()
    const head = await log.seal()
    for (const table of ['removed', 'old_seals']) await sql(`drop table if exists ${table}`)
    await sql(`create table removed as select * from events where stream_id = 'b'`)
    await sql('create table old_seals as select * from log_seals')
    expect(await retain()).toEqual({ streams: 1, events: 4 })
    expect(await kinds(head)).toEqual([])
    await sql(tamper)
    expect(await kinds(head)).toContain('seal_broken')
  })
})

describe('a removal leaves as a finding', () => {
  test.each([
    [
      'a dead stream with a changed event',
      `update events set payload = '{"tag":"x"}' where stream_id = 'b' and sequence = 2`,
    ],
    ['a dead stream whose end was cut', `delete from events where stream_id = 'b' and sequence = 4`],
    [
      'a dead stream in a seal that is not genuine',
      `update log_seals set live = sha256(live) where number = 2`,
    ],
  ])('%s', async (_, tamper) => {
    await threeAccounts()
    await log.seal()
    await sql(tamper)
    const warnings: object[] = []
    const logger = { ...sample.options.logger, warn: (details: object) => warnings.push(details) }
    const other = await openAnother({ logger: logger as never })
    expect(await retain(other)).toEqual({ streams: 0, events: 0 })
    expect(warnings).toEqual([{ type: 'sample', streams: 1 }])
    expect(await kinds()).not.toEqual([])
  })

  test('an event that was deleted before its stream died', async () => {
    await threeAccounts()
    await log.seal()
    await sql(`delete from events where stream_id = 'c' and sequence = 3`)
    expect(await retain()).toEqual({ streams: 1, events: 4 })
    expect(await kinds()).toContain('seal_broken')
  })
})

describe('seals that were made before there were sums', () => {
  /** Makes digests of all sums, as the version without retention did. */
  async function withDigests() {
    const key = await readLogKey(sample.db.database.query, sample.options.masterKey)
    if (key === undefined) throw new Error('the log has no key')
    let [previous, from] = ['', '0']
    const seals = await sql<{ number: string; upto: string; adopts: boolean }>(
      'select number, upto, adopts from log_seals order by number',
    )
    for (const { number, upto, adopts } of seals) {
      const parts = await sql<{ instance_id: string; digest: string }>(
        `select instance_id, encode(${partDigest}, 'hex') as digest from events
         where position > $1 and position <= $2 group by 1 order by 1`,
        [from, upto],
      )
      const content = parts.map(({ instance_id, digest }): Part => [instance_id, digest])
      previous = sealMac(key, { number: Number(number), upto, adopts }, previous, content)
      await sql(`update log_seals set live = null, kept = true, mac = decode($2, 'hex') where number = $1`, [
        number,
        previous,
      ])
      from = upto
    }
    return { number: seals.length, mac: previous }
  }

  test('stay valid, keep their events, and are followed by seals with sums', async () => {
    await threeAccounts()
    await append('other', [added('other')], log, 'i2')
    await log.seal()
    const head = await withDigests()
    const own = await openAnother()
    expect(await kinds(head, own)).toEqual([])
    await append('d', [added('Dan'), close], own)
    expect(await retain(own)).toEqual({ streams: 1, events: 2 })
    expect(await left('events', 'b')).toBe(4)
    expect(await kinds(head, own)).toEqual([])
    await own.removeInstance('i1')
    expect(await kinds(head, own)).toEqual([])
    await sql(`delete from events where instance_id = 'i2'`)
    expect(await kinds(head, own)).toContain('seal_broken')
    await sql(
      `insert into log_removals select 'i2', last_seal, mac from log_removals where instance_id = 'i1'`,
    )
    expect(await kinds(head, own)).toContain('removal_forged')
  })
})
