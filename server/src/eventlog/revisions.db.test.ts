import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEvent, type EventOf } from '../kernel/events.ts'
import type { EventBody, Facet } from '../kernel/facet.ts'
import { openSampleLog, type SampleLog } from '../testing/sampleLog.ts'
import { type OpenEventLog, openEventLog } from './index.ts'

const added = defineEvent('sample.added', z.strictObject({ name: z.string() }))
const tagged = defineEvent('sample.tagged', z.strictObject({ tag: z.string() }))
const keyAdded = defineEvent('sample.key.added', z.strictObject({ secretId: z.string() }))
/** The second revision splits the name; the third adds a title. */
const addedLater = defineEvent(
  'sample.added',
  z.strictObject({ first: z.string(), last: z.string(), title: z.string() }),
  {
    revision: 3,
    upcasts: [
      ({ name }) => ({ first: String(name).split(' ')[0], last: String(name).split(' ')[1] ?? '' }),
      (payload) => ({ ...payload, title: '' }),
    ],
  },
)

type Account = { readonly name: string; readonly tags: readonly string[] }
const rowsOf: NonNullable<Facet<Account>['rows']> = ({ name, tags }, { instanceId, id, createdAt }) => ({
  sample_accounts: [{ instance_id: instanceId, id, name, changed_at: createdAt, sequence: 1 }],
  sample_tags: tags.map((tag, place) => ({ instance_id: instanceId, account: id, tag, place })),
})
const facet = { name: 'account', streams: ['sample'], initial: { name: '', tags: [] }, rows: rowsOf }

const first: Facet<Account, EventOf<typeof added | typeof tagged>> = {
  ...facet,
  events: [added, tagged],
  evolve(state, event) {
    if (event.type === added.type) return { ...state, name: event.payload.name }
    return { ...state, tags: [...state.tags, event.payload.tag] }
  },
}
/** Renders tags in capitals in reverse order, and reads the later revision of `sample.added`. */
const second: Facet<Account, EventOf<typeof addedLater | typeof tagged>> = {
  ...facet,
  revision: 2,
  events: [addedLater, tagged],
  evolve(state, event) {
    if (event.type === addedLater.type)
      return { ...state, name: `${event.payload.last}, ${event.payload.first}` }
    return { ...state, tags: [event.payload.tag.toUpperCase(), ...state.tags] }
  },
}
const keys: Facet<string[], EventOf<typeof keyAdded>> = {
  name: 'keys',
  streams: ['sample'],
  events: [keyAdded],
  initial: [],
  evolve: (state, event) => [...state, event.payload.secretId],
  secrets: (state) => state,
}
/** Keeps only the newest key and counts tags, whose events it did not hear before. */
const lastKey: Facet<string[], EventOf<typeof keyAdded | typeof tagged>> = {
  name: 'keys',
  revision: 2,
  streams: ['sample'],
  events: [keyAdded],
  hears: [tagged],
  initial: [],
  evolve: (state, event) => (event.type === keyAdded.type ? [event.payload.secretId] : state),
  secrets: (state) => state,
}

let sample: SampleLog
const opened: OpenEventLog[] = []

beforeEach(async () => {
  sample = await openSampleLog()
})
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close()
  await sample.close()
})

async function open(facets: readonly Facet[]): Promise<OpenEventLog> {
  const schema = { facets, reactions: [], tables: ['sample_accounts', 'sample_tags'], constraints: {} }
  const log = await openEventLog({ ...sample.options, schema })
  opened.push(log)
  return log
}

const writing = { instanceId: 'i1', creator: 'c', now: new Date('2026-11-21T10:00:00.000Z') }
const ref = { type: 'sample', id: 'a' }
const append = (log: OpenEventLog, ...events: EventBody[]) =>
  log.transact(writing, ref, async (tx) => {
    const stream = await tx.load(ref)
    for (const { payload } of events) {
      if (typeof payload['secretId'] === 'string') tx.seal(stream, payload['secretId'], 'seed')
    }
    await tx.append(stream, events, { owner: 'o' })
  })
const account = async (log: OpenEventLog) =>
  (await log.load({ instanceId: 'i1', ...ref })).state({
    ...facet,
    events: [],
    evolve: (state: Account) => state,
  })
const sql = <Row extends object>(text: string) => sample.db.database.query<Row>(text)
const names = async () =>
  (await sql<{ name: string }>('select name from sample_accounts')).map(({ name }) => name)
const tags = async () =>
  (await sql<{ tag: string }>('select tag from sample_tags order by place')).map(({ tag }) => tag)
const kinds = async (log: OpenEventLog) => [...new Set((await log.verify()).findings.map(({ kind }) => kind))]

/** Creates a stream with the first revisions. */
async function written() {
  const log = await open([first, keys])
  await append(log, added({ name: 'Ann Ace' }), tagged({ tag: 'red' }), tagged({ tag: 'blue' }))
  await append(log, keyAdded({ secretId: 'k1' }), keyAdded({ secretId: 'k2' }))
  return log
}

describe('a snapshot of an older facet revision', () => {
  test('is folded from upcast events when it is loaded', async () => {
    await written()
    expect(await account(await open([second, lastKey]))).toEqual({ name: 'Ace, Ann', tags: ['BLUE', 'RED'] })
    expect(await names()).toEqual(['Ann Ace'])
  })

  test('is written back with the next append, with its rows and secrets', async () => {
    await written()
    const log = await open([second, lastKey])
    await append(log, tagged({ tag: 'green' }))
    expect(await names()).toEqual(['Ace, Ann'])
    expect(await tags()).toEqual(['GREEN', 'BLUE', 'RED'])
    expect(await sql('select id from secrets')).toEqual([{ id: 'k2' }])
    expect(await sql(`select facets->'#' as revisions from streams`)).toEqual([
      { revisions: { account: 2, keys: 2 } },
    ])
    expect(await kinds(log)).toEqual([])
    await append(log, tagged({ tag: 'white' }))
    expect(await kinds(log)).toEqual([])
  })

  test('is reported by verify and repaired by rebuild', async () => {
    await written()
    const log = await open([second, lastKey])
    const findings = (await log.verify()).findings.filter(({ kind }) => kind === 'snapshot_outdated')
    expect(findings).toMatchObject([{ stream: ref, detail: 'account, keys' }])
    // Rows of the older revision have other keys, so that nothing tells them from foreign ones.
    await expect(log.rebuild()).rejects.toMatchObject({
      findings: [{ kind: 'row_orphan' }, { kind: 'row_orphan' }],
    })
    expect((await log.rebuild({ accept: ['row_orphan'] })).failed).toEqual([])
    expect(await kinds(log)).toEqual([])
    expect(await tags()).toEqual(['BLUE', 'RED'])
  })

  test('is no finding while its states, rows and secrets are those of the newer one', async () => {
    await written()
    expect(
      await kinds(
        await open([
          { ...first, revision: 2 },
          { ...keys, revision: 2 },
        ]),
      ),
    ).toEqual([])
    const otherRows: typeof first = {
      ...first,
      revision: 2,
      rows: (state, stream) => rowsOf({ ...state, name: 'another' }, stream),
    }
    expect(await kinds(await open([otherRows, keys]))).toContain('snapshot_outdated')
  })

  test('is outdated also if no state of the facet is stored', async () => {
    const log = await open([first])
    await append(log, added({ name: 'Ann Ace' }), tagged({ tag: 'red' }))
    const counting: Facet<number, EventOf<typeof tagged>> = {
      ...{ name: 'count', streams: ['sample'], revision: 2, initial: 0, events: [], hears: [tagged] },
      evolve: (state) => state + 1,
    }
    const stream = await (await open([first, counting])).load({ instanceId: 'i1', ...ref })
    expect(stream.state(counting)).toBe(1)
  })
})

describe('events of an older revision', () => {
  test('stay as stored, and later ones have the new revision', async () => {
    await written()
    const log = await open([second, keys])
    await append(log, addedLater({ first: 'Bo', last: 'Bee', title: 'Dr' }))
    expect(
      await sql(`select payload, revision from events where type = 'sample.added' order by sequence`),
    ).toEqual([
      { payload: { name: 'Ann Ace' }, revision: 1 },
      { payload: { first: 'Bo', last: 'Bee', title: 'Dr' }, revision: 3 },
    ])
    expect(await account(log)).toMatchObject({ name: 'Bee, Bo' })
    expect(await kinds(log)).toEqual([])
    await sql(`update events set revision = 2 where sequence = 1`)
    expect(await kinds(log)).toContain('hash_broken')
  })

  test('reach subscribers in the current revision', async () => {
    await written()
    const log = await open([second, keys])
    const end = new AbortController()
    const heard: unknown[] = []
    await log.subscribe({
      name: 'later',
      types: ['sample.added'],
      signal: end.signal,
      handle: async (events) => {
        heard.push(...events.map(({ payload }) => payload))
        end.abort()
      },
    })
    expect(heard).toEqual([{ first: 'Ann', last: 'Ace', title: '' }])
  })
})

test('an older program refuses data of a newer one', async () => {
  const old = await written()
  const log = await open([second, lastKey])
  await append(log, addedLater({ first: 'Bo', last: 'Bee', title: '' }))
  const refusal = { refusal: { code: 'log.newer_data', kind: 'unavailable' } }
  await expect(account(old)).rejects.toMatchObject(refusal)
  await expect(append(old, tagged({ tag: 'x' }))).rejects.toMatchObject(refusal)
  await expect(old.verify()).rejects.toMatchObject(refusal)
  await expect(old.rebuild()).rejects.toMatchObject(refusal)
  expect(await kinds(log)).toEqual([])
})

test('an older program that holds a stream from before a rebuild by a newer one appends nothing', async () => {
  const old = await written()
  const log = await open([second, lastKey])
  const late = old.transact(writing, ref, async (tx) => {
    const stream = await tx.load(ref)
    if (stream.state(first).tags.length === 2) await log.rebuild({ accept: ['row_orphan'] })
    await tx.append(stream, [tagged({ tag: 'green' })])
  })
  await expect(late).rejects.toMatchObject({ refusal: { code: 'log.newer_data' } })
  expect(await account(log)).toEqual({ name: 'Ace, Ann', tags: ['BLUE', 'RED'] })
  expect(await kinds(log)).toEqual([])
})
