import type { MessageInitShape } from '@bufbuild/protobuf'
import { type ImportHumanUserRequestSchema, ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserState as StateV2 } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { Gender, UserState } from '@zitadel/proto/zitadel/user_pb.js'
import { describe, expect, test } from 'vitest'
import type { Call } from '../../server/src/access/call.ts'
import { anyUser } from '../../server/src/features/accounts/target.ts'
import { finishInitialization } from '../../server/src/features/accounts/writes/initializeUser.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { password, passwordSession } from './people.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { readHuman, readUser, sentCode, unique } from './userFixtures.ts'

const server = await testServer()

const management = (orgId = server.first.orgId) => server.client(ManagementService, { headers: inOrg(orgId) })
const users = () => server.client(UserService)
const codeAdded = 'user.human.initialization.code.added'
const hash = '$2b$10$XajjQvNhvvRt5GSeFk1xFesrHCVR8mohywHGTGU/ogz.Y3LDsE/Wq'

const person = (isEmailVerified = false) => ({
  userName: unique('v1'),
  profile: { firstName: 'Ada', lastName: 'Lovelace' },
  email: { email: `${unique('v1')}@mail.test`, isEmailVerified },
})
const add = (verified: boolean, initialPassword = '') =>
  management().addHumanUser({ ...person(verified), initialPassword })
type Import = Omit<MessageInitShape<typeof ImportHumanUserRequestSchema>, '$typeName'>
const importHuman = (verified: boolean, changes: Import = {}) =>
  management().importHumanUser({ ...person(verified), ...changes })

describe('v1 AddHumanUser', () => {
  test.each([
    ['nothing', false, '', UserState.INITIAL, [codeAdded]],
    ['a verified address', true, '', UserState.INITIAL, ['user.human.email.verified', codeAdded]],
    ['a password', false, password, UserState.INITIAL, ['user.human.password.changed', codeAdded]],
    ['both', true, password, UserState.ACTIVE, ['user.human.email.verified', 'user.human.password.changed']],
  ] as const)('with %s', async (_, verified, initialPassword, state, events) => {
    const { userId, details } = await add(verified, initialPassword)
    expect(details).toEqual(addedDetails(server.first.orgId, BigInt(1 + events.length)))
    expect(await eventTypesOf(server, userId)).toEqual(['user.human.added', ...events])
    const { user } = await management().getUserByID({ id: userId })
    expect(user?.state).toBe(state)
    expect((await readHuman(server, userId)).passwordChangeRequired).toBe(initialPassword !== '')
    if (state === UserState.INITIAL)
      expect(await sentCode(server, userId, codeAdded)).toMatch(/^[A-Z0-9]{6}$/)
  })

  test('stores the whole profile, trims names and parses numbers', async () => {
    const { userId } = await management().addHumanUser({
      ...person(true),
      userName: ` ${unique('trimmed')} `,
      profile: {
        firstName: ' Ada ',
        lastName: ' King ',
        nickName: 'countess',
        displayName: 'A. K.',
        preferredLanguage: 'fr',
        gender: Gender.DIVERSE,
      },
      phone: { phone: '+41 79 555 12 34', isPhoneVerified: true },
      initialPassword: password,
    })
    expect((await readUser(server, userId)).username).toMatch(/^trimmed-\d+$/)
    expect(await readHuman(server, userId)).toMatchObject({
      profile: { givenName: 'Ada', familyName: 'King', displayName: 'A. K.', preferredLanguage: 'fr' },
      phone: { phone: '+41795551234', isVerified: true },
    })
  })

  test.each([
    ['no username', { userName: '' }, ''],
    ['a blank username', { userName: '  ' }, 'user.name_empty'],
    ['a blank name', { profile: { firstName: ' ', lastName: 'x' } }, 'user.name_empty'],
    ['no address', { email: { email: '' } }, ''],
    ['a number without country code', { phone: { phone: '0795551234' } }, ''],
    ['a malformed number', { phone: { phone: '+41' } }, 'user.phone_invalid'],
    ['a weak password', { initialPassword: 'weak' }, 'password.too_short'],
  ])('refuses %s', async (_, changes, id) => {
    const call = management().addHumanUser({ ...person(true), ...changes })
    expect(await outcome(call)).toBe(id ? `InvalidArgument ${id}` : 'InvalidArgument')
  })
})

describe('ImportHumanUser', () => {
  const passwordSet = 'user.human.password.changed'
  const verifiedEvent = 'user.human.email.verified'
  test.each([
    ['nothing', false, {}, UserState.INITIAL, [codeAdded]],
    ['a verified address, which the initialization proves again', true, {}, UserState.INITIAL, [codeAdded]],
    ['a password', false, { password }, UserState.INITIAL, [passwordSet, codeAdded]],
    ['address and password', true, { password }, UserState.ACTIVE, [verifiedEvent, passwordSet]],
    [
      'address and hash',
      true,
      { hashedPassword: { value: hash }, passwordChangeRequired: true },
      UserState.ACTIVE,
      [verifiedEvent, passwordSet],
    ],
    [
      'address and passkey',
      true,
      { requestPasswordlessRegistration: true },
      UserState.ACTIVE,
      [verifiedEvent, 'user.human.passwordless.initialization.code.added'],
    ],
  ] as const)('with %s', async (_, verified, changes, state, events) => {
    const { userId, details, passwordlessRegistration } = await importHuman(verified, changes)
    expect(details).toEqual(addedDetails(server.first.orgId))
    expect(await eventTypesOf(server, userId)).toEqual(['user.human.added', ...events])
    expect((await management().getUserByID({ id: userId })).user?.state).toBe(state)
    expect((await readHuman(server, userId)).passwordChangeRequired).toBe(false)
    expect(passwordlessRegistration !== undefined).toBe('requestPasswordlessRegistration' in changes)
    if (passwordlessRegistration === undefined) return
    expect(passwordlessRegistration.link).toMatch(/^http/)
    expect(passwordlessRegistration.lifetime?.seconds).toBe(3600n)
  })

  test('passwordChangeRequired applies to plain passwords only', async () => {
    const { userId } = await importHuman(true, { password, passwordChangeRequired: true })
    expect((await readHuman(server, userId)).passwordChangeRequired).toBe(true)
    expect((await passwordSession(server, userId)).sessionToken).not.toBe('')
  })

  test('trims the username, stores a TOTP seed, refuses unsupported hashes and unknown providers', async () => {
    const userName = unique('import')
    const changes = { userName: ` ${userName} `, otpCode: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }
    const { userId } = await importHuman(false, changes)
    expect((await readUser(server, userId)).username).toBe(userName)
    expect(await eventTypesOf(server, userId)).toContain('user.human.mfa.otp.verified')
    expect(await outcome(importHuman(true, { hashedPassword: { value: '$x$' } }))).toBe(
      'InvalidArgument password.hash_unsupported',
    )
    const idps = [{ configId: '404', externalUserId: 'x', displayName: 'x' }]
    expect(await outcome(importHuman(true, { idps }))).toBe('FailedPrecondition user.idp_unknown')
    const taken = (await readUser(server, userId)).username
    expect(await outcome(importHuman(true, { userName: taken.toUpperCase() }))).toBe(
      'AlreadyExists user.username_taken',
    )
  })
})

describe('before the initialization is finished', () => {
  const initial = 'FailedPrecondition user.initial'
  const newPassword = { password }
  const blocked: Readonly<Record<string, (userId: string) => Promise<unknown>>> = {
    SetEmail: (userId) => users().setEmail({ userId, email: 'new@mail.test' }),
    ResendEmailCode: (userId) => users().resendEmailCode({ userId }),
    SendEmailCode: (userId) => users().sendEmailCode({ userId }),
    VerifyEmail: (userId) => users().verifyEmail({ userId, verificationCode: 'x' }),
    SetPhone: (userId) => users().setPhone({ userId, phone: '+41795550001' }),
    ResendPhoneCode: (userId) => users().resendPhoneCode({ userId }),
    VerifyPhone: (userId) => users().verifyPhone({ userId, verificationCode: 'x' }),
    SetPassword: (userId) => users().setPassword({ userId, newPassword }),
    PasswordReset: (userId) => users().passwordReset({ userId }),
    UpdateHumanEmail: (userId) => management().updateHumanEmail({ userId, email: 'new@mail.test' }),
    ResendHumanEmailVerification: (userId) => management().resendHumanEmailVerification({ userId }),
    SetHumanPassword: (userId) => management().setHumanPassword({ userId, password }),
    SetHumanInitialPassword: (userId) => management().setHumanInitialPassword({ userId, password }),
    SendHumanResetPasswordNotification: (userId) =>
      management().sendHumanResetPasswordNotification({ userId }),
  }
  test.each(Object.entries(blocked))('%s is refused', async (_, call) => {
    const { userId } = await add(false)
    expect(await outcome(call(userId))).toBe(initial)
    expect(await eventTypesOf(server, userId)).toEqual(['user.human.added', codeAdded])
  })

  test('v1 changes the phone; UpdateHumanUser and UpdateHumanProfile work', async () => {
    const { userId } = await add(false)
    await management().updateHumanPhone({ userId, phone: '+41795550001' })
    await management().resendHumanPhoneVerification({ userId })
    await management().removeHumanPhone({ userId })
    const email = `${unique('moved')}@mail.test`
    await users().updateHumanUser({ userId, email: { email } })
    expect((await readHuman(server, userId)).email).toMatchObject({ email, isVerified: false })
    await management().updateHumanProfile({ userId, firstName: 'New', lastName: 'Name', displayName: 'N' })
    expect((await readUser(server, userId)).state).toBe(StateV2.INITIAL)
  })

  test('people can be locked and removed, but not deactivated', async () => {
    const { userId } = await add(false)
    expect(await outcome(users().deactivateUser({ userId }))).toBe(
      'FailedPrecondition user.deactivate_initial',
    )
    expect(await outcome(management().deactivateUser({ id: userId }))).toBe('NotFound user.not_found')
    await users().lockUser({ userId })
    expect((await readUser(server, userId)).state).toBe(StateV2.LOCKED)
    await users().deleteUser({ userId })
  })
})

test('the newest mailed code finishes the initialization once and sets the first password', async () => {
  // The hosted login calls this; it has no RPC.
  const call = {
    instance: { id: server.first.instanceId },
    signal: () => undefined,
    principal: { kind: 'anonymous' },
    now: server.clock.now(),
  }
  const { userId } = await add(false)
  const finish = (code: string) =>
    finishInitialization(server.product.deps, call as Call, anyUser(userId), { code, password })
  const first = await sentCode(server, userId, codeAdded)
  await management().resendHumanInitialization({ userId })
  await expect(finish(first)).rejects.toThrow('initialization code')
  const code = await sentCode(server, userId, codeAdded)
  await finish(code)
  expect((await readUser(server, userId)).state).toBe(StateV2.ACTIVE)
  expect((await readHuman(server, userId)).email?.isVerified).toBe(true)
  await passwordSession(server, userId)
  await expect(finish(code)).rejects.toThrow()
})

describe('ResendHumanInitialization', () => {
  test('voids the earlier code and can send to another address', async () => {
    const { userId } = await add(false)
    const first = await sentCode(server, userId, codeAdded)
    const { details } = await management().resendHumanInitialization({ userId })
    expect(details).toEqual(changedDetails(server.first.orgId, 3n))
    expect(await sentCode(server, userId, codeAdded)).not.toBe(first)
    const email = `${unique('resent')}@mail.test`
    await management().resendHumanInitialization({ userId, email })
    expect((await readHuman(server, userId)).email?.email).toBe(email)
    expect((await eventTypesOf(server, userId)).slice(3)).toEqual(['user.human.email.changed', codeAdded])
  })

  test('is refused after the initialization, outside the organization and for malformed addresses', async () => {
    const { userId } = await add(true, password)
    const call = (id: string, email = '', orgId?: string) =>
      outcome(management(orgId).resendHumanInitialization({ userId: id, email }))
    expect(await call(userId)).toBe('FailedPrecondition user.initialized_already')
    expect(await call('404')).toBe('NotFound user.not_found')
    const { userId: robot } = await addMachine(server)
    expect(await call(robot)).toBe('NotFound user.not_found')
    const waiting = (await add(false)).userId
    expect(await call(waiting, 'no address')).toMatch(/^InvalidArgument/)
    const { orgId } = await addOrg(server)
    expect(await call(waiting, '', orgId)).toBe('NotFound user.not_found')
  })
})
