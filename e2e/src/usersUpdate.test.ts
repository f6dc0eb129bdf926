import type { MessageInitShape } from '@bufbuild/protobuf'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { Gender } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import {
  type UpdateHumanUserRequestSchema,
  type UpdateUserRequest_HumanSchema,
  UserService,
} from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson, password } from './people.ts'
import { addMachine, changedDetails, outcome } from './tenants.ts'
import { addHuman, outcomes, readHuman, readUser, sentCode, unique } from './userFixtures.ts'

const server = await testServer()

const users = () => server.client(UserService)
type Human = MessageInitShape<typeof UpdateUserRequest_HumanSchema>
type HumanUser = MessageInitShape<typeof UpdateHumanUserRequestSchema>
const updateUser = (userId: string, value: Human, username?: string) =>
  users().updateUser({
    userId,
    ...(username !== undefined && { username }),
    userType: { case: 'human', value },
  })
const updateHuman = (userId: string, input: HumanUser) => users().updateHumanUser({ ...input, userId })
const later = async (userId: string, before: number) => (await eventTypesOf(server, userId)).slice(before)

/** Both messages with the fields that they share. */
const messages: Readonly<
  Record<string, (userId: string, input: Omit<Human, '$typeName'>) => Promise<object>>
> = {
  UpdateUser: (userId, input) => updateUser(userId, input as Human),
  UpdateHumanUser: (userId, input) => updateHuman(userId, input as HumanUser),
}

describe.each(Object.entries(messages))('%s', (name, update) => {
  test('changes everything in one append', async () => {
    const { userId } = await addHuman(server)
    const email = `${unique('all')}@mail.test`
    const reply = await update(userId, {
      profile: {
        givenName: 'Grace',
        familyName: 'Hopper',
        nickName: 'amazing',
        displayName: 'G. H.',
        preferredLanguage: 'en',
        gender: Gender.FEMALE,
      },
      email: { email, verification: { case: 'returnCode', value: {} } },
      phone: { phone: '0795550002', verification: { case: 'isVerified', value: true } },
      password: { passwordType: { case: 'password', value: { password, changeRequired: true } } },
    })
    expect(reply).toMatchObject({ emailCode: expect.stringMatching(/^[A-Z0-9]{6}$/) })
    if (name === 'UpdateHumanUser')
      expect(reply).toMatchObject({ details: changedDetails(server.first.orgId, 7n) })
    else expect(reply).toMatchObject({ changeDate: (await readUser(server, userId)).details?.changeDate })
    expect(await readHuman(server, userId)).toMatchObject({
      profile: {
        givenName: 'Grace',
        familyName: 'Hopper',
        nickName: 'amazing',
        displayName: 'G. H.',
        preferredLanguage: 'en',
        gender: Gender.FEMALE,
      },
      email: { email, isVerified: false },
      phone: { phone: '+41795550002', isVerified: true },
      passwordChangeRequired: true,
    })
    expect(await later(userId, 1)).toEqual([
      'user.human.profile.changed',
      'user.human.email.changed',
      'user.human.email.code.added',
      'user.human.phone.changed',
      'user.human.phone.verified',
      'user.human.password.changed',
    ])
  })

  test('an empty update and equal values change nothing', async () => {
    const { userId, username } = await addPerson(server)
    const before = await eventTypesOf(server, userId)
    const { details } = await readUser(server, userId)
    const { phone } = await readHuman(server, userId)
    await update(userId, {})
    const reply = await update(userId, {
      profile: { givenName: 'Pat', familyName: (await readHuman(server, userId)).profile?.familyName ?? '' },
      email: { email: username, verification: { case: 'returnCode', value: {} } },
      phone: { phone: phone?.phone ?? '', verification: { case: 'returnCode', value: {} } },
    })
    expect(reply).not.toHaveProperty('emailCode', expect.stringMatching(/./))
    expect(reply).not.toHaveProperty('phoneCode', expect.stringMatching(/./))
    expect(await eventTypesOf(server, userId)).toEqual(before)
    expect((await readUser(server, userId)).details).toEqual(details)
  })

  test('isVerified for the present address verifies it', async () => {
    const { userId } = await addHuman(server, { phone: { phone: '+41795550003' } })
    const { email } = await readHuman(server, userId)
    const isVerified = { case: 'isVerified', value: true } as const
    await update(userId, {
      email: { email: email?.email ?? '', verification: isVerified },
      phone: { phone: '+41795550003', verification: isVerified },
    })
    expect(await readHuman(server, userId)).toMatchObject({
      email: { isVerified: true },
      phone: { isVerified: true },
    })
    expect(await later(userId, 2)).toEqual(['user.human.email.verified', 'user.human.phone.verified'])
  })

  test('a new address stated to be unverified is proved by a code', async () => {
    const { userId } = await addHuman(server)
    const email = `${unique('unverified')}@mail.test`
    await update(userId, { email: { email, verification: { case: 'isVerified', value: false } } })
    const verificationCode = await sentCode(server, userId, 'user.human.email.code.added')
    await users().verifyEmail({ userId, verificationCode })
    expect((await readHuman(server, userId)).email).toMatchObject({ email, isVerified: true })
  })

  test('changes all parts or none, and refuses each part as its own call does', async () => {
    const { userId } = await addHuman(server)
    const before = await readUser(server, userId)
    const profile = { givenName: 'Changed', familyName: 'Changed' }
    const broken: readonly (readonly [Omit<Human, '$typeName'>, string])[] = [
      [{ profile, email: { email: 'none' } }, 'InvalidArgument'],
      [{ profile, phone: { phone: 'none' } }, 'InvalidArgument user.phone_invalid'],
      [{ profile, password: typed('weak') }, 'InvalidArgument password.too_short'],
      [
        { profile, email: { email: 'a@mail.test', verification: template('{{.Nope}}') } },
        'InvalidArgument link_template.invalid',
      ],
      [
        {
          profile,
          password: { ...typed(password), verification: { case: 'verificationCode', value: 'NONE00' } },
        },
        'FailedPrecondition password.code_missing',
      ],
    ]
    for (const [input, refusal] of broken) expect(await outcome(update(userId, input))).toBe(refusal)
    expect(await readUser(server, userId)).toEqual(before)
  })

  test('missing users and machines are not found', async () => {
    const { userId: robot } = await addMachine(server)
    const profile = { givenName: 'New', familyName: 'Name' }
    for (const input of [{}, { profile }]) {
      expect(await outcomes([update('404', input), update(robot, input)])).toEqual(
        Array(2).fill('NotFound user.not_found'),
      )
    }
  })

  test('the display name stays when names change', async () => {
    const { userId } = await addHuman(server)
    await update(userId, { profile: { givenName: 'Grace', familyName: 'Hopper' } })
    expect((await readHuman(server, userId)).profile?.displayName).toBe('Ada Lovelace')
  })
})

const typed = (word: string) => ({ passwordType: { case: 'password', value: { password: word } } }) as const
const template = (urlTemplate: string) => ({ case: 'sendCode', value: { urlTemplate } }) as const

describe('where the messages differ', () => {
  test('an empty number removes the phone in UpdateUser and changes nothing in UpdateHumanUser', async () => {
    const { userId } = await addPerson(server)
    await updateHuman(userId, { phone: { phone: '' } })
    expect((await readHuman(server, userId)).phone?.phone).not.toBe('')
    const verified = { phone: '', verification: { case: 'isVerified', value: true } } as const
    expect(await outcome(updateUser(userId, { phone: verified }))).toBe(
      'InvalidArgument user.phone_removal_verified',
    )
    await updateUser(userId, { phone: { phone: '' } })
    expect((await readHuman(server, userId)).phone?.phone).toBe('')
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.phone.removed')
  })

  test('both rename, but not to a taken username', async () => {
    const { userId, username } = await addPerson(server)
    const taken = (await addPerson(server)).username
    const first = unique('renamed')
    await updateUser(userId, {}, first)
    expect((await readUser(server, userId)).username).toBe(first)
    const second = ` ${unique('renamed')} `
    await updateHuman(userId, { username: second })
    expect((await readUser(server, userId)).username, 'spaces at the edges are no part of a name').toBe(
      second.trim(),
    )
    for (const call of [
      updateUser(userId, {}, taken.toUpperCase()),
      updateHuman(userId, { username: taken }),
    ])
      expect(await outcome(call)).toBe('AlreadyExists user.username_taken')
    await addHuman(server, { username })
  })
})

test('UpdateUser renames users of both kinds without their type, as the Terraform provider does', async () => {
  const person = await addPerson(server)
  const machine = await addMachine(server)
  const rename = (userId: string, username: string, token?: string) =>
    server.client(UserService, token === undefined ? {} : { token }).updateUser({ userId, username })
  const reader = await addMachine(server, { roles: ['IAM_OWNER_VIEWER'] })
  expect(
    await outcomes([
      rename('404', unique('renamed')),
      rename(machine.userId, person.username),
      rename(machine.userId, unique('renamed'), reader.token),
      users().updateUser({ userId: machine.userId }),
    ]),
  ).toEqual([
    'NotFound user.not_found',
    'AlreadyExists user.username_taken',
    'PermissionDenied permission.denied',
    'InvalidArgument user.type_missing',
  ])
  for (const { userId } of [person, machine]) {
    const username = unique('renamed')
    const { changeDate } = await rename(userId, username)
    expect(await readUser(server, userId)).toMatchObject({ username, details: { changeDate } })
    const types = await eventTypesOf(server, userId)
    await rename(userId, username)
    expect(await eventTypesOf(server, userId), 'the present name is no change').toEqual(types)
  }
})

describe('UpdateUser of a machine', () => {
  const update = (userId: string, value: object, username?: string) =>
    users().updateUser({ userId, ...(username && { username }), userType: { case: 'machine', value } })

  test('changes the given fields', async () => {
    const { userId } = await addMachine(server)
    const username = unique('machine')
    const { changeDate } = await update(userId, { name: 'New', description: 'new text' }, username)
    expect(await readUser(server, userId)).toMatchObject({
      username,
      details: { changeDate },
      type: { case: 'machine', value: { name: 'New', description: 'new text' } },
    })
    const types = await eventTypesOf(server, userId)
    expect(types.slice(-2)).toEqual(['user.username.changed', 'user.machine.changed'])
    await update(userId, { name: 'New' })
    await update(userId, {})
    expect(await eventTypesOf(server, userId)).toEqual(types)
  })

  test('refuses people, unknown users and requests without a type', async () => {
    const { userId } = await addHuman(server)
    expect(await outcomes([update(userId, { name: 'x' }), update('404', { name: 'x' })])).toEqual(
      Array(2).fill('NotFound user.not_found'),
    )
    expect(await outcome(users().updateUser({ userId }))).toMatch(/^InvalidArgument/)
  })
})

test('management UpdateMachine replaces every field and refuses equal values', async () => {
  const management = server.client(ManagementService)
  const { userId } = await addMachine(server)
  const { details } = await management.updateMachine({ userId, name: 'Whole', description: '' })
  expect(details).toEqual(changedDetails(server.first.orgId))
  expect((await readUser(server, userId)).type.value).toMatchObject({ name: 'Whole', description: '' })
  const update = (id: string) => outcome(management.updateMachine({ userId: id, name: 'Whole' }))
  expect(await update(userId)).toBe('FailedPrecondition user.machine_unchanged')
  expect(await update('404')).toBe('NotFound user.not_found')
  expect(await update((await addHuman(server)).userId)).toBe('NotFound user.not_found')
})
