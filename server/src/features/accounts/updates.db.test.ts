import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { passwordFacet } from '../passwords/index.ts'
import { userFacet } from '../users/index.ts'
import { type AccountsWorld, openAccountsWorld, password, statusOf } from './accountsWorld.ts'

let world: AccountsWorld
beforeAll(async () => {
  world = await openAccountsWorld()
})
afterAll(() => world.close())

const human = async (id: string) => {
  const state = (await world.stream(id)).state(userFacet)
  if (state.kind !== 'human') throw new Error('a person is needed')
  return state
}
const update = (userId: string, value: object, token?: string) =>
  world.users(token).updateUser({ userId, userType: { case: 'human', value } })

describe('UpdateUser', () => {
  test('changes what differs in one commit and leaves the rest', async () => {
    const id = await world.person()
    const reply = await world.users().updateUser({
      userId: id,
      username: `renamed-${id}`,
      userType: {
        case: 'human',
        value: {
          profile: { nickName: 'Countess' },
          email: { email: `new-${id}@mail.example`, verification: { case: 'returnCode', value: {} } },
          phone: { phone: '+41791234567', verification: { case: 'isVerified', value: true } },
          password: { passwordType: { case: 'password', value: { password } } },
        },
      },
    })
    expect(await human(id)).toMatchObject({
      username: `renamed-${id}`,
      profile: { givenName: 'Ada', nickName: 'Countess', displayName: 'Ada Lovelace' },
      email: { address: `new-${id}@mail.example`, verified: false },
      phone: { number: '+41791234567', verified: true },
    })
    await world.users().verifyEmail({ userId: id, verificationCode: reply.emailCode ?? '' })
    expect((await human(id)).email.verified).toBe(true)
    await world.signIn(id)
  })

  test('the same values are no change and yield no code', async () => {
    const id = await world.person()
    const { email, username } = await human(id)
    const before = await world.types(id)
    const same = { email: { email: email.address, verification: { case: 'returnCode', value: {} } } }
    const { emailCode } = await world
      .users()
      .updateUser({ userId: id, username, userType: { case: 'human', value: same as object } })
    expect(emailCode).toBeUndefined()
    expect(await world.types(id)).toEqual(before)
  })

  test('an unverified address that stays can be declared verified', async () => {
    const id = await world.person()
    const email = `again-${id}@mail.example`
    await world.users().setEmail({ userId: id, email })
    await update(id, { email: { email, verification: { case: 'isVerified', value: true } } })
    expect((await human(id)).email).toEqual({ address: email, verified: true })
  })

  test('an empty phone removes it, unless it says how to verify it', async () => {
    const id = await world.person()
    await world.users().setPhone({ userId: id, phone: '+41791234567' })
    const verified = { phone: { phone: '', verification: { case: 'isVerified', value: true } } }
    expect(await statusOf(update(id, verified))).toBe('InvalidArgument')
    await update(id, { phone: { phone: '' } })
    expect((await human(id)).phone).toBeNull()
  })

  test('a wrong present password is counted and nothing else is changed', async () => {
    const id = await world.person({ withPassword: true })
    const token = await world.signIn(id)
    const next = { passwordType: { case: 'password', value: { password: 'Another-Horse-2' } } }
    const wrong = { ...next, verification: { case: 'currentPassword', value: 'wrong' } }
    const part = { profile: { nickName: 'Nobody' }, password: wrong }
    expect(await statusOf(update(id, part, token))).toBe('InvalidArgument')
    expect((await human(id)).profile.nickName).toBe('')
    expect((await world.stream(id)).state(passwordFacet).failures).toBe(1)
    await update(
      id,
      { password: { ...next, verification: { case: 'currentPassword', value: password } } },
      token,
    )
    expect((await world.stream(id)).state(passwordFacet).failures).toBe(0)
    await world.signIn(id, 'Another-Horse-2')
  })

  test('the person itself may, but not vouch for addresses; strangers see nobody', async () => {
    const id = await world.person({ withPassword: true })
    const self = await world.signIn(id)
    const stranger = await world.signIn(await world.person({ withPassword: true }))
    const viewer = await world.managerOf(world.orgId, 'ORG_OWNER_VIEWER')
    const elsewhere = await world.managerOf(await world.organization())
    const nick = { profile: { nickName: 'Me' } }
    expect(await statusOf(update(id, nick, self))).toBe('OK')
    expect(await statusOf(update(id, nick, stranger))).toBe('NotFound')
    expect(await statusOf(update(id, nick, viewer))).toBe('PermissionDenied')
    expect(await statusOf(update(id, nick, elsewhere))).toBe('NotFound')
    for (const verification of [
      { case: 'returnCode', value: {} },
      { case: 'isVerified', value: true },
    ]) {
      const email = { email: { email: `mine-${id}@mail.example`, verification } }
      expect(await statusOf(update(id, email, self))).toBe('NotFound')
    }
    const proofless = { password: { passwordType: { case: 'password', value: { password } } } }
    expect(await statusOf(update(id, proofless, self))).toBe('NotFound')
  })

  test('names are unique, users of the other kind missing', async () => {
    const first = await world.person()
    const second = await world.person()
    const { username } = await human(first)
    expect(
      await statusOf(world.users().updateUser({ userId: second, username: username.toUpperCase() })),
    ).toBe('InvalidArgument')
    const taken = {
      userId: second,
      username: username.toUpperCase(),
      userType: { case: 'human', value: {} },
    } as const
    expect(await statusOf(world.users().updateUser(taken))).toBe('AlreadyExists')
    const machine = { userType: { case: 'machine', value: { name: 'robot' } } } as const
    expect(await statusOf(world.users().updateUser({ userId: first, ...machine }))).toBe('NotFound')
    const { id } = await world.users().createUser({ organizationId: world.orgId, ...machine })
    await world
      .users()
      .updateUser({ userId: id, userType: { case: 'machine', value: { description: 'new' } } })
    expect((await world.stream(id)).state(userFacet)).toMatchObject({ name: 'robot', description: 'new' })
    expect(await statusOf(update(id, { profile: { nickName: 'x' } }))).toBe('NotFound')
  })
})

test('UpdateHumanUser does the same for its older message', async () => {
  const id = await world.person()
  const { details, emailCode } = await world.users().updateHumanUser({
    userId: id,
    profile: { givenName: 'Grace', familyName: 'Hopper', displayName: '' },
    email: { email: `grace-${id}@mail.example`, verification: { case: 'returnCode', value: {} } },
    phone: { phone: '' },
  })
  expect(details?.resourceOwner).toBe(world.orgId)
  expect(emailCode).toMatch(/^[A-Z0-9]{6}$/)
  expect((await human(id)).profile).toMatchObject({ givenName: 'Grace', displayName: 'Grace Hopper' })
})

describe('states', () => {
  const states = async (id: string) => {
    const users = world.users()
    const steps = []
    for (const step of [
      'unlockUser',
      'reactivateUser',
      'lockUser',
      'lockUser',
      'unlockUser',
      'deactivateUser',
      'deactivateUser',
      'lockUser',
      'reactivateUser',
    ] as const) {
      steps.push(await statusOf(users[step]({ userId: id })))
    }
    return steps
  }
  test('go only the ways that are open', async () => {
    const closed = 'FailedPrecondition'
    expect(await states(await world.person())).toEqual([
      closed,
      closed,
      'OK',
      closed,
      'OK',
      'OK',
      closed,
      closed,
      'OK',
    ])
    expect(await statusOf(world.users().lockUser({ userId: 'nobody' }))).toBe('NotFound')
  })

  test('a person may not lock itself, a manager elsewhere sees nobody', async () => {
    const id = await world.person({ withPassword: true })
    const self = await world.signIn(id)
    expect(await statusOf(world.users(self).deactivateUser({ userId: id }))).toBe('NotFound')
    const orgId = await world.organization()
    const elsewhere = world.management({ token: await world.managerOf(orgId), orgId })
    expect(await statusOf(elsewhere.lockUser({ id }))).toBe('NotFound')
    await world.management().lockUser({ id })
    // The lock ended the session.
    expect(await statusOf(world.users(self).getUserByID({ userId: id }))).toBe('NotFound')
    await world.management().unlockUser({ id })
  })
})

describe('metadata', () => {
  const value = (text: string) => new TextEncoder().encode(text)
  test('sets, skips, deletes; all or nothing', async () => {
    const userId = await world.person()
    const users = world.users()
    await users.setUserMetadata({
      userId,
      metadata: [
        { key: ' a ', value: value('1') },
        { key: 'b', value: value('2') },
      ],
    })
    const before = await world.types(userId)
    await users.setUserMetadata({ userId, metadata: [{ key: 'a', value: value('1') }] })
    expect(await world.types(userId)).toEqual(before)
    expect(await statusOf(users.deleteUserMetadata({ userId, keys: ['a', 'unknown'] }))).toBe('NotFound')
    expect(await statusOf(users.deleteUserMetadata({ userId, keys: [] }))).toBe('FailedPrecondition')
    expect(await statusOf(users.setUserMetadata({ userId, metadata: [] }))).toBe('FailedPrecondition')
    expect(
      await statusOf(
        users.setUserMetadata({ userId: 'nobody', metadata: [{ key: 'a', value: value('1') }] }),
      ),
    ).toBe('FailedPrecondition')
    await users.deleteUserMetadata({ userId, keys: ['a', 'b'] })
    const { id } = await world.management().setUserMetadata({ id: userId, key: 'c', value: value('3') })
    expect(id).toBe(userId)
    await world.management().bulkSetUserMetadata({ id: userId, metadata: [{ key: 'd', value: value('4') }] })
    await world.management().removeUserMetadata({ id: userId, key: 'c' })
    await world.management().bulkRemoveUserMetadata({ id: userId, keys: ['d'] })
    expect(await statusOf(world.management().removeUserMetadata({ id: userId, key: 'd' }))).toBe('NotFound')
  })

  test('a person may not write its own', async () => {
    const userId = await world.person({ withPassword: true })
    const users = world.users(await world.signIn(userId))
    expect(
      await statusOf(users.setUserMetadata({ userId, metadata: [{ key: 'a', value: value('1') }] })),
    ).toBe('NotFound')
  })
})
