import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, eventsOf, eventTypesOf, testClock, wrongCodeAt } from './factors.ts'
import { addKey, domain } from './keys.ts'
import { addPerson, password } from './people.ts'
import { addMachine, changedDetails, outcome } from './tenants.ts'
import { addHuman, addSelf, outcomes, readHuman, sentCode } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = (token?: string) => server.client(UserService, token ? { token } : {})
const added = 'user.human.invite.code.added'
const wrong = 'InvalidArgument user.invite_code_wrong'
const returnCode = { case: 'returnCode', value: {} } as const
const verify = (userId: string, verificationCode: string, token?: string) =>
  users(token).verifyInviteCode({ userId, verificationCode })
async function invited(): Promise<{ userId: string; code: string }> {
  const { userId } = await addHuman(server)
  const { inviteCode = '' } = await users().createInviteCode({ userId, verification: returnCode })
  return { userId, code: inviteCode }
}

describe('CreateInviteCode', () => {
  test('returns the code on request; it proves the address and works once', async () => {
    const { userId } = await addHuman(server)
    const { details, inviteCode = '' } = await users().createInviteCode({
      userId,
      verification: returnCode,
    })
    expect(details).toEqual(changedDetails(server.first.orgId, 2n))
    expect(inviteCode).toMatch(/^[A-Z0-9]{6}$/)
    const accepted = await verify(userId, inviteCode)
    expect(accepted.details).toEqual(changedDetails(server.first.orgId, 4n))
    expect((await readHuman(server, userId)).email?.isVerified).toBe(true)
    expect(await outcome(verify(userId, inviteCode))).toBe(wrong)
    expect(await eventTypesOf(server, userId)).toEqual([
      'user.human.added',
      added,
      'user.human.invite.check.succeeded',
      'user.human.email.verified',
      'user.human.invite.check.failed',
    ])
  })

  test('sends the code by default and reuses link and application of the last invitation', async () => {
    const { userId } = await addHuman(server)
    const urlTemplate = 'https://x.test/{{.UserID}}/{{.Code}}'
    const value = { urlTemplate, applicationName: 'Ledger' }
    const { inviteCode } = await users().createInviteCode({
      userId,
      verification: { case: 'sendCode', value },
    })
    expect(inviteCode ?? '').toBe('')
    const first = await sentCode(server, userId, added)
    await users().createInviteCode({ userId })
    const { payload } = (await eventsOf(server, userId)).at(-1) ?? {}
    expect(payload).toMatchObject({ ...value, returned: false })
    expect(await outcome(verify(userId, first)), 'the newer code replaced it').toBe(wrong)
    await verify(userId, await sentCode(server, userId, added))
  })

  test('is refused for people with a password, machines and unknown users', async () => {
    const { userId } = await addPerson(server)
    const { userId: robot } = await addMachine(server)
    const { userId: plain } = await addHuman(server)
    const broken = { case: 'sendCode', value: { urlTemplate: '{{.Code' } } as const
    const create = (id: string) => users().createInviteCode({ userId: id })
    const calls = [
      create(userId),
      create('404'),
      create(robot),
      users().createInviteCode({ userId: plain, verification: broken }),
    ]
    expect(await outcomes(calls)).toEqual([
      'FailedPrecondition user.invite_needless',
      'FailedPrecondition user.missing',
      'FailedPrecondition user.missing',
      'InvalidArgument link_template.invalid',
    ])
  })

  test('requires user.write; callers without a membership get not_found', async () => {
    const { userId } = await addHuman(server)
    const stranger = await addSelf(server)
    const viewer = await addMachine(server, { roles: ['ORG_OWNER_VIEWER'] })
    const manager = await addMachine(server, { roles: ['ORG_USER_MANAGER'] })
    const create = (token: string, id = userId) =>
      outcome(users(token).createInviteCode({ userId: id, verification: returnCode }))
    expect(await create(stranger.token)).toBe('NotFound permission.membership_not_found')
    expect(await create(stranger.token, '404')).toBe('NotFound permission.membership_not_found')
    expect(await create(viewer.token)).toBe('PermissionDenied permission.denied')
    expect(await create(manager.token)).toBe('ok')
  })
})

describe('ResendInviteCode', () => {
  test('replaces the code of an invitation that was sent', async () => {
    const { userId } = await addHuman(server)
    const none = 'FailedPrecondition user.invite_code_missing'
    expect(await outcome(users().resendInviteCode({ userId }))).toBe(none)
    const urlTemplate = 'https://x.test/{{.Code}}'
    await users().createInviteCode({
      userId,
      verification: { case: 'sendCode', value: { urlTemplate, applicationName: 'Ledger' } },
    })
    const first = await sentCode(server, userId, added)
    const { details } = await users().resendInviteCode({ userId })
    expect(details).toEqual(changedDetails(server.first.orgId, 3n))
    const { payload } = (await eventsOf(server, userId)).at(-1) ?? {}
    expect(payload).toMatchObject({ urlTemplate, applicationName: 'Ledger' })
    expect(await outcome(verify(userId, first))).toBe(wrong)
    await verify(userId, await sentCode(server, userId, added))
    expect(await outcome(users().resendInviteCode({ userId })), 'after its use').toBe(none)
  })

  test('is refused after a returned code, for people with a password and for unknown users', async () => {
    const { userId } = await invited()
    const { userId: settled } = await addHuman(server)
    await users().createInviteCode({ userId: settled })
    await users().setPassword({ userId: settled, newPassword: { password } })
    const resend = (id: string) => users().resendInviteCode({ userId: id })
    expect(await outcomes([resend(userId), resend(settled), resend('404')])).toEqual([
      'FailedPrecondition user.invite_code_missing',
      'FailedPrecondition user.invite_needless',
      'FailedPrecondition user.missing',
    ])
  })
})

describe('VerifyInviteCode', () => {
  test('the third failure in a row voids the code', async () => {
    const { userId, code } = await invited()
    expect(await outcome(verify(userId, 'WRONG1'))).toBe(wrong)
    expect(await outcome(verify(userId, 'WRONG2'))).toBe(wrong)
    await verify(userId, code)
    const second = await invited()
    for (const guess of ['WRONG1', 'WRONG2', 'WRONG3', second.code])
      expect(await outcome(verify(second.userId, guess))).toBe(wrong)
    expect((await readHuman(server, second.userId)).email?.isVerified).toBe(false)
  })

  test('codes expire after 72 hours', async () => {
    const early = await invited()
    clock.advance(72 * 3600 - 60)
    await verify(early.userId, early.code)
    const late = await invited()
    clock.advance(72 * 3600 + 1)
    expect(await outcome(verify(late.userId, late.code))).toBe(wrong)
    expect((await eventTypesOf(server, late.userId)).at(-1)).toBe('user.human.invite.check.failed')
  })

  test.each<[string, (userId: string) => Promise<unknown>]>([
    ['a password', (userId) => users().setPassword({ userId, newPassword: { password } })],
    ['a passkey', (userId) => addKey(server, userId, 'passkey')],
  ])('the code is void and its secret is gone once the person has %s', async (_, give) => {
    const { userId, code } = await invited()
    expect(await sentCode(server, userId, added)).toBe(code)
    await users().registerPasskey({ userId, domain })
    expect(await sentCode(server, userId, added), 'nothing is registered yet').toBe(code)
    await give(userId)
    expect(await sentCode(server, userId, added)).toBe('')
    expect(await outcome(verify(userId, code))).toBe(wrong)
    expect((await readHuman(server, userId)).email?.isVerified).toBe(false)
  })

  test('locked and deactivated people keep the code', async () => {
    const { userId, code } = await invited()
    await users().lockUser({ userId })
    const before = await eventTypesOf(server, userId)
    expect(await outcome(verify(userId, code))).toBe('FailedPrecondition user.account_locked')
    expect(await eventTypesOf(server, userId)).toEqual(before)
    expect(await outcome(verify(userId, 'WRONG1'))).toBe(wrong)
    await users().unlockUser({ userId })
    await users().deactivateUser({ userId })
    expect(await outcome(verify(userId, code))).toBe('FailedPrecondition user.account_inactive')
    await users().reactivateUser({ userId })
    await verify(userId, code)
  })

  test('a lock by wrong guesses keeps the code until it ends', async () => {
    const { userId, code } = await invited()
    const key = await addApp(server, userId)
    const sessions = server.client(SessionService)
    const guess = () =>
      outcome(
        sessions.createSession({
          checks: {
            user: { search: { case: 'userId', value: userId } },
            totp: { code: wrongCodeAt(key, clock.now()) },
          },
        }),
      )
    for (let count = 0; count < 10; count++) await guess()
    expect(await outcome(verify(userId, code))).toBe('FailedPrecondition user.account_locked')
    clock.advance(15 * 60 + 1)
    await verify(userId, code)
  })

  test('unknown users and machines are refused; strangers’ tries are not counted', async () => {
    const { userId: robot } = await addMachine(server)
    expect(await outcomes([verify('404', 'NONE00'), verify(robot, 'NONE00')])).toEqual(
      Array(2).fill('FailedPrecondition user.missing'),
    )
    const { userId, code } = await invited()
    const { token } = await addSelf(server)
    for (let count = 0; count < 4; count++)
      expect(await outcome(verify(userId, 'WRONG1', token))).toMatch(/^NotFound/)
    await verify(userId, code)
  })

  test('the log does not contain the code', async () => {
    const { userId, code } = await invited()
    const { events } = await server.client(AdminService).listEvents({ aggregateId: userId })
    expect(JSON.stringify(events.map(({ payload }) => payload))).not.toContain(code)
  })
})
