import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test, vi } from 'vitest'
import { startWorker } from '../../server/src/features/notifications/index.ts'
import { features } from '../../server/src/product.ts'
import { eventTypesOf } from './factors.ts'
import { addReader, linkIn, type Mailroom, mailroom, type Posted } from './mailroom.ts'
import { password } from './people.ts'
import { refusalOf } from './refusal.ts'

const room: Mailroom = await mailroom()

const users = () => room.server.client(UserService)
const admin = () => room.server.client(AdminService)
const management = () => room.server.client(ManagementService)
const resetSent = async (userId: string) =>
  (await eventTypesOf(room.server, userId)).filter((type) => type === 'user.human.password.code.sent').length

describe('a delivery that is refused', () => {
  test('by the mail server is tried again, and told once it was taken', async () => {
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

  test('by the SMS provider is tried again', async () => {
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

test('two workers deliver each message exactly once, without being told to', async () => {
  const { deps } = room.server.product
  const readers = await Promise.all(Array.from({ length: 12 }, () => addReader(room.server, { password })))
  const workers = await Promise.all([startWorker(deps, features), startWorker(deps, features)])
  try {
    await Promise.all(readers.map(({ userId }) => users().passwordReset({ userId })))
    await vi.waitFor(async () => expect(await room.waitingJobs()).toEqual([]), {
      timeout: 10_000,
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
  test('is filled with the named fields only, each made safe for where it stands', async () => {
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

  test.each(['https://app.example/{{.Password}}', '{{ range . }}', 'https://app.example/{{'])(
    'that is broken is refused and nothing is sent: %s',
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

test('a code that is returned is not sent as well', async () => {
  const { userId, email, phone } = await addReader(room.server, { password })
  const returnCode = { case: 'returnCode', value: {} } as const
  await users().passwordReset({ userId, medium: returnCode })
  await users().createPasskeyRegistrationLink({ userId, medium: returnCode })
  await users().setPhone({ userId, phone: phone.replace('+4178', '+4176'), verification: returnCode })
  expect(await room.waitingJobs()).toEqual([])
  expect(await room.mailsTo(email)).toEqual([])
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

test('an invitation names its application, and is sent again with what it said first', async () => {
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

test('an HTTP e-mail provider is posted what a mail would say', async () => {
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

test('without an active provider nothing is kept for later', async () => {
  await room.server.runJobs()
  await admin().deactivateEmailProvider({ id: room.emailProviderId })
  const { userId, email } = await addReader(room.server, { password })
  await users().passwordReset({ userId })
  expect(await room.waitingJobs()).toEqual([])
  await admin().activateEmailProvider({ id: room.emailProviderId })
  expect(await room.mailsTo(email)).toEqual([])
})

test('no code and no password of all this is in an event or a waiting job', async () => {
  const sent = room.mail.mails.flatMap(({ text }) => /code=([A-Za-z0-9]+)/.exec(text)?.[1] ?? [])
  expect(sent.length).toBeGreaterThan(10)
  const rows = await room.server.product.deps.database.query<{ text: string }>(
    'select payload::text as text from events union all select payload::text from graphile_worker._private_jobs',
  )
  const all = rows.map(({ text }) => text).join('\n')
  expect([...sent, password].filter((secret) => all.includes(secret))).toEqual([])
})
