import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import {
  ManagementService,
  SendHumanResetPasswordNotificationRequest_Type as ResetType,
} from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { NotificationType } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { eventTypesOf } from './factors.ts'
import { addReader, linkIn, mailroom, type Reader } from './mailroom.ts'
import { password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'

const room = await mailroom()

const users = () => room.server.client(UserService)
const beta = () => room.server.client(UserServiceBeta)
const management = () => room.server.client(ManagementService)
const sessions = () => room.server.client(SessionService)
const nextPassword = 'Another-Horse-2'

/** The request for one kind of code, and its use. */
interface CodeByMail {
  readonly password?: string
  readonly request: (reader: Reader) => Promise<unknown>
  readonly path: string
  readonly parameters?: readonly string[]
  readonly use: (reader: Reader, link: URLSearchParams) => Promise<unknown>
  readonly again: string
  readonly sent: string
  /** The stream of the event; the person's by default. */
  readonly stream?: (link: URLSearchParams) => string
}

const codeOf = (link: URLSearchParams) => link.get('code') ?? ''
const newAddress = (reader: Reader) => ({ userId: reader.userId, email: `new-${reader.email}` })
const verifyEmail = ({ userId }: Reader, link: URLSearchParams) =>
  users().verifyEmail({ userId, verificationCode: codeOf(link) })
const resetTo = ({ userId }: Reader, verificationCode: string) =>
  users().setPassword({
    userId,
    newPassword: { password: nextPassword },
    verification: { case: 'verificationCode', value: verificationCode },
  })
const emailCode = {
  path: '/ui/v2/login/verify',
  use: verifyEmail,
  again: 'InvalidArgument user.email_code_wrong',
  sent: 'user.human.email.code.sent',
}
const resetCode = {
  password,
  path: '/ui/v2/login/password/set',
  use: (reader: Reader, link: URLSearchParams) => resetTo(reader, codeOf(link)),
  again: 'FailedPrecondition password.code_missing',
  sent: 'user.human.password.code.sent',
}
const invitation = {
  path: '/ui/v2/login/verify',
  parameters: ['invite'],
  use: ({ userId }: Reader, link: URLSearchParams) =>
    users().verifyInviteCode({ userId, verificationCode: codeOf(link) }),
  again: 'InvalidArgument user.invite_code_wrong',
  sent: 'user.human.invite.code.sent',
}
const passkeyLink = {
  path: '/ui/v2/login/passkey/set',
  parameters: ['codeId'],
  use: ({ userId }: Reader, link: URLSearchParams) =>
    users().registerPasskey({
      userId,
      code: { id: link.get('codeId') ?? '', code: codeOf(link) },
      domain: 'localhost',
    }),
  again: 'InvalidArgument passkey.code_wrong',
  sent: 'user.human.passwordless.initialization.code.sent',
}

const byMail: Readonly<Record<string, CodeByMail>> = {
  'v2 SetEmail': { ...emailCode, request: (reader) => users().setEmail(newAddress(reader)) },
  'v2beta SetEmail': { ...emailCode, request: (reader) => beta().setEmail(newAddress(reader)) },
  'v2 SendEmailCode': {
    ...emailCode,
    request: async (reader) => {
      await users().setEmail({ ...newAddress(reader), verification: { case: 'returnCode', value: {} } })
      await users().sendEmailCode({ userId: reader.userId })
    },
  },
  'v2 UpdateHumanUser': {
    ...emailCode,
    request: (reader) =>
      users().updateHumanUser({ userId: reader.userId, email: { email: `new-${reader.email}` } }),
  },
  'management UpdateHumanEmail': {
    ...emailCode,
    request: (reader) => management().updateHumanEmail(newAddress(reader)),
  },
  'v2 PasswordReset': { ...resetCode, request: ({ userId }) => users().passwordReset({ userId }) },
  'v2beta PasswordReset': { ...resetCode, request: ({ userId }) => beta().passwordReset({ userId }) },
  'management SendHumanResetPasswordNotification': {
    ...resetCode,
    request: ({ userId }) =>
      management().sendHumanResetPasswordNotification({ userId, type: ResetType.EMAIL }),
  },
  'v2 CreateInviteCode': {
    ...invitation,
    request: ({ userId }) =>
      users().createInviteCode({
        userId,
        verification: { case: 'sendCode', value: { applicationName: 'Portal' } },
      }),
  },
  'v2 CreatePasskeyRegistrationLink': {
    ...passkeyLink,
    request: ({ userId }) =>
      users().createPasskeyRegistrationLink({ userId, medium: { case: 'sendLink', value: {} } }),
  },
  'v2beta CreatePasskeyRegistrationLink': {
    ...passkeyLink,
    request: ({ userId }) =>
      beta().createPasskeyRegistrationLink({ userId, medium: { case: 'sendLink', value: {} } }),
  },
  'management SendPasswordlessRegistration': {
    ...passkeyLink,
    request: ({ userId }) => management().sendPasswordlessRegistration({ userId }),
  },
  'v2 SetSession with an OTP e-mail challenge': {
    password,
    path: '/ui/v2/login/otp/email',
    parameters: ['sessionId', 'loginName'],
    request: async ({ userId }) => {
      await users().addOTPEmail({ userId })
      const { sessionId } = await passwordSession(room.server, userId)
      await sessions().setSession({
        sessionId,
        challenges: { otpEmail: { deliveryType: { case: 'sendCode', value: {} } } },
      })
    },
    use: (_, link) =>
      sessions().setSession({
        sessionId: link.get('sessionId') ?? '',
        checks: { otpEmail: { code: codeOf(link) } },
      }),
    again: 'FailedPrecondition',
    sent: 'session.otp.email.sent',
    stream: (link) => link.get('sessionId') ?? '',
  },
}

describe('a code by mail arrives once and its link works once', () => {
  test.each(Object.entries(byMail))('%s', async (_name, kind) => {
    const reader = await addReader(room.server, kind.password === undefined ? {} : { password })
    await kind.request(reader)
    const before = room.mail.mails.length
    await room.server.runJobs()
    const withCode = room.mail.mails.slice(before).filter(({ text }) => text.includes('code='))
    expect(withCode).toHaveLength(1)
    const link = linkIn(withCode[0])
    const { searchParams } = link
    expect([link.hostname, link.pathname]).toEqual(['localhost', kind.path])
    const names = ['code', 'userId', 'organization', ...(kind.parameters ?? [])]
    expect([...searchParams.keys()].toSorted()).toEqual(names.toSorted())
    expect(searchParams.get('userId')).toBe(reader.userId)
    expect(searchParams.get('organization')).toBe(room.server.first.orgId)
    const stream = kind.stream?.(searchParams) ?? reader.userId
    expect((await eventTypesOf(room.server, stream)).filter((type) => type === kind.sent)).toHaveLength(1)

    await kind.use(reader, searchParams)
    const { code, id } = await refusalOf(kind.use(reader, searchParams))
    expect(`${code} ${id}`).toContain(kind.again)
  })

  test('each code has had its effect', async () => {
    const reader = await addReader(room.server, { password })
    const { userId, email } = reader
    await users().setEmail({ userId, email: `new-${email}` })
    const [mail] = await room.mailsTo(`new-${email}`)
    await verifyEmail(reader, linkIn(mail).searchParams)
    const { user } = await users().getUserByID({ userId })
    expect(user?.type).toMatchObject({ value: { email: { email: `new-${email}`, isVerified: true } } })

    await users().passwordReset({ userId })
    const [reset] = await room.mailsTo(`new-${email}`)
    await resetTo(reader, codeOf(linkIn(reset).searchParams))
    const search = { case: 'userId', value: userId } as const
    const signIn = (word: string) =>
      sessions().createSession({ checks: { user: { search }, password: { password: word } } })
    expect((await signIn(nextPassword)).sessionToken).not.toBe('')
    expect(await refusalOf(signIn(password))).toMatchObject({ code: 'InvalidArgument' })
  })
})

describe('a code by SMS arrives once and works once', () => {
  const codeIn = async ({ phone }: Reader, event: string) => {
    const posted = await room.smsTo(phone)
    expect(posted.map(({ contextInfo }) => contextInfo['eventType'])).toEqual([event])
    const code = String(posted[0]?.args['code'])
    expect(posted[0]?.templateData['text']).toContain(code)
    return code
  }

  test.each(['v2', 'v2beta', 'management', 'auth'] as const)('phone verification over %s', async (api) => {
    const { userId, email, phone: old } = await addReader(room.server, { password })
    const reader = { userId, email, phone: old.replace('+4178', '+4177') }
    const { phone } = reader
    const { sessionToken: token } = await passwordSession(room.server, userId)
    const own = room.server.client(AuthService, { token })
    if (api === 'v2') await users().setPhone({ userId, phone })
    else if (api === 'v2beta') await beta().setPhone({ userId, phone })
    else if (api === 'management') await management().updateHumanPhone({ userId, phone })
    else await own.setMyPhone({ phone })
    const code = await codeIn(reader, 'user.human.phone.code.added')
    const use = () =>
      api === 'auth' ? own.verifyMyPhone({ code }) : users().verifyPhone({ userId, verificationCode: code })
    await use()
    const { user } = await users().getUserByID({ userId })
    expect(user?.type).toMatchObject({ value: { phone: { phone, isVerified: true } } })
    expect((await refusalOf(use())).code).toBe(api === 'auth' ? 'NotFound' : 'InvalidArgument')
    expect(await eventTypesOf(room.server, userId)).toContain('user.human.phone.code.sent')
  })

  test.each(['v2', 'management'] as const)('password reset over %s', async (api) => {
    const reader = await addReader(room.server, { password })
    const { userId } = reader
    const sendLink = { notificationType: NotificationType.SMS }
    if (api === 'v2') await users().passwordReset({ userId, medium: { case: 'sendLink', value: sendLink } })
    else await management().sendHumanResetPasswordNotification({ userId, type: ResetType.SMS })
    const code = await codeIn(reader, 'user.human.password.code.added')
    await resetTo(reader, code)
    expect((await refusalOf(resetTo(reader, code))).code).toBe('FailedPrecondition')
  })

  test('a one-time code of a session', async () => {
    const reader = await addReader(room.server, { password })
    await users().addOTPSMS({ userId: reader.userId })
    const { sessionId } = await passwordSession(room.server, reader.userId)
    await sessions().setSession({ sessionId, challenges: { otpSms: {} } })
    const code = await codeIn(reader, 'session.otp.sms.challenged')
    const use = () => sessions().setSession({ sessionId, checks: { otpSms: { code } } })
    await use()
    const { session } = await sessions().getSession({ sessionId })
    expect(session?.factors?.otpSms).toBeDefined()
    expect((await refusalOf(use())).code).toBe('FailedPrecondition')
  })
})
