import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrations } from '../../product.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts'
import type { Deps } from '../manifest.ts'
import { followTrail, readTrail, type TimeCursor, type TrailFilter } from './readTrail.ts'

/** 4,500 events, of which one in 1,500 has a word. */
const crowd = `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash)
  select 'i1', 'user', 's' || n, 1, 'user.metadata.set', timestamptz '2026-01-01' + n * interval '1 second', 'c', 'i1',
      jsonb_build_object('value', case when n % 1500 = 1 then 'Needle' else 'hay' end), 1, ''
    from generate_series(1, 4500) n`

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase(migrations)
  await db.database.query(crowd)
})
afterAll(() => db.close())

const filter: TrailFilter = {
  instanceId: 'i1',
  orgId: '',
  actor: '',
  streamType: '',
  streamId: '',
  types: [],
  address: '',
  text: 'needle',
  since: '',
  until: '',
}
const deps = () =>
  ({ database: db.database, log: { examine: () => 'keyed' } }) as unknown as Pick<Deps, 'database' | 'log'>

test('a text is looked for through all parts of a page, and none is passed over', async () => {
  const whole = await readTrail(deps(), filter, { asc: false, limit: 10, patience: 60_000 })
  expect(whole).toMatchObject({
    events: [{ stream_id: 's3001' }, { stream_id: 's1501' }, { stream_id: 's1' }],
    next: undefined,
  })
  const two = await readTrail(deps(), filter, { asc: false, limit: 2, patience: 60_000 })
  expect(two.events.map(({ stream_id }) => stream_id)).toEqual(['s3001', 's1501'])
  const rest = await readTrail(deps(), filter, { from: two.next, asc: false, limit: 2, patience: 60_000 })
  expect(rest).toMatchObject({ events: [{ stream_id: 's1' }], next: undefined })
})

test('a search for a text ends when its time is over, and says where it goes on', async () => {
  const found: string[][] = []
  for (let from: TimeCursor | undefined, isFirst = true; isFirst || from; isFirst = false) {
    const { events, next } = await readTrail(deps(), filter, { from, asc: true, limit: 10, patience: 0 })
    found.push(events.map(({ stream_id }) => stream_id))
    from = next
  }
  expect(found).toEqual([['s1'], ['s1501'], [], ['s3001'], []])
  // Events count once no older transaction runs; those of other tests on the server count, too.
  const after = { xact: '0', position: '0' }
  const follow = async () =>
    (await followTrail(deps(), filter, { after, limit: 10, patience: 0 })).events.length
  await expect.poll(follow, { timeout: 30_000 }).toBe(1)
})

test('a filter by which few events match reads on until the page is full or 20,000 events are examined', async () => {
  const rare = { ...filter, text: '', actor: 'c' }
  const { events, next } = await readTrail(deps(), rare, { asc: false, limit: 1500, patience: 0 })
  expect(events).toHaveLength(1500)
  expect(next).toBeDefined()
  const none = { ...filter, text: '', actor: 'nobody' }
  expect(await readTrail(deps(), none, { asc: false, limit: 10, patience: 0 })).toEqual({
    events: [],
    next: undefined,
  })
})

test('other filters read a page at once', async () => {
  const { events } = await readTrail(
    deps(),
    { ...filter, text: '\u200b' },
    { asc: false, limit: 4500, patience: 0 },
  )
  expect(events).toHaveLength(4500)
})

test('sessions are found by their address as people know it, also those that name it as a socket shows it', async () => {
  await db.database.query(
    `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash)
      select 'i2', 'session', ip, 1, 'session.added', timestamptz '2026-01-01', 'c', 'i2',
          jsonb_build_object('userAgent', jsonb_build_object('ip', ip)), 1, ''
        from unnest($1::text[]) ip`,
    [['203.0.113.9', '::ffff:203.0.113.9', '203.0.113.90', '2001:db8::9']],
  )
  const from = async (address: string) => {
    const wanted = { ...filter, instanceId: 'i2', text: '', address }
    const { events } = await readTrail(deps(), wanted, { asc: true, limit: 10, patience: 0 })
    return events.map(({ stream_id }) => stream_id).sort()
  }
  expect(await from('203.0.113.9')).toEqual(['203.0.113.9', '::ffff:203.0.113.9'])
  expect(await from('::ffff:203.0.113.9')).toEqual(['203.0.113.9', '::ffff:203.0.113.9'])
  expect(await from('2001:db8::9')).toEqual(['2001:db8::9'])
})
