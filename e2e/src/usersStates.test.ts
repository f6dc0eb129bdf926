import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserState } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson, password, passwordSession } from './people.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { addHuman, addSelf, outcomes, readUser } from './userFixtures.ts'

const server = await testServer()

const users = () => server.client(UserService)
const management = (orgId = server.first.orgId) => server.client(ManagementService, { headers: inOrg(orgId) })

type Operation = 'lock' | 'unlock' | 'deactivate' | 'reactivate'
type Change = (id: string) => Promise<{ readonly details?: unknown }>
const versions: Readonly<Record<string, Readonly<Record<Operation, Change>>>> = {
  'user.v2': {
    lock: (userId) => users().lockUser({ userId }),
    unlock: (userId) => users().unlockUser({ userId }),
    deactivate: (userId) => users().deactivateUser({ userId }),
    reactivate: (userId) => users().reactivateUser({ userId }),
  },
  'management.v1': {
    lock: (id) => management().lockUser({ id }),
    unlock: (id) => management().unlockUser({ id }),
    deactivate: (id) => management().deactivateUser({ id }),
    reactivate: (id) => management().reactivateUser({ id }),
  },
}

/** The calls that put a user into a state. */
const into: Readonly<Record<string, readonly Operation[]>> = {
  active: [],
  locked: ['lock'],
  inactive: ['deactivate'],
}
const operations = ['lock', 'unlock', 'deactivate', 'reactivate'] as const
const effects: Readonly<Record<string, Readonly<Record<Operation, UserState | string>>>> = {
  active: {
    lock: UserState.LOCKED,
    unlock: 'user.not_locked',
    deactivate: UserState.INACTIVE,
    reactivate: 'user.not_inactive',
  },
  locked: {
    lock: 'user.not_lockable',
    unlock: UserState.ACTIVE,
    deactivate: UserState.INACTIVE,
    reactivate: 'user.not_inactive',
  },
  inactive: {
    lock: 'user.not_lockable',
    unlock: 'user.not_locked',
    deactivate: 'user.already_inactive',
    reactivate: UserState.ACTIVE,
  },
}
const eventOf = {
  lock: 'user.locked',
  unlock: 'user.unlocked',
  deactivate: 'user.deactivated',
  reactivate: 'user.reactivated',
} as const

describe.each(Object.entries(versions))('%s', (_, change) => {
  test.each(Object.keys(into))('every operation on an %s user, person or machine', async (state) => {
    for (const operation of operations) {
      const expected = effects[state]?.[operation]
      for (const { userId } of [await addHuman(server), await addMachine(server)]) {
        for (const step of into[state] ?? []) await change[step](userId)
        const before = await eventTypesOf(server, userId)
        if (typeof expected === 'string') {
          expect(await outcome(change[operation](userId))).toBe(`FailedPrecondition ${expected}`)
          expect(await eventTypesOf(server, userId)).toEqual(before)
          continue
        }
        const { details } = await change[operation](userId)
        const sequence = BigInt(before.length + 1)
        expect(details).toEqual(changedDetails(server.first.orgId, sequence))
        expect((await readUser(server, userId)).state).toBe(expected)
        expect(await eventTypesOf(server, userId)).toEqual([...before, eventOf[operation]])
      }
    }
  })

  test('unknown and removed users are not found', async () => {
    const { userId } = await addHuman(server)
    await users().deleteUser({ userId })
    const calls = operations.flatMap((operation) => [change[operation]('404'), change[operation](userId)])
    expect(await outcomes(calls)).toEqual(Array(8).fill('NotFound user.not_found'))
  })
})

test('management.v1 finds no users of other organizations', async () => {
  const { userId: id } = await addHuman(server)
  const elsewhere = management((await addOrg(server)).orgId)
  const calls = [
    elsewhere.lockUser({ id }),
    elsewhere.unlockUser({ id }),
    elsewhere.deactivateUser({ id }),
    elsewhere.reactivateUser({ id }),
    elsewhere.removeUser({ id }),
  ]
  expect(await outcomes(calls)).toEqual(Array(5).fill('NotFound user.not_found'))
})

test('changing the own state requires the permission', async () => {
  const { userId, token } = await addSelf(server)
  const own = server.client(UserService, { token })
  expect(await outcomes([own.lockUser({ userId }), own.deactivateUser({ userId })])).toEqual(
    Array(2).fill('NotFound permission.membership_not_found'),
  )
  expect(await outcome(own.unlockUser({ userId })), 'the state comes first').toBe(
    'FailedPrecondition user.not_locked',
  )
})

describe('the credentials of a user', () => {
  const ends = {
    lock: (userId: string) => users().lockUser({ userId }),
    deactivate: (userId: string) => users().deactivateUser({ userId }),
    remove: (userId: string) => users().deleteUser({ userId }),
  }
  const back = {
    lock: (userId: string) => users().unlockUser({ userId }),
    deactivate: (userId: string) => users().reactivateUser({ userId }),
    remove: undefined,
  }
  test.each(['lock', 'deactivate', 'remove'] as const)(
    '%s ends sessions and tokens; what comes back is none of them',
    async (operation) => {
      const person = await addPerson(server)
      const { sessionId, sessionToken } = await passwordSession(server, person.userId)
      const robot = await addMachine(server)
      const sessions = server.client(SessionService)
      for (const { userId } of [person, robot]) await ends[operation](userId)
      const me = (token: string) => outcome(server.client(AuthService, { token }).getMyUser({}))
      expect(await me(sessionToken)).not.toBe('ok')
      expect(await me(robot.token)).toMatch(/^Unauthenticated/)
      expect(await outcome(sessions.getSession({ sessionId }))).toMatch(/^NotFound/)
      expect(await outcome(passwordSession(server, person.userId))).not.toBe('ok')
      const restore = back[operation]
      if (restore === undefined) return
      for (const { userId } of [person, robot]) await restore(userId)
      expect(await outcome(sessions.getSession({ sessionId }))).toMatch(/^NotFound/)
      expect(await me(sessionToken)).not.toBe('ok')
      expect(await me(robot.token), 'tokens are not restored').toMatch(/^Unauthenticated/)
      const { result } = await management().listPersonalAccessTokens({ userId: robot.userId })
      expect(result, 'but stay listed').toHaveLength(1)
      expect(await outcome(passwordSession(server, person.userId))).toBe('ok')
    },
  )

  test('a password set while locked does not unlock', async () => {
    const { userId } = await addPerson(server)
    await users().lockUser({ userId })
    await users().setPassword({ userId, newPassword: { password } })
    expect((await readUser(server, userId)).state).toBe(UserState.LOCKED)
    await users().unlockUser({ userId })
    expect(await outcome(passwordSession(server, userId))).toBe('ok')
  })
})
