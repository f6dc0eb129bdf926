import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addMachine, outcome } from './tenants.ts'

const server = await testServer()
const users = server.client(UserService)
const management = server.client(ManagementService)

interface Names {
  readonly givenName: string
  readonly familyName: string
  readonly displayName?: string
}

const updates: readonly [string, (userId: string, profile: Names) => Promise<unknown>][] = [
  [
    'UpdateUser',
    (userId, profile) => users.updateUser({ userId, userType: { case: 'human', value: { profile } } }),
  ],
  ['UpdateHumanUser', (userId, profile) => users.updateHumanUser({ userId, profile })],
  [
    'UpdateHumanProfile of v1',
    (userId, { givenName, familyName, displayName = 'Ada' }) =>
      management.updateHumanProfile({ userId, firstName: givenName, lastName: familyName, displayName }),
  ],
]

test.each(updates)('%s refuses a blank given or family name', async (_, update) => {
  const { userId } = await addPerson(server)
  for (const blank of [' ', '\u200b', ' \u2060\u00a0']) {
    for (const names of [
      { givenName: blank, familyName: 'King' },
      { givenName: 'Ada', familyName: blank },
    ]) {
      expect(await outcome(update(userId, names))).toBe('InvalidArgument user.name_empty')
    }
  }
})

test.each(updates)('%s trims names, and a blank display name becomes the full name', async (_, update) => {
  const { userId } = await addPerson(server)
  await update(userId, { givenName: ' Augusta ', familyName: ' King ', displayName: ' \u200b' })
  const { user } = await users.getUserByID({ userId })
  expect(user?.type.value).toMatchObject({
    profile: { givenName: 'Augusta', familyName: 'King', displayName: 'Augusta King' },
  })
})

test('a person is not created with an invisible name', async () => {
  const profile = { givenName: '\u200b', familyName: 'King' }
  const email = { email: 'ada@blank.example' }
  expect(await outcome(users.addHumanUser({ profile, email }))).toBe('InvalidArgument user.name_empty')
})

test('a machine keeps a name', async () => {
  const { userId } = await addMachine(server)
  expect(
    await outcome(users.updateUser({ userId, userType: { case: 'machine', value: { name: ' ' } } })),
  ).toBe('InvalidArgument user.name_empty')
  expect(await outcome(management.updateMachine({ userId, name: '\u200b' }))).toBe(
    'InvalidArgument user.name_empty',
  )
})
