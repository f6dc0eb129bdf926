import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrations } from '../../product.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts'
import { daysSql, pastDays, readDays } from './readDays.ts'

/** 20,000 events of which one in a hundred counts, on 60 days, of 100 organizations. */
const crowd = `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash)
  select 'i1', 'user', 's' || n, 1, case when n % 100 = 0 then 'user.locked' else 'user.human.profile.changed' end,
      now() - n * interval '260 seconds', 'c', 'o' || n / 100 % 100, '{}', 1, ''
    from generate_series(1, 20000) n`

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase(migrations)
  await db.database.query(crowd)
  await db.database.query('vacuum analyze events')
})
afterAll(() => db.close())

test.each([
  ['instance', 'events_counted', ['i1']],
  ['organization', 'events_counted_by_owner', ['i1', 'o7']],
] as const)(
  'the days of an %s are counted by an index over the counted events alone',
  async (scope, index, of) => {
    const since = new Date(Date.now() - 30 * 86_400_000).toISOString()
    const plan = await db.database.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, costs off) ${daysSql(scope)}`,
      [of[0], since, new Date().toISOString(), ...of.slice(1)],
    )
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toMatch(new RegExp(`using ${index} `))
    expect(text).not.toContain('Seq Scan on events')
    expect(text).not.toContain('Rows Removed')
  },
)

test('days that are over are counted once, the present one at each reading', async () => {
  const past = pastDays()
  const now = new Date()
  const read = (days: number) =>
    readDays({ database: db.database }, { now }, { instanceId: 'i1', orgId: '' }, { days, past })
  const sum = ({ days }: Awaited<ReturnType<typeof read>>) =>
    days.reduce((total, { locks }) => total + locks, 0)
  const ten = await read(10)
  const twenty = await read(20)
  expect(twenty.days.slice(10)).toEqual(ten.days)
  const add = (age: string) =>
    db.database.query(
      `insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash)
       values ('i1', 'user', $1, 1, 'user.locked', $2::timestamptz - $1::text::interval, 'c', 'o1', '{}', 1, '')`,
      [age, now.toISOString()],
    )
  await add('0 seconds')
  await add('5 days')
  expect(sum(await read(20))).toBe(sum(twenty) + 1)
  const all = await readDays(
    { database: db.database },
    { now },
    { instanceId: 'i1', orgId: '' },
    { days: 60, past },
  )
  expect(all.days).toHaveLength(60)
  expect(new Set(all.days.map(({ date }) => date)).size).toBe(60)
  expect(all.days.slice(40)).toEqual((await read(20)).days)
  expect(sum(all), 'the first sight of the older days').toBeGreaterThan(sum(twenty))
})
