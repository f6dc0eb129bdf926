import { createHmac } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '../../database/database.ts'
import { openLogger } from '../../kernel/openLogger.ts'
import { countingQuery } from '../../testing/countingQuery.ts'
import { createTestDatabase } from '../../testing/testDatabase.ts'
import type { LimitedAct } from './budgets.ts'
import type { LimitedParty, LimitedRequest } from './limitedKeys.ts'
import { rateLimitMigrations } from './migrations.ts'
import { openRateLimits, type Taken } from './openRateLimits.ts'
import { rateLimitSchedules } from './retention.ts'

const testDatabase = await createTestDatabase(rateLimitMigrations)
const { database } = testDatabase
const other = openDatabase({ url: testDatabase.url })
afterAll(async () => {
  await other.close()
  await testDatabase.close()
})

const lines: string[] = []
const logger = openLogger('debug', { write: (line) => void lines.push(line) })
const mac = async (instanceId: string, purpose: string, text: string) =>
  createHmac('sha256', 'key').update(`${instanceId} ${purpose} ${text}`).digest()

/** One process on the database. */
function processOn(on = database, factor: number | 'off' = 1) {
  return openRateLimits({ database: on, logger, log: { mac }, config: { rateLimits: factor } })
}

const start = new Date('2030-01-01T09:00:00Z')
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)

let lastAddress = 0
/** An address that no other test uses. */
function freshAddress(): string {
  lastAddress++
  return `198.51.${lastAddress >> 8}.${lastAddress & 255}`
}

const from = (clientAddress: string, now = start, id = 'i1'): LimitedRequest => ({
  instance: { id },
  clientAddress,
  now,
})

/** Takes points one after another until one is refused, and returns how many were allowed; none of them succeeds. */
async function allowedOf(
  limits: ReturnType<typeof processOn>,
  act: LimitedAct,
  requests: () => readonly [LimitedRequest, LimitedParty?],
  most = 2000,
): Promise<number> {
  for (let count = 0; count < most; count++) {
    const [request, party] = requests()
    if (!(await limits.take(request, act, party)).allowed) return count
  }
  return most
}

function retryOf(taken: Taken): Date | undefined {
  return taken.allowed ? undefined : taken.retryAt
}

test('one address has 15 tries at one name in a quarter of an hour, and then again', async () => {
  const limits = processOn()
  const address = freshAddress()
  const party = { subject: 'one-address@example.com' }
  expect(await allowedOf(limits, 'password', () => [from(address), party])).toBe(15)
  expect(retryOf(await limits.take(from(address, at(899)), 'password', party))).toEqual(at(900))
  expect(await limits.take(from(address, at(900)), 'password', party)).toMatchObject({ allowed: true })
})

test('spellings of a name that mean the same name share its budget', async () => {
  const limits = processOn()
  const address = freshAddress()
  const spellings = ['Zoë@Example.com', ' zoe\u0308@example.com ', 'ＺＯË@example.com']
  let next = 0
  const party = () => ({ subject: spellings[next++ % spellings.length] ?? '' })
  expect(await allowedOf(limits, 'password', () => [from(address), party()])).toBe(15)
})

test('many addresses have 100 tries at one name together, and one address cannot use them up', async () => {
  const limits = processOn()
  const party = { subject: 'many-addresses@example.com' }
  const loud = freshAddress()
  for (let count = 0; count < 200; count++) await limits.take(from(loud), 'password', party)
  expect(await allowedOf(limits, 'password', () => [from(freshAddress()), party])).toBe(85)
})

test('a browser that has logged in under a name before is not locked out by strangers, and has a budget of its own', async () => {
  const limits = processOn()
  const subject = 'known-browser@example.com'
  expect(await allowedOf(limits, 'password', () => [from(freshAddress()), { subject }])).toBe(100)
  const own = { subject, browserId: 'b-known', isKnown: true }
  expect(await allowedOf(limits, 'password', () => [from(freshAddress()), own])).toBe(30)
})

test('a browser has 30 tries at different names', async () => {
  const limits = processOn()
  let next = 0
  const party = () => ({ subject: `person-${next++}@example.com`, browserId: 'b-names' })
  expect(await allowedOf(limits, 'password', () => [from(freshAddress()), party()])).toBe(30)
})

test('one address has 300 tries at different names', async () => {
  const limits = processOn()
  const address = freshAddress()
  let next = 0
  const party = () => ({ subject: `sprayed-${next++}@example.com` })
  expect(await allowedOf(limits, 'password', () => [from(address), party()])).toBe(300)
})

test('the addresses of a /64 are one client, those of another /64 are not', async () => {
  const limits = processOn()
  let next = 0
  const address = () => `2001:db8:1:1:${(next++).toString(16)}::1`
  expect(await allowedOf(limits, 'device_code', () => [from(address())])).toBe(60)
  expect(await limits.take(from('2001:db8:1:2::1'), 'device_code')).toMatchObject({ allowed: true })
})

test('an IPv4 address is the same client in its IPv6 form', async () => {
  const limits = processOn()
  const address = freshAddress()
  let next = 0
  const form = () => (next++ % 2 === 0 ? address : `::ffff:${address}`)
  expect(await allowedOf(limits, 'device_code', () => [from(form())])).toBe(60)
})

test('loopback is no client: a proxy that nobody named does not limit all people together', async () => {
  const limits = processOn()
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '']) {
    expect(await allowedOf(limits, 'device_code', () => [from(address)], 100)).toBe(100)
  }
})

test('two processes and parallel requests share one count', async () => {
  const processes = [processOn(database), processOn(other)]
  const address = freshAddress()
  const party = { subject: 'parallel@example.com' }
  const taken = await Promise.all(
    Array.from({ length: 100 }, (_, count) => processes[count % 2]?.take(from(address), 'password', party)),
  )
  // 15, and the one that the other process has admitted by itself.
  expect(taken.filter((one) => one?.allowed)).toHaveLength(16)
})

test('people who succeed at once cost no statement', async () => {
  const lost = openDatabase({ url: testDatabase.url })
  await lost.close()
  const limits = processOn(lost)
  for (let count = 0; count < 20; count++) {
    const taken = await limits.take(from(freshAddress()), 'password', {
      subject: `quick-${count % 2}@example.com`,
    })
    if (!taken.allowed) throw new Error('a first try is refused')
    await taken.giveBack()
  }
})

test('a success gives back what it took, a refusal takes nothing', async () => {
  const limits = processOn()
  const address = freshAddress()
  const party = { subject: 'success@example.com', browserId: 'b-success' }
  for (let count = 0; count < 50; count++) {
    const taken = await limits.take(from(address), 'password', party)
    if (!taken.allowed) throw new Error(`login ${count} is refused`)
    await taken.giveBack()
  }
  expect(await allowedOf(limits, 'password', () => [from(address), party])).toBe(15)
  // After the pause in which the process refuses by itself, each refusal takes points and gives them back.
  for (let seconds = 10; seconds < 100; seconds += 10)
    await limits.take(from(address, at(seconds)), 'password', party)
  // One fewer than the browser's 30: it left a part of what the process admits by itself unused.
  const next = { ...party, subject: 'next@example.com' }
  expect(await allowedOf(limits, 'password', () => [from(address, at(100)), next])).toBe(14)
})

test('what a success gives back never counts for a later window', async () => {
  const limits = processOn()
  const address = freshAddress()
  const party = { subject: 'late@example.com' }
  const taken = await limits.take(from(address), 'password', party)
  expect(await allowedOf(limits, 'password', () => [from(address, at(900)), party])).toBe(15)
  if (taken.allowed) await taken.giveBack()
  expect(await limits.take(from(address, at(910)), 'password', party)).toMatchObject({ allowed: false })
})

test('an office of 500 people behind one address logs in at nine o’clock, half of them at the second try', async () => {
  const limits = processOn()
  const address = freshAddress()
  const refused: string[] = []
  const attempt = async (person: number, act: LimitedAct, succeeds: boolean) => {
    const party = { subject: `office-${person}@example.com`, browserId: `b-office-${person}` }
    const taken = await limits.take(from(address, at(person)), act, party)
    if (!taken.allowed) refused.push(`${act} of ${person}`)
    else if (succeeds) await taken.giveBack()
  }
  for (let person = 0; person < 500; person++) {
    await attempt(person, 'name', false)
    if (person % 2 === 0) await attempt(person, 'password', false)
    await attempt(person, 'password', true)
    await attempt(person, 'code', true)
  }
  expect(refused).toEqual([])
})

test('after half of a budget the client is told to ask for a CAPTCHA', async () => {
  const limits = processOn()
  const address = freshAddress()
  const crowded: boolean[] = []
  for (let count = 0; count < 15; count++) {
    const taken = await limits.take(from(address), 'password', { subject: 'crowded@example.com' })
    if (taken.allowed) crowded.push(taken.isCrowded)
  }
  expect(crowded.indexOf(true)).toBe(7)
  expect(crowded.slice(7)).not.toContain(false)
})

test('each process admits the first authorization requests of an address without a statement, then all share a budget', async () => {
  const query = countingQuery(database.query)
  const counted = { ...database, query }
  const limits = openRateLimits({ database: counted, logger, log: { mac }, config: { rateLimits: 0.1 } })
  const address = freshAddress()
  expect(await allowedOf(limits, 'authorization', () => [from(address)], 30)).toBe(30)
  expect(query.counts.size).toBe(0)
  expect(await allowedOf(limits, 'authorization', () => [from(address)])).toBe(270)
  expect(query.counts.get('change_rate_limits')).toBeGreaterThan(200)
  expect(await allowedOf(processOn(other, 0.1), 'authorization', () => [from(address)])).toBe(30)
})

test('instances and acts have budgets of their own', async () => {
  const limits = processOn()
  const address = freshAddress()
  const party = { subject: 'instances@example.com' }
  expect(await allowedOf(limits, 'reset', () => [from(address), party])).toBe(4)
  expect(await limits.take(from(address, start, 'i2'), 'reset', party)).toMatchObject({ allowed: true })
  expect(await limits.take(from(address), 'password', party)).toMatchObject({ allowed: true })
})

test('off limits nothing, and a factor multiplies the budgets', async () => {
  const address = freshAddress()
  const party = { subject: 'factor@example.com' }
  expect(await allowedOf(processOn(database, 'off'), 'reset', () => [from(address), party], 100)).toBe(100)
  expect(await allowedOf(processOn(database, 2), 'reset', () => [from(address), party])).toBe(8)
})

test('neither the table nor the log holds a name, an address or a browser', async () => {
  const limits = processOn()
  const address = freshAddress()
  const party = { subject: 'secret-name@example.com', browserId: 'b-secret' }
  await allowedOf(limits, 'password', () => [from(address), party])
  const rows = await database.query('select * from rate_limits')
  const text = JSON.stringify(rows) + lines.join('')
  expect(lines.join('')).toContain('a rate limit is used up')
  for (const secret of ['secret-name', address, 'b-secret']) expect(text).not.toContain(secret)
})

test('counts of ended windows are removed', async () => {
  await processOn().take(from(freshAddress(), at(-3600)), 'password', {})
  const clock = { now: () => at(1), pause: async () => undefined }
  for (const { run } of rateLimitSchedules({ database, clock } as never)) await run()
  const [row] = await database.query<{ old: number; all: number }>(
    `select count(*) filter (where expires_at < $1)::int as old, count(*)::int as all from rate_limits`,
    [at(1)],
  )
  expect(row?.old).toBe(0)
  expect(row?.all).toBeGreaterThan(0)
})

test('without the database nothing is allowed beyond the first tries, and a success does not fail because its point is not given back', async () => {
  const lost = openDatabase({ url: testDatabase.url })
  const limits = processOn(lost)
  const request = from(freshAddress())
  const party = { subject: 'lost@example.com' }
  await limits.take(request, 'password', party)
  const taken = await limits.take(request, 'password', party)
  await lost.close()
  await expect(limits.take(request, 'password', party)).rejects.toThrow()
  if (!taken.allowed) throw new Error('the first try is refused')
  await taken.giveBack()
  expect(lines.join('')).toContain('points of a rate limit are not given back')
})
