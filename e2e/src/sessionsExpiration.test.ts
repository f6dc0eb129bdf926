import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { TimestampQueryMethod } from '@zitadel/proto/zitadel/object_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { refusalOf } from './refusal.ts'

const clock = testClock()
const server = await testServer({ clock })
const sessions = server.client(SessionService)
/** Sessions that end after one minute, after two minutes, and never. */
const ids: string[] = []
for (const seconds of [60n, 120n, undefined]) {
  const lifetime = seconds === undefined ? {} : { lifetime: { seconds } }
  ids.push((await sessions.createSession(lifetime)).sessionId)
}
const inTwoMinutes = timestampFromDate(new Date(clock.now().getTime() + 120_000))

async function find(method: TimestampQueryMethod, expirationDate = inTwoMinutes) {
  const query = { case: 'expirationDateQuery' as const, value: { expirationDate, method } }
  const found = await sessions.listSessions({ queries: [{ query }] })
  expect(Number(found.details?.totalResult)).toBe(found.sessions.length)
  return found.sessions.map(({ id }) => ids.indexOf(id)).toSorted()
}

test('sessions are found by their end; those that never end are later than every date', async () => {
  const { EQUALS, GREATER, GREATER_OR_EQUALS, LESS, LESS_OR_EQUALS } = TimestampQueryMethod
  expect(await find(EQUALS)).toEqual([1])
  expect(await find(GREATER)).toEqual([2])
  expect(await find(GREATER_OR_EQUALS)).toEqual([1, 2])
  expect(await find(LESS)).toEqual([0])
  expect(await find(LESS_OR_EQUALS)).toEqual([0, 1])
})

test('a query without a date or with an unknown comparison is refused', async () => {
  const without = { query: { case: 'expirationDateQuery' as const, value: {} } }
  const refusal = { code: 'InvalidArgument', id: 'session.date_missing' }
  expect(await refusalOf(sessions.listSessions({ queries: [without] }))).toEqual(refusal)
  expect((await refusalOf(find(9 as TimestampQueryMethod))).code).toBe('InvalidArgument')
})
