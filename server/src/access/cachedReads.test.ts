import { expect, test } from 'vitest'
import { type FollowingRow, openCachedReads } from './cachedReads.ts'

const unchangedSql = 'unchanged'
const row = { streams: [['org', 'o1', '(1,now)']], cacheable: true } as const satisfies FollowingRow
const none = () => []

/** Opens a cache over statements that the test answers. */
function open(answer: (sql: string) => Promise<object[]>) {
  const sent: (readonly [sql: string, values: readonly string[]])[] = []
  const find = async (sql: string, values: readonly string[]) => {
    sent.push([sql, values])
    return answer(sql) as never
  }
  return { sent, reads: openCachedReads(find, unchangedSql) }
}

const answering = (unchanged: boolean, found: FollowingRow = row) =>
  open(async (sql) => (sql === unchangedSql ? [{ unchanged }] : [found]))

test.each([true, false])(
  'a row that was read is returned again, and one statement says whether it holds: %s',
  async (unchanged) => {
    const { sent, reads } = answering(unchanged)
    await reads.direct.find('facts', ['a'], none)
    const cached = reads.unconfirmed('i1')
    cached.rely(['instance', 'i1', '(7,now)'])
    expect(await cached.find('facts', ['a'], () => ['["u1"]', 'ada', 'ada', ''])).toEqual([row])
    expect(sent).toHaveLength(1)
    await cached.startConfirming()
    const streams = JSON.stringify([['instance', 'i1', '(7,now)'], ...row.streams])
    expect(sent.slice(1)).toEqual([[unchangedSql, ['i1', streams, '["u1"]', 'ada', 'ada', '']]])
    expect(await cached.confirmed()).toBe(unchanged)
    expect(sent).toHaveLength(2)
  },
)

test.each([
  ['other values', row, ['b']],
  ['a row that follows from more than its streams', { ...row, cacheable: false }, ['a']],
  ['values that are too long', row, ['a'.repeat(1001)]],
])('the database is read for %s', async (_, found, values) => {
  const { sent, reads } = answering(true, found)
  await reads.direct.find('facts', values[0] === 'b' ? ['a'] : values, none)
  await reads.unconfirmed('i1').find('facts', values, none)
  expect(sent.map(([sql]) => sql)).toEqual(['facts', 'facts'])
})

test('the statement that confirms is sent after the request has begun, even without a cached row', async () => {
  const { sent, reads } = answering(true)
  const first = reads.unconfirmed('i1')
  expect(sent).toEqual([])
  expect(await first.confirmed()).toBe(true)
  expect(await reads.unconfirmed('i1').confirmed()).toBe(true)
  expect(sent).toHaveLength(2)
})

test('rows that are read after the statement was sent come from the database', async () => {
  const { sent, reads } = answering(true)
  await reads.direct.find('facts', ['a'], none)
  const late = reads.unconfirmed('i1')
  await late.startConfirming()
  await late.find('facts', ['a'], none)
  expect(sent.map(([sql]) => sql)).toEqual(['facts', unchangedSql, 'facts'])
})

test('nothing is confirmed if the database fails, or has no such instance', async () => {
  const failing = open(async () => Promise.reject(new Error('away'))).reads.unconfirmed('i1')
  await failing.startConfirming()
  await expect(failing.confirmed()).rejects.toThrow('away')
  expect(
    await open(async () => [])
      .reads.unconfirmed('gone')
      .confirmed(),
  ).toBe(false)
})
