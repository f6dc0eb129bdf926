import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SecretGeneratorType } from '@zitadel/proto/zitadel/settings_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { addApp, eventTypesOf } from './factors.ts'
import { addKey } from './keys.ts'
import { addReader, mailroom, type Reader } from './mailroom.ts'
import { password, passwordSession } from './people.ts'
import { addRecoveryCodes, checkRecoveryCode, removeRecoveryCodes } from './recoveryCodes.ts'
import { sentCode } from './userFixtures.ts'

const room = await mailroom()

const users = () => room.server.client(UserService)
const management = () => room.server.client(ManagementService)
const newPassword = { password: 'Another-Horse-2' }

/** Adds a factor; returns its removal. */
type AddFactor = (reader: Reader) => Promise<() => Promise<unknown>>
const factors: Readonly<Record<string, AddFactor>> = {
  'Authenticator app': async ({ userId }) => {
    await addApp(room.server, userId)
    return () => users().removeTOTP({ userId })
  },
  'One-time code by SMS': async ({ userId }) => {
    await users().addOTPSMS({ userId })
    return () => management().removeHumanAuthFactorOTPSMS({ userId })
  },
  'One-time code by e-mail': async ({ userId }) => {
    await users().addOTPEmail({ userId })
    return () => management().removeHumanAuthFactorOTPEmail({ userId })
  },
  'Security key': async ({ userId }) => {
    const { id: u2fId } = await addKey(room.server, userId, 'u2f')
    return () => users().removeU2F({ userId, u2fId })
  },
  Passkey: async ({ userId }) => {
    const { id: passkeyId } = await addKey(room.server, userId, 'passkey')
    return () => users().removePasskey({ userId, passkeyId })
  },
}

describe('a person is informed', () => {
  test.each(Object.entries(factors))('of a factor added and removed: %s', async (name, add) => {
    const reader = await addReader(room.server)
    const remove = await add(reader)
    const [added, ...more] = await room.mailsTo(reader.email)
    expect([added?.subject, more]).toEqual(['A login factor was added to your account', []])
    expect(added?.text).toContain(`${reader.email}: ${name}.`)
    await remove()
    const [removed, ...others] = await room.mailsTo(reader.email)
    expect([removed?.subject, others]).toEqual(['A login factor was removed from your account', []])
    expect(removed?.text).toContain(`${reader.email}: ${name}.`)
  })

  test('of recovery codes created, used, replaced and removed', async () => {
    const reader = await addReader(room.server, { password })
    const { userId, email } = reader
    await addApp(room.server, userId)
    await room.mailsTo(email)
    const subjects = async () => (await room.mailsTo(email)).map(({ subject }) => subject)
    const [code = ''] = await addRecoveryCodes(room.server, userId)
    expect(await subjects()).toEqual(['A login factor was added to your account'])
    const { sessionId } = await passwordSession(room.server, userId)
    await checkRecoveryCode(room.server, sessionId, code)
    const [used, ...more] = await room.mailsTo(email)
    expect([used?.subject, more]).toEqual(['A recovery code was used for your account', []])
    expect(used?.text).toContain('Codes left: 9.')
    expect(used?.text).not.toContain(code)
    await addRecoveryCodes(room.server, userId)
    expect(await subjects()).toEqual(['Your recovery codes were replaced'])
    await removeRecoveryCodes(room.server, userId)
    const [removed] = await room.mailsTo(email)
    expect(removed?.text).toContain(`${email}: Recovery codes.`)
    await addRecoveryCodes(room.server, userId)
    await room.mailsTo(email)
    await users().removeTOTP({ userId })
    const gone = (await room.mailsTo(email)).map(({ text }) => text).toSorted()
    expect(gone).toEqual([
      expect.stringContaining(`${email}: Authenticator app.`),
      expect.stringContaining(`${email}: Recovery codes.`),
    ])
  })

  test('of a changed password, unless the notification policy forbids it', async () => {
    const { userId, email } = await addReader(room.server, { password })
    await users().setPassword({ userId, newPassword })
    expect((await room.mailsTo(email)).map(({ subject }) => subject)).toEqual(['Your password was changed'])
    expect(await eventTypesOf(room.server, userId)).toContain('user.human.password.change.sent')
    const admin = room.server.client(AdminService)
    await admin.updateNotificationPolicy({ passwordChange: false })
    await users().setPassword({ userId, newPassword: { password } })
    expect(await room.mailsTo(email)).toEqual([])
    await management().addCustomNotificationPolicy({ passwordChange: true })
    await users().setPassword({ userId, newPassword })
    expect(await room.mailsTo(email)).toHaveLength(1)
    await management().resetNotificationPolicyToDefault({})
    await admin.updateNotificationPolicy({ passwordChange: true })
  })

  test('of a changed address, at the old one and, if it is verified, at the new one', async () => {
    const { userId, email } = await addReader(room.server)
    const changed = `moved-${email}`
    const verification = { case: 'isVerified', value: true } as const
    await users().setEmail({ userId, email: changed, verification })
    const before = room.mail.mails.length
    await room.server.runJobs()
    const notices = room.mail.mails.slice(before).filter(({ subject }) => /address was changed/.test(subject))
    expect(notices.flatMap(({ to }) => to).toSorted()).toEqual([changed, email].toSorted())
    await users().setEmail({ userId, email })
    expect((await room.mailsTo(changed)).map(({ subject }) => subject)).toEqual([
      'Your e-mail address was changed',
    ])
  })

  test('of a phone number added, changed and removed, whoever does it', async () => {
    const { userId, email } = await addReader(room.server)
    const subjects = async () => (await room.mailsTo(email)).map(({ subject }) => subject)
    for (const phone of ['+41791234501', '+41791234502']) {
      await users().setPhone({ userId, phone, verification: { case: 'isVerified', value: true } })
      const [mail, ...more] = await room.mailsTo(email)
      expect([mail?.subject, more]).toEqual(['Your phone number was changed', []])
      expect(mail?.text).not.toContain(phone)
    }
    await management().removeHumanPhone({ userId })
    expect(await subjects()).toEqual(['Your phone number was removed'])
  })

  test('of a changed user name, with the name to log in by', async () => {
    const { userId, email } = await addReader(room.server)
    await users().updateHumanUser({ userId, username: `renamed-${userId}` })
    const [mail, ...more] = await room.mailsTo(email)
    expect([mail?.subject, more]).toEqual(['Your user name was changed', []])
    expect(mail?.text).toContain(`renamed-${userId}`)
    await users().updateHumanUser({ userId, username: `renamed-${userId}` })
    expect(await room.mailsTo(email)).toEqual([])
  })

  test('of no new user name by a rule of the organization for all names', async () => {
    const { email } = await addReader(room.server)
    const admin = room.server.client(AdminService)
    const { policy } = await admin.getDomainPolicy({})
    const rule = {
      userLoginMustBeDomain: policy?.userLoginMustBeDomain ?? false,
      validateOrgDomains: policy?.validateOrgDomains ?? false,
      smtpSenderAddressMatchesInstanceDomain: policy?.smtpSenderAddressMatchesInstanceDomain ?? false,
    }
    await admin.updateDomainPolicy({ ...rule, userLoginMustBeDomain: !rule.userLoginMustBeDomain })
    expect(await room.mailsTo(email)).toEqual([])
    await admin.updateDomainPolicy(rule)
    expect(await room.mailsTo(email)).toEqual([])
  })

  test('at a verified address alone', async () => {
    const { userId, email } = await addReader(room.server)
    await users().setEmail({ userId, email: `new-${email}`, verification: { case: 'returnCode', value: {} } })
    await room.mailsTo(email)
    await users().setPhone({ userId, phone: '+41791234503' })
    await users().updateHumanUser({ userId, username: `other-${userId}` })
    expect(await room.mailsTo(`new-${email}`)).toEqual([])
    expect(await room.mailsTo(email)).toEqual([])
  })

  test('in their own language, with names escaped', async () => {
    const { userId, email } = await addReader(room.server, { language: 'de-CH' })
    await users().addOTPEmail({ userId })
    const [mail] = await room.mailsTo(email)
    expect(mail?.html).toContain('<html lang="de" dir="ltr">')
    expect(mail?.text).toContain('Einmalcode')
    expect(mail?.html).toContain('&#60;b&#62;Reader&#60;/b&#62;')
    expect(mail?.html).not.toContain('<b>Reader')
  })

  test('of nothing that they were created with', async () => {
    const { email } = await addReader(room.server, { password })
    expect(await room.mailsTo(email)).toEqual([])
  })
})

/** Each happens after a mail was requested and before it is sent. */
const stopped: Readonly<Record<string, (userId: string) => Promise<unknown>>> = {
  removed: (userId) => users().deleteUser({ userId }),
  locked: (userId) => users().lockUser({ userId }),
  deactivated: (userId) => users().deactivateUser({ userId }),
}

describe('nothing is sent late', () => {
  test.each(Object.entries(stopped))('to a person who was %s', async (_name, happen) => {
    const { userId, email, phone } = await addReader(room.server, { password })
    const { sessionId } = await passwordSession(room.server, userId)
    await users().addOTPSMS({ userId })
    await users().addOTPEmail({ userId })
    await room.server.client(SessionService).setSession({
      sessionId,
      challenges: { otpSms: {}, otpEmail: { deliveryType: { case: 'sendCode', value: {} } } },
    })
    await users().passwordReset({ userId })
    await users().setPassword({ userId, newPassword })
    await users().createPasskeyRegistrationLink({ userId, medium: { case: 'sendLink', value: {} } })
    await happen(userId)
    const posted = room.sms.requests.length
    expect(await room.mailsTo(email)).toEqual([])
    const toPhone = room.sms.requests.slice(posted).filter(({ body }) => body.includes(phone))
    expect(toPhone).toEqual([])
    expect(await room.waitingJobs()).toEqual([])
    const types = await eventTypesOf(room.server, userId)
    expect(types.filter((type) => type.endsWith('.sent'))).toEqual([])
  })

  test('with a code that was replaced: only the newer one arrives and works', async () => {
    const { userId, email } = await addReader(room.server, { password })
    const urlTemplate = 'https://app.example/{{.Code}}'
    const medium = { case: 'sendLink', value: { urlTemplate: `${urlTemplate}/first` } } as const
    await users().passwordReset({ userId, medium })
    await users().passwordReset({
      userId,
      medium: { case: 'sendLink', value: { urlTemplate: `${urlTemplate}/second` } },
    })
    const mails = await room.mailsTo(email)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toMatch(/https:\/\/app\.example\/[A-Z0-9]{6}\/second/)
  })

  test('with a code that was used or has expired', async () => {
    const { userId, email } = await addReader(room.server)
    await users().setEmail({ userId, email: `used-${email}` })
    const verificationCode = await sentCode(room.server, userId, 'user.human.email.code.added')
    await users().verifyEmail({ userId, verificationCode })
    const admin = room.server.client(AdminService)
    const generator = {
      generatorType: SecretGeneratorType.PASSWORD_RESET_CODE,
      length: 6,
      includeDigits: true,
    }
    await admin.updateSecretGenerator({ ...generator, expiry: { nanos: 1_000_000 } })
    await users().passwordReset({ userId })
    await admin.updateSecretGenerator({ ...generator, expiry: { seconds: 3600n } })
    const before = room.mail.mails.length
    await room.server.runJobs()
    expect(room.mail.mails.slice(before).filter(({ text }) => text.includes('code='))).toEqual([])
    expect(await room.waitingJobs()).toEqual([])
  })

  test('but an automatic lock stops no mail', async () => {
    const { userId, email } = await addReader(room.server, { password })
    const admin = room.server.client(AdminService)
    await admin.updateLockoutPolicy({ maxPasswordAttempts: 1, maxOtpAttempts: 10 })
    await users().passwordReset({ userId })
    await expect(passwordSession(room.server, userId, 'wrong')).rejects.toThrow()
    await admin.updateLockoutPolicy({ maxPasswordAttempts: 10, maxOtpAttempts: 10 })
    expect((await eventTypesOf(room.server, userId)).at(-1)).toBe('user.locked')
    expect(await room.mailsTo(email)).toHaveLength(1)
  })

  test('with a code for an address that was changed', async () => {
    const { userId, email } = await addReader(room.server)
    await users().setEmail({ userId, email: `first-${email}` })
    await users().setEmail({ userId, email: `second-${email}` })
    const before = room.mail.mails.length
    await room.server.runJobs()
    const codes = room.mail.mails.slice(before).filter(({ text }) => text.includes('code='))
    expect(codes.flatMap(({ to }) => to)).toEqual([`second-${email}`])
  })
})
