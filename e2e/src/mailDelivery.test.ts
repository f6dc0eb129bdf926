import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { NotificationType } from '@zitadel/proto/zitadel/user/v2/password_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test, vi } from 'vitest'
import { openSender } from '../../server/src/features/notifications/adapters/send.ts'
import { notificationTasks } from '../../server/src/features/notifications/tasks.ts'
import { startWorker } from '../../server/src/jobs/startWorker.ts'
import { systemClock } from '../../server/src/kernel/clock.ts'
import { eventTypesOf } from './factors.ts'
import { addReader, linkIn, mailroom, type Posted } from './mailroom.ts'
import { password, passwordSession } from './people.ts'
import { refusalOf } from './refusal.ts'
import { sentCode } from './userFixtures.ts'

const room = await mailroom()

const users = () => room.server.client(UserService)
const admin = () => room.server.client(AdminService)
const management = () => room.server.client(ManagementService)
const resetSent = async (userId: string) =>
  (await eventTypesOf(room.server, userId)).filter((type) => type === 'user.human.password.code.sent').length

describe('a refused delivery', () => {
  test('by the mail server is retried, and recorded once it succeeds', async () => {
    const { userId, email } = await addReader(room.server, { password })
    await users().passwordReset({ userId })
    room.mail.refuse = 2
    for (const refused of [1, 2]) {
      expect(await room.mailsTo(email), `try ${refused}`).toEqual([])
      expect([await resetSent(userId), (await room.waitingJobs()).length]).toEqual([0, 1])
      await room.retryNow()
    }
    const mails = await room.mailsTo(email)
    expect([mails.length, await resetSent(userId), await room.waitingJobs()]).toEqual([1, 1, []])
    const value = linkIn(mails[0]).searchParams.get('code') ?? ''
    const verification = { case: 'verificationCode', value } as const
    await users().setPassword({ userId, newPassword: { password: 'Another-Horse-2' }, verification })
  })

  test('by the SMS provider is retried', async () => {
    const { userId, phone } = await addReader(room.server, { password })
    const next = phone.replace('+4178', '+4177')
    await users().setPhone({ userId, phone: next })
    room.sms.status = 503
    expect(await room.smsTo(next)).toHaveLength(1)
    expect(await eventTypesOf(room.server, userId)).not.toContain('user.human.phone.code.sent')
    room.sms.status = 200
    await room.retryNow()
    const again = await room.smsTo(next)
    expect(again).toHaveLength(1)
    const code = String(again[0]?.args['code'])
    await users().verifyPhone({ userId, verificationCode: code })
    const keys = room.sms.requests.filter(({ body }) => body.includes(next)).map(({ headers }) => headers)
    expect(new Set(keys.map((headers) => headers['idempotency-key'])).size).toBe(1)
  })
})

test('a one-time code of a session that the SMS provider refused is retried, and works', async () => {
  const { userId, phone } = await addReader(room.server, { password })
  await users().addOTPSMS({ userId })
  await room.server.runJobs()
  const sessions = room.server.client(SessionService)
  const { sessionId } = await passwordSession(room.server, userId)
  room.sms.status = 503
  await sessions.setSession({ sessionId, challenges: { otpSms: {} } })
  expect(await room.smsTo(phone)).toHaveLength(1)
  expect(await eventTypesOf(room.server, sessionId)).not.toContain('session.otp.sms.sent')
  room.sms.status = 200
  await room.retryNow()
  const [posted, ...more] = await room.smsTo(phone)
  expect([more, await room.waitingJobs()]).toEqual([[], []])
  expect(posted?.templateData['text']).toMatch(
    /^\d{8} is your one-time code for localhost. It is valid for 5 minutes./,
  )
  expect(await eventTypesOf(room.server, sessionId)).toContain('session.otp.sms.sent')
  await sessions.setSession({ sessionId, checks: { otpSms: { code: String(posted?.args['code']) } } })
})

describe('Twilio', () => {
  /** Delivers with Twilio's addresses replaced by the receiver's; returns the forms posted to this path. */
  const formsTo = async (path: string) => {
    const before = room.sms.requests.length
    const { deps } = room.server.product
    const send = openSender(deps, {
      messaging: room.sms.url,
      verify: room.sms.url,
    })
    await room.server.runJobs(notificationTasks(deps, send))
    return room.sms.requests.slice(before).filter((request) => request.path === path)
  }
  const messages = '/2010-04-01/Accounts/AC1/Messages.json'
  const activate = async (changes: object) => {
    const account = { sid: 'AC1', token: 'twilio-token', senderNumber: '+15550100' }
    const { id } = await admin().addSMSProviderTwilio({ ...account, ...changes })
    await admin().activateSMSProvider({ id })
  }
  const withNewPhone = async () => {
    const reader = await addReader(room.server, { password })
    const phone = reader.phone.replace('+4178', '+4175')
    await users().setPhone({ userId: reader.userId, phone })
    const code = await sentCode(room.server, reader.userId, 'user.human.phone.code.added')
    return { userId: reader.userId, phone, code }
  }

  test('receives an SMS by its Messages resource, with the sealed token', async () => {
    await activate({})
    const { userId, phone, code } = await withNewPhone()
    const [request, ...others] = await formsTo(messages)
    expect(others).toEqual([])
    const credentials = Buffer.from('AC1:twilio-token').toString('base64')
    expect(request?.headers['authorization']).toBe(`Basic ${credentials}`)
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      To: phone,
      From: '+15550100',
      Body: `${code} is your code to confirm this phone number for localhost. It is valid for 1 hour.`,
    })
    expect(await eventTypesOf(room.server, userId)).toContain('user.human.phone.code.sent')
  })

  test('sends codes by its Verify service if the account has one', async () => {
    await activate({ verifyServiceSid: 'VA1' })
    const { code } = await withNewPhone()
    const [request] = await formsTo('/v2/Services/VA1/Verifications')
    expect(new URLSearchParams(request?.body).get('CustomCode')).toBe(code)
  })

  test('receives a reset code by SMS with its link', async () => {
    await activate({ senderNumber: 'MG77' })
    const { userId } = await addReader(room.server, { password })
    const medium = { case: 'sendLink', value: { notificationType: NotificationType.SMS } } as const
    await users().passwordReset({ userId, medium })
    const code = await sentCode(room.server, userId, 'user.human.password.code.added')
    const form = new URLSearchParams((await formsTo(messages)).at(-1)?.body)
    expect(form.get('MessagingServiceSid')).toBe('MG77')
    const link = new URL(/\nhttps?:\S+/.exec(form.get('Body') ?? '')?.[0].trim() ?? '')
    expect([link.pathname, link.searchParams.get('code')]).toEqual(['/ui/v2/login/password/set', code])
    expect(await eventTypesOf(room.server, userId)).toContain('user.human.password.code.sent')
    await admin().activateSMSProvider({ id: room.smsProviderId })
  })
})

test('a job that runs twice sends one message', async () => {
  const { userId, email } = await addReader(room.server, { password })
  await users().passwordReset({ userId })
  const { database } = room.server.product.deps
  await database.query(
    `select graphile_worker.add_job(t.identifier, j.payload) from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id`,
  )
  expect(await room.mailsTo(email)).toHaveLength(1)
})

test('a mail whose outcome the database did not take is sent again under the same Message-ID, another mail is not', async () => {
  const { userId, email } = await addReader(room.server, { password })
  const { database } = room.server.product.deps
  await users().passwordReset({ userId })
  await database.query(
    `alter table events add constraint outage check (type <> 'user.human.password.code.sent') not valid`,
  )
  try {
    expect(await room.mailsTo(email)).toHaveLength(1)
    expect([await resetSent(userId), (await room.waitingJobs()).length]).toEqual([0, 1])
  } finally {
    await database.query('alter table events drop constraint outage')
  }
  await room.retryNow()
  expect(await room.mailsTo(email)).toHaveLength(1)
  expect([await resetSent(userId), await room.waitingJobs()]).toEqual([1, []])
  await users().passwordReset({ userId })
  expect(await room.mailsTo(email)).toHaveLength(1)
  const [first, again, another] = room.mail.mails
    .filter(({ to }) => to.includes(email))
    .map(({ headers }) => /^Message-ID: (<\w{32}@id\.example>)$/im.exec(headers)?.[1])
  expect(first).toBeDefined()
  expect(again).toBe(first)
  expect(another).not.toBe(first)
})

test('two workers deliver each message exactly once, by themselves', async () => {
  const { product, testDatabase } = room.server
  const worker = {
    database: testDatabase.database,
    logger: product.deps.logger,
    clock: systemClock,
    jobs: product.jobs,
  }
  const readers = await Promise.all(Array.from({ length: 12 }, () => addReader(room.server, { password })))
  const workers = await Promise.all([startWorker(worker), startWorker(worker)])
  try {
    await Promise.all(readers.map(({ userId }) => users().passwordReset({ userId })))
    await vi.waitFor(async () => expect(await room.waitingJobs()).toEqual([]), {
      timeout: 30_000,
      interval: 50,
    })
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
  const addresses = readers.map(({ email }) => email)
  const received = room.mail.mails.flatMap(({ to }) => to).filter((to) => addresses.includes(to))
  expect(received.toSorted()).toEqual(addresses.toSorted())
  for (const { userId } of readers) expect(await resetSent(userId)).toBe(1)
})

describe('a link template', () => {
  test('is filled with the named fields only, each escaped for its place', async () => {
    const { userId, email } = await addReader(room.server)
    const urlTemplate = 'https://app.example/v?u={{.UserID}}&c={{.Code}}&o={{.OrgID}}&n={{.DisplayName}}'
    const next = `next-${email}`
    await users().setEmail({
      userId,
      email: next,
      verification: {
        case: 'sendCode',
        value: { urlTemplate: urlTemplate.replace('&n={{.DisplayName}}', '') },
      },
    })
    const [mail] = await room.mailsTo(next)
    const { searchParams } = linkIn(mail)
    expect([...searchParams.keys()]).toEqual(['u', 'c', 'o'])
    expect(searchParams.get('u')).toBe(userId)
    expect(searchParams.get('o')).toBe(room.server.first.orgId)
    await users().verifyEmail({ userId, verificationCode: searchParams.get('c') ?? '' })
    expect(room.mail.mails.filter(({ to }) => to.includes(next))).toHaveLength(1)
  })

  test.each([
    'https://app.example/{{.Password}}',
    '{{ range . }}',
    'https://app.example/{{',
    'javascript:alert({{.Code}})',
    'data:text/html,{{.Code}}',
  ])(
    'that is broken or leads to no web page or app is refused and nothing is sent: %s',
    async (urlTemplate) => {
      const { userId, email } = await addReader(room.server, { password })
      const sendCode = { case: 'sendCode', value: { urlTemplate } } as const
      const sendLink = { case: 'sendLink', value: { urlTemplate } } as const
      const calls = [
        users().setEmail({ userId, email: `x-${email}`, verification: sendCode }),
        users().passwordReset({ userId, medium: sendLink }),
        users().createPasskeyRegistrationLink({ userId, medium: sendLink }),
      ]
      for (const { code } of await Promise.all(calls.map(refusalOf))) expect(code).toBe('InvalidArgument')
      expect(await room.waitingJobs()).toEqual([])
    },
  )
})

test('a returned code is not sent', async () => {
  const { userId, email, phone } = await addReader(room.server, { password })
  const returnCode = { case: 'returnCode', value: {} } as const
  await users().passwordReset({ userId, medium: returnCode })
  await users().createPasskeyRegistrationLink({ userId, medium: returnCode })
  await users().setPhone({ userId, phone: phone.replace('+4178', '+4176'), verification: returnCode })
  expect((await room.waitingJobs()).map(({ task }) => task)).toEqual(['notifications.notice'])
  expect((await room.mailsTo(email)).map(({ subject }) => subject)).toEqual(['Your phone number was changed'])
})

test('an unfinished person of the older API gets an initialization mail, and the newest code at a new address', async () => {
  const { userId } = await management().addHumanUser({
    userName: 'initial@mail.example',
    profile: { firstName: 'Ini', lastName: 'Tial' },
    email: { email: 'initial@mail.example' },
  })
  const [first] = await room.mailsTo('initial@mail.example')
  const link = linkIn(first)
  expect(link.pathname).toBe('/ui/v2/login/verify')
  expect(link.searchParams.get('initialization')).toBe('true')
  expect(link.searchParams.get('userId')).toBe(userId)
  expect(link.searchParams.get('code')).toMatch(/^[A-Z0-9]{6}$/)
  await management().resendHumanInitialization({ userId, email: 'initial2@mail.example' })
  const [second] = await room.mailsTo('initial2@mail.example')
  expect(linkIn(second).searchParams.get('code')).not.toBe(link.searchParams.get('code'))
  const types = await eventTypesOf(room.server, userId)
  expect(types.filter((type) => type === 'user.human.initialization.code.sent')).toHaveLength(2)
})

test('an invitation names its application, and is sent again with the same content', async () => {
  const { userId, email } = await addReader(room.server)
  const urlTemplate = 'https://portal.example/accept?c={{.Code}}'
  await users().createInviteCode({
    userId,
    verification: { case: 'sendCode', value: { urlTemplate, applicationName: 'Portal' } },
  })
  const [first] = await room.mailsTo(email)
  await users().resendInviteCode({ userId })
  const [second] = await room.mailsTo(email)
  for (const mail of [first, second]) {
    expect(mail?.subject).toBe('You are invited to Portal')
    expect(linkIn(mail).host).toBe('portal.example')
  }
  const codes = [first, second].map((mail) => linkIn(mail).searchParams.get('c') ?? '')
  const verify = (verificationCode = '') => users().verifyInviteCode({ userId, verificationCode })
  expect((await refusalOf(verify(codes[0]))).code).toBe('InvalidArgument')
  await verify(codes[1])
})

test('an HTTP e-mail provider receives the content of the mail', async () => {
  const { id } = await admin().addEmailProviderHTTP({ endpoint: `${room.sms.url}/mail`, description: 'Hook' })
  await admin().activateEmailProvider({ id })
  const { userId, email } = await addReader(room.server, { password })
  await users().passwordReset({ userId })
  expect(await room.mailsTo(email)).toEqual([])
  const [request] = room.sms.requests.filter(({ path }) => path === '/mail')
  const posted: Posted = JSON.parse(request?.body ?? '{}')
  expect(posted.contextInfo).toMatchObject({
    eventType: 'user.human.password.code.added',
    provider: { id, description: 'Hook' },
    recipientEmailAddress: email,
  })
  expect(posted.args).toMatchObject({ preferredLoginName: email, loginNames: [email], verifiedEmail: email })
  expect(posted.templateData).toMatchObject({
    subject: 'Reset your password',
    buttonText: 'Set new password',
  })
  const value = String(posted.args['code'])
  expect(posted.templateData['url']).toContain(`code=${value}`)
  const verification = { case: 'verificationCode', value } as const
  await users().setPassword({ userId, newPassword: { password: 'Another-Horse-2' }, verification })
  await admin().activateEmailProvider({ id: room.emailProviderId })
})

test('without an active provider notices are not queued', async () => {
  await room.server.runJobs()
  await admin().deactivateEmailProvider({ id: room.emailProviderId })
  const { userId, email } = await addReader(room.server, { password })
  await users().setPassword({ userId, newPassword: { password: 'Another-Horse-2' } })
  expect(await room.waitingJobs()).toEqual([])
  await admin().activateEmailProvider({ id: room.emailProviderId })
  expect(await room.mailsTo(email)).toEqual([])
})

test('no code and no password is in an event or a waiting job', async () => {
  const sent = room.mail.mails.flatMap(({ text }) => /code=([A-Za-z0-9]+)/.exec(text)?.[1] ?? [])
  expect(sent.length).toBeGreaterThan(10)
  const rows = await room.server.product.deps.database.query<{ text: string }>(
    'select payload::text as text from events union all select payload::text from graphile_worker._private_jobs',
  )
  const all = rows.map(({ text }) => text).join('\n')
  expect([...sent, password].filter((secret) => all.includes(secret))).toEqual([])
})
