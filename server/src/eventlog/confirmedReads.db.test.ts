import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Query } from '../database/query.ts'
import { countingQuery } from '../testing/countingQuery.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { openConfirmedReads } from './confirmedReads.ts'
import type { Read as ReadOne } from './keptReads.ts'

let opened: SampleLog
let keyed: ReturnType<typeof countingQuery>

beforeAll(async () => {
  opened = await openSampleLog()
  keyed = countingQuery(opened.db.database.keyed)
})
afterAll(() => opened.close())

let ids = 0

interface ReadOptions {
  readonly instanceId?: string
  readonly kinds?: readonly string[]
  readonly events?: readonly string[]
}

/** A read of the stream `id`, and how often it was loaded. */
class Read {
  readonly id = `c${++ids}`
  loads = 0
  readonly instanceId: string
  readonly byId: Readonly<Record<string, readonly string[]>>
  readonly events: ReadonlySet<string> | undefined
  /** Runs while the value is being loaded. */
  meanwhile: () => Promise<unknown> = async () => undefined

  readonly #read: ReadOne

  constructor(read: ReadOne, { instanceId = 'i1', kinds = ['sample'], events = [] }: ReadOptions = {}) {
    this.#read = read
    this.instanceId = instanceId
    this.byId = Object.fromEntries(kinds.map((kind) => [kind, [this.id]]))
    this.events = new Set(events)
  }

  read(through = this.#read): Promise<number> {
    return through({
      kind: 'counted',
      key: this.id,
      load: async () => {
        const value = ++this.loads
        await this.meanwhile()
        return value
      },
      readFrom: () => this,
    })
  }
}

/** Appends to a stream in another process's way, without the cache's knowledge. */
async function append(
  id: string,
  on: Query = opened.db.database.query,
  { instanceId = 'i1', type = 'sample', event = 'sample.tagged' } = {},
) {
  await on(
    `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash, revision)
     select $1, $2, $3, 1 + count(*), $4, now(), 'tester', 'org1', '{}', '', 1
       from events where instance_id = $1 and stream_type = $2 and stream_id = $3`,
    [instanceId, type, id, event],
  )
}

/** Opens a cache, with the data keys of two instances, and keeps the values of some reads in it. */
async function keeping(...options: readonly ReadOptions[]) {
  return (await opening(...options)).reads
}

/** The same, with the cache. */
async function opening(...options: readonly ReadOptions[]) {
  for (const instance of ['i1', 'i2']) {
    const stream = { instanceId: instance, type: 'sample', id: 'any' }
    await opened.log.mac(stream.instanceId, 'test', 'creates the data key')
  }
  const confirmed = openConfirmedReads(keyed)
  // The first tail is where the log begins to be followed.
  await new Read(confirmed.read).read()
  const reads = options.map((option) => new Read(confirmed.read, option))
  for (const read of reads) expect([await read.read(), await read.read()]).toEqual([1, 1])
  return { reads, confirmed }
}

test('an event of the stream, by any process, has the value loaded again at the next read', async () => {
  const [read, other] = await keeping({}, {})
  await append(read?.id ?? '')
  expect([await read?.read(), await read?.read()]).toEqual([2, 2])
  expect(await other?.read()).toBe(1)
})

test('an event of a type that is not followed by id drops every value of the instance', async () => {
  const [read, elsewhere] = await keeping({}, { instanceId: 'i2' })
  await append('anything', opened.db.database.query, { type: 'policy' })
  expect(await read?.read()).toBe(2)
  expect(await elsewhere?.read()).toBe(1)
})

test('an event of the system drops the values of every instance', async () => {
  const [read, elsewhere] = await keeping({}, { instanceId: 'i2' })
  await append('anything', opened.db.database.query, { instanceId: '' })
  expect([await read?.read(), await elsewhere?.read()]).toEqual([2, 2])
})

test('an event of the same id in another instance or type changes nothing', async () => {
  const [read] = await keeping({ kinds: ['sample', 'policy'] })
  await append(read?.id ?? '', opened.db.database.query, { instanceId: 'i2' })
  expect(await read?.read()).toBe(1)
})

test('an event counts once its transaction commits, however many were committed and read before', async () => {
  const [read, other] = await keeping({}, {})
  await opened.db.database.session(async (query) => {
    await query('begin')
    await append(read?.id ?? '', query)
    await append(other?.id ?? '')
    expect([await read?.read(), await other?.read()]).toEqual([1, 2])
    await query('commit')
  })
  expect([await read?.read(), await other?.read()]).toEqual([2, 2])
})

test('a value is not kept if its stream changed while it was loaded', async () => {
  const [other] = await keeping({})
  const { read: confirm } = openConfirmedReads(keyed)
  await new Read(confirm).read()
  const witness = new Read(confirm)
  await witness.read()
  const read = new Read(confirm)
  read.meanwhile = async () => {
    await append(read.id)
    // Reads the tail with the event, before the value is kept.
    await witness.read()
  }
  expect(await read.read()).toBe(1)
  read.meanwhile = async () => undefined
  expect([await read.read(), await read.read()]).toEqual([2, 2])
  expect(await other?.read()).toBe(1)
})

test('the values of a removed instance are dropped, although its events are gone too', async () => {
  const [read] = await keeping({ instanceId: 'i2' })
  await opened.log.removeInstance('i2')
  expect(await read?.read()).toBe(2)
})

test('after more events than one statement reads, everything is loaded again', async () => {
  const [read] = await keeping({})
  await opened.db.database.query(
    `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, hash, revision)
     select 'i1', 'sample', 'flood' || n, 1, 'sample.tagged', now(), 'tester', 'org1', '{}', '', 1 from generate_series(1, 2000) n`,
  )
  expect([await read?.read(), await read?.read()]).toEqual([2, 2])
})

test('a database server that started again may have lost commits: everything is loaded again', async () => {
  let started = 'first'
  const restarted: Query = async <Row extends object>(...statement: Parameters<Query>) => {
    const rows = await keyed<Row & { part?: string; stream_type?: string }>(...statement)
    return rows.map((row) => (row.part === 'point' ? { ...row, stream_type: started } : row))
  }
  const { read: confirm } = openConfirmedReads(restarted)
  await new Read(confirm).read()
  const read = new Read(confirm)
  expect([await read.read(), await read.read()]).toEqual([1, 1])
  started = 'second'
  expect([await read.read(), await read.read()]).toEqual([2, 2])
})

test('reads at a time share the statement that confirms them', async () => {
  const [read, other] = await keeping({}, { instanceId: 'i1' })
  keyed.counts.clear()
  const all = await Promise.all([read, other, read, other].map((one) => one?.read()))
  expect(all).toEqual([1, 1, 1, 1])
  expect(keyed.counts.get('log-tail')).toBe(1)
})

test('without an answer of the database nothing is returned from the cache', async () => {
  let broken = false
  const failing: Query = (...statement) =>
    broken ? Promise.reject(new Error('the connection is broken')) : keyed(...statement)
  const { read: confirm } = openConfirmedReads(failing)
  await new Read(confirm).read()
  const read = new Read(confirm)
  await read.read()
  broken = true
  await expect(read.read()).rejects.toThrow('the connection is broken')
})

test('an event of a type that a value names drops it, whatever the stream', async () => {
  const [named, other] = await keeping({ events: ['sample.named'] }, {})
  await append('somebody', opened.db.database.query, { event: 'sample.tagged' })
  expect(await named?.read()).toBe(1)
  await append('somebody', opened.db.database.query, { event: 'sample.named' })
  expect([await named?.read(), await other?.read()]).toEqual([2, 1])
})

test('keys that are too long are not kept', async () => {
  const { read } = openConfirmedReads(keyed)
  let loads = 0
  const long = () =>
    read({
      kind: 'long',
      key: 'x'.repeat(1_501),
      load: async () => ++loads,
      readFrom: () => ({ instanceId: 'i1', byId: {} }),
    })
  expect([await long(), await long()]).toEqual([1, 2])
})

describe('the reads of one request', () => {
  test('return kept values at once, and one statement says that they hold', async () => {
    const { reads, confirmed } = await opening({}, {})
    keyed.counts.clear()
    const request = confirmed.begin()
    for (const one of reads) expect(await one.read(request.read)).toBe(1)
    expect(await request.confirmed()).toBe(true)
    expect(await reads[0]?.read(request.read)).toBe(1)
    expect(keyed.counts.get('log-tail')).toBe(1)
  })

  test('say that a value does not hold, and then read what does', async () => {
    const { reads, confirmed } = await opening({}, {})
    const [changed, other] = reads
    await append(changed?.id ?? '')
    const request = confirmed.begin()
    expect([await changed?.read(request.read), await other?.read(request.read)]).toEqual([1, 1])
    expect(await request.confirmed()).toBe(false)
    expect([await changed?.read(request.read), await other?.read(request.read)]).toEqual([2, 1])
    expect(await request.confirmed()).toBe(true)
  })

  test('hold although another request loads the value again', async () => {
    const { reads, confirmed } = await opening({})
    const [changed] = reads
    await append(changed?.id ?? '')
    const request = confirmed.begin()
    expect(await changed?.read(request.read)).toBe(1)
    await changed?.read()
    expect(await request.confirmed()).toBe(false)
  })

  test('return only values that hold after they were confirmed, also if nothing was kept before', async () => {
    const { reads, confirmed } = await opening({})
    const [changed] = reads
    const request = confirmed.begin()
    expect(await request.confirmed()).toBe(true)
    await append(changed?.id ?? '')
    expect(await changed?.read(request.read)).toBe(2)
    expect(await request.confirmed()).toBe(true)
  })

  test('need no statement if nothing is kept, and fail with the database', async () => {
    const { reads } = await opening({})
    let broken = false
    const failing: Query = (...statement) =>
      broken ? Promise.reject(new Error('the connection is broken')) : keyed(...statement)
    const confirmed = openConfirmedReads(failing)
    await new Read(confirmed.read).read()
    keyed.counts.clear()
    const first = confirmed.begin()
    await reads[0]?.read(first.read)
    expect([await first.confirmed(), keyed.counts.get('log-tail')]).toEqual([true, undefined])
    broken = true
    const request = confirmed.begin()
    expect(await reads[0]?.read(request.read)).toBe(2)
    await expect(request.confirmed()).rejects.toThrow('the connection is broken')
  })
})
