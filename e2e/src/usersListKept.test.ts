import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'

const server = await testServer()
const users = server.client(UserService)

async function added(name: string): Promise<string> {
  const { userId } = await users.addHumanUser({
    username: name,
    profile: { givenName: name, familyName: 'Kept' },
    email: { email: `${name}@kept.test`, verification: { case: 'isVerified', value: true } },
  })
  return userId
}

/** The first page of everybody, with the user as the list shows it. */
async function listed(userId: string) {
  const { result, details } = await users.listUsers({ query: { limit: 100 } })
  expect(new Set(result.map((user) => user.userId)).size).toBe(result.length)
  return { user: result.find((user) => user.userId === userId), total: Number(details?.totalResult) }
}

test('a page of the list shows every change that was acknowledged before it was asked for', async () => {
  const userId = await added('before')
  const acts: readonly (() => Promise<unknown>)[] = [
    () => users.updateHumanUser({ userId, username: 'after' }),
    () => users.updateHumanUser({ userId, profile: { givenName: 'New', familyName: 'Name' } }),
    () =>
      users.setEmail({ userId, email: 'new@kept.test', verification: { case: 'isVerified', value: true } }),
    () =>
      users.setPhone({ userId, phone: '+41791234567', verification: { case: 'isVerified', value: true } }),
    () => users.humanMFAInitSkipped({ userId }),
    () => users.lockUser({ userId }),
    () => users.unlockUser({ userId }),
    () => users.deactivateUser({ userId }),
    () => users.reactivateUser({ userId }),
    // Login names then end with the domain of the organization, which no event of the user says.
    () =>
      server
        .client(AdminService)
        .updateDomainPolicy({ userLoginMustBeDomain: true, validateOrgDomains: true }),
  ]
  let before = (await listed(userId)).user
  for (const act of acts) {
    await act()
    const { user } = await listed(userId)
    expect(user).not.toEqual(before)
    expect(user).toEqual((await users.getUserByID({ userId })).user)
    before = user
  }
  const { total } = await listed(userId)
  await users.deleteUser({ userId })
  expect(await listed(userId)).toEqual({ user: undefined, total: total - 1 })
})

test('lists that are read while people come, change and go have neither doubles nor what is gone', async () => {
  const gone: string[] = []
  let isOver = false
  const writing = (async () => {
    for (let round = 0; round < 15; round++) {
      const userId = await added(`guest-${round}`)
      await users.updateHumanUser({ userId, profile: { givenName: `Round ${round}`, familyName: 'Kept' } })
      await users.deleteUser({ userId })
      gone.push(userId)
    }
    isOver = true
  })()
  const reading = Array.from({ length: 4 }, async () => {
    let pages = 0
    for (; !isOver; pages++) {
      const dead = [...gone]
      const { result } = await users.listUsers({ query: { limit: 100 } })
      const ids = result.map((user) => user.userId)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.filter((id) => dead.includes(id))).toEqual([])
    }
    return pages
  })
  await writing
  for (const pages of await Promise.all(reading)) expect(pages).toBeGreaterThan(0)
})
