import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { passwordFacet } from '../passwords/index.ts'
import { inviteFacet, userFacet } from '../users/index.ts'
import { type AccountsWorld, openAccountsWorld, password, statusOf } from './accountsWorld.ts'

let world: AccountsWorld
beforeAll(async () => {
  world = await openAccountsWorld()
})
afterAll(() => world.close())

const next = 'Another-Horse-2'
const byCode = (code: string) => ({
  newPassword: { password: next },
  verification: { case: 'verificationCode', value: code } as const,
})
const returned = { case: 'returnCode', value: {} } as const

describe('password reset', () => {
  test('a code sets the password once', async () => {
    const userId = await world.person({ withPassword: true })
    const { verificationCode = '' } = await world.users().passwordReset({ userId, medium: returned })
    expect(verificationCode).toMatch(/^[A-Z0-9]{6}$/)
    expect(await statusOf(world.users().setPassword({ userId, ...byCode('WRONG') }))).toBe('InvalidArgument')
    await world.users().setPassword({ userId, ...byCode(verificationCode) })
    expect(await statusOf(world.users().setPassword({ userId, ...byCode(verificationCode) }))).toBe(
      'FailedPrecondition',
    )
    await world.signIn(userId, next)
    expect(await statusOf(world.signIn(userId))).toBe('InvalidArgument')
  })

  test('of two uses at the same time one counts', async () => {
    const userId = await world.person()
    const { verificationCode = '' } = await world.users().passwordReset({ userId, medium: returned })
    const use = () => statusOf(world.users().setPassword({ userId, ...byCode(verificationCode) }))
    expect((await Promise.all([use(), use()])).sort()).toEqual(['FailedPrecondition', 'OK'])
  })

  test('ten wrong tries void a code', async () => {
    const userId = await world.person()
    const { verificationCode = '' } = await world.users().passwordReset({ userId, medium: returned })
    for (let tries = 0; tries < 10; tries++)
      await statusOf(world.users().setPassword({ userId, ...byCode('WRONG') }))
    expect(await statusOf(world.users().setPassword({ userId, ...byCode(verificationCode) }))).toBe(
      'FailedPrecondition',
    )
  })

  test('a code dies with the address it was sent to', async () => {
    const userId = await world.person()
    await world.users().passwordReset({ userId })
    const code = (await world.stream(userId)).state(passwordFacet).resetCode
    const plain = await world.secret(userId, code?.secretId ?? '')
    await world.users().setEmail({ userId, email: `moved-${userId}@mail.example` })
    expect(await statusOf(world.users().setPassword({ userId, ...byCode(plain) }))).toBe('FailedPrecondition')
  })

  test('who may ask, and for whom', async () => {
    const userId = await world.person({ withPassword: true })
    const self = await world.signIn(userId)
    expect(await statusOf(world.users(self).passwordReset({ userId }))).toBe('OK')
    expect(await statusOf(world.users(self).passwordReset({ userId, medium: returned }))).toBe('NotFound')
    const stranger = await world.signIn(await world.person({ withPassword: true }))
    expect(await statusOf(world.users(stranger).passwordReset({ userId }))).toBe('NotFound')
    expect(await statusOf(world.users().passwordReset({ userId: 'nobody' }))).toBe('NotFound')
    const broken = { case: 'sendLink', value: { urlTemplate: 'https://x.example/{{.Nothing}}' } } as const
    expect(await statusOf(world.users().passwordReset({ userId: 'nobody', medium: broken }))).toBe(
      'InvalidArgument',
    )
    const sms = { case: 'sendLink', value: { notificationType: 2 } } as const
    expect(await statusOf(world.users().passwordReset({ userId, medium: sms }))).toBe('FailedPrecondition')
    const management = world.management()
    expect(await statusOf(management.sendHumanResetPasswordNotification({ userId }))).toBe('OK')
    const orgId = await world.organization()
    const elsewhere = world.management({ orgId })
    expect(await statusOf(elsewhere.sendHumanResetPasswordNotification({ userId }))).toBe(
      'FailedPrecondition',
    )
  })
})

describe('passwords over v1', () => {
  test('an administrator sets one that must be changed, the person changes it', async () => {
    const userId = await world.person()
    const required = async () => {
      const state = (await world.stream(userId)).state(userFacet)
      return state.kind === 'human' && state.passwordChangeRequired
    }
    await world.management().setHumanPassword({ userId, password })
    expect(await required()).toBe(true)
    await world.management().setHumanPassword({ userId, password, noChangeRequired: true })
    expect(await required()).toBe(false)
    await world.management().setHumanInitialPassword({ userId, password })
    expect(await required()).toBe(true)
    const auth = world.auth(await world.signIn(userId))
    const change = (oldPassword: string, newPassword: string) =>
      statusOf(auth.updateMyPassword({ oldPassword, newPassword }))
    expect(await change('wrong', next)).toBe('InvalidArgument')
    expect(await change(password, 'short')).toBe('InvalidArgument')
    expect(await change(password, password)).toBe('FailedPrecondition')
    expect(await change(password, next)).toBe('OK')
    expect(await required()).toBe(false)
    const elsewhere = world.management({ orgId: await world.organization() })
    expect(await statusOf(elsewhere.setHumanPassword({ userId, password }))).toBe('FailedPrecondition')
  })

  test('the tenth wrong guess locks and is answered later', async () => {
    const userId = await world.person({ withPassword: true })
    const auth = world.auth(await world.signIn(userId))
    const wrong = () => statusOf(auth.updateMyPassword({ oldPassword: 'wrong', newPassword: next }))
    for (let guess = 0; guess < 9; guess++) expect(await wrong()).toBe('InvalidArgument')
    const before = performance.now()
    expect(await wrong()).toBe('InvalidArgument')
    expect(performance.now() - before).toBeGreaterThanOrEqual(1000)
    expect(await wrong()).toBe('FailedPrecondition')
    await world.users().unlockUser({ userId })
    await world.signIn(userId)
  })
})

describe('imports', () => {
  const person = (value: object) =>
    world.management().importHumanUser({
      userName: `import-${Math.random()}`,
      profile: { firstName: 'Alan', lastName: 'Turing' },
      email: { email: 'alan@mail.example', isEmailVerified: true },
      ...value,
    })
  const status = async (userId: string) => {
    const state = (await world.stream(userId)).state(userFacet)
    return state.kind === 'human' ? [state.status, state.email.verified] : []
  }

  test('a foreign hash opens the account and is renewed at its first use', async () => {
    const { userId } = await person({ hashedPassword: { value: 'e5d7cffe25654f7e3a1e334118c71549' } })
    expect(await status(userId)).toEqual(['active', true])
    await world.signIn(userId, 'correct')
    const { hash } = (await world.stream(userId)).state(passwordFacet)
    expect(await world.secret(userId, hash?.secretId ?? '')).toMatch(/^\$argon2id\$/)
    await world.signIn(userId, 'correct')
    const renewals = (await world.types(userId)).filter((type) => type === 'user.human.password.hash.updated')
    expect(renewals).toHaveLength(1)
    expect(await statusOf(person({ hashedPassword: { value: '$9$nonsense' } }))).toBe('InvalidArgument')
  })

  test('without credential or verified address the person is to be initialized', async () => {
    const bare = await person({})
    expect(await status(bare.userId)).toEqual(['initial', false])
    const unverified = await person({ email: { email: 'alan@mail.example' }, password })
    expect(await status(unverified.userId)).toEqual(['initial', false])
    expect(await statusOf(person({ idps: [{ configId: 'x', externalUserId: 'y' }] }))).toBe(
      'FailedPrecondition',
    )
  })

  test('a passkey to be registered is a credential, its link is answered', async () => {
    const { userId, passwordlessRegistration } = await person({ requestPasswordlessRegistration: true })
    expect(await status(userId)).toEqual(['active', true])
    expect(passwordlessRegistration?.link).toContain(`userID=${userId}`)
    expect(passwordlessRegistration?.lifetime?.seconds).toBe(3600n)
  })
})

describe('invitations', () => {
  const invite = (userId: string, token?: string) =>
    world.users(token).createInviteCode({ userId, verification: returned })

  test('the code proves the address once', async () => {
    const userId = await world.person()
    await world.users().setEmail({ userId, email: `invited-${userId}@mail.example` })
    const { inviteCode = '' } = await invite(userId)
    const verify = (verificationCode: string) =>
      statusOf(world.users().verifyInviteCode({ userId, verificationCode }))
    expect(await verify('WRONG')).toBe('InvalidArgument')
    expect(await verify(inviteCode)).toBe('OK')
    expect(await verify(inviteCode)).toBe('InvalidArgument')
    expect((await world.stream(userId)).state(userFacet)).toMatchObject({ email: { verified: true } })
    expect((await world.types(userId)).slice(-4)).toEqual([
      'user.human.invite.check.failed',
      'user.human.invite.check.succeeded',
      'user.human.email.verified',
      'user.human.invite.check.failed',
    ])
  })

  test('three wrong tries void it', async () => {
    const userId = await world.person()
    const { inviteCode = '' } = await invite(userId)
    for (const verificationCode of ['A', 'B', 'C'])
      await statusOf(world.users().verifyInviteCode({ userId, verificationCode }))
    expect(await statusOf(world.users().verifyInviteCode({ userId, verificationCode: inviteCode }))).toBe(
      'InvalidArgument',
    )
  })

  test('a sent one is sent again as it was', async () => {
    const userId = await world.person()
    const resend = () => statusOf(world.users().resendInviteCode({ userId }))
    expect(await resend()).toBe('FailedPrecondition')
    const link = { urlTemplate: 'https://app.example/{{.Code}}', applicationName: 'Engine' }
    await world.users().createInviteCode({ userId, verification: { case: 'sendCode', value: link } })
    expect(await resend()).toBe('OK')
    expect((await world.stream(userId)).state(inviteFacet)).toMatchObject(link)
    await invite(userId)
    expect(await resend()).toBe('FailedPrecondition')
  })

  test('who can log in needs none; strangers see nobody', async () => {
    const userId = await world.person({ withPassword: true })
    expect(await statusOf(invite(userId))).toBe('FailedPrecondition')
    expect(await statusOf(invite('nobody'))).toBe('FailedPrecondition')
    expect(await statusOf(invite(await world.person(), await world.signIn(userId)))).toBe('NotFound')
  })
})
