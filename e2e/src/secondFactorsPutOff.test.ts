import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, eventTypesOf, testClock } from './factors.ts'
import { addPerson } from './people.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = () => server.client(UserService)
const putOffAt = async (userId: string) => {
  const { user } = await users().getUserByID({ userId })
  return user?.type.case === 'human' ? user.type.value.mfaInitSkipped : undefined
}

test('putting off the set-up is noted with its time, and again each time', async () => {
  const { userId } = await addPerson(server)
  expect(await putOffAt(userId)).toBeUndefined()
  const { details } = await users().humanMFAInitSkipped({ userId })
  const first = timestampFromDate(clock.now())
  expect(details).toMatchObject({ changeDate: first, resourceOwner: server.first.orgId })
  expect(await putOffAt(userId)).toEqual(first)
  clock.advance(60)
  await users().humanMFAInitSkipped({ userId })
  expect(await putOffAt(userId)).toEqual(timestampFromDate(clock.now()))
  expect((await eventTypesOf(server, userId)).slice(-2)).toEqual([
    'user.human.mfa.init.skipped',
    'user.human.mfa.init.skipped',
  ])
})

test.each([
  ['a proved app', (userId: string) => addApp(server, userId)],
  ['codes by SMS', (userId: string) => users().addOTPSMS({ userId })],
  ['codes by e-mail', (userId: string) => users().addOTPEmail({ userId })],
])('%s ends the putting off', async (_name, add) => {
  const { userId } = await addPerson(server)
  await users().humanMFAInitSkipped({ userId })
  await add(userId)
  expect(await putOffAt(userId)).toBeUndefined()
})

test('an app that is not proved yet does not', async () => {
  const { userId } = await addPerson(server)
  await users().humanMFAInitSkipped({ userId })
  await users().registerTOTP({ userId })
  expect(await putOffAt(userId)).toEqual(timestampFromDate(clock.now()))
})
