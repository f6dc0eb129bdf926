import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { hostedLinkTemplate } from '../../server/src/access/hostedLinks.ts'
import { addReader, linkIn, mailroom } from './mailroom.ts'
import { password, passwordSession } from './people.ts'

const room = await mailroom()
const users = () => room.server.client(UserService)
const newPassword = { password: 'Another-Horse-2' }

/** Sends a request as an administrator, with headers that fetch would not send. */
function send(method: string, path: string, body: unknown, forged: Readonly<Record<string, string>>) {
  const headers = {
    host: `localhost:${room.server.port}`,
    authorization: `Bearer ${room.server.adminToken}`,
    'content-type': 'application/json',
    ...forged,
  }
  return new Promise<number>((resolve, reject) => {
    request({ host: '127.0.0.1', port: room.server.port, method, path, headers }, async (response) => {
      await text(response)
      resolve(response.statusCode ?? 0)
    })
      .once('error', reject)
      .end(JSON.stringify(body))
  })
}

/** Headers by which a sender of requests names another host, and the status of the requests. */
const forgeries: readonly (readonly [number, Readonly<Record<string, string>>])[] = [
  [404, { host: 'evil.example' }],
  [404, { 'x-zitadel-instance-host': 'evil.example' }],
  [404, { 'x-zitadel-public-host': 'evil.example' }],
  [200, { 'x-forwarded-host': 'evil.example' }],
  [200, { forwarded: 'host=evil.example;proto=https' }],
  [200, { 'x-original-host': 'evil.example' }],
  [200, { 'x-zitadel-forward-host': 'evil.example' }],
]

describe.each(forgeries)('a forged host (%i): %j', (status, forged) => {
  test('is in no mail with a code', async () => {
    const { userId, email } = await addReader(room.server, { password })
    const before = room.mail.mails.length
    expect(await send('POST', `/v2/users/${userId}/password_reset`, {}, forged)).toBe(status)
    await users().addOTPEmail({ userId })
    const { sessionId } = await passwordSession(room.server, userId)
    const challenges = { otpEmail: { sendCode: {} } }
    expect(await send('PATCH', `/v2/sessions/${sessionId}`, { challenges }, forged)).toBe(status)
    await room.server.runJobs()
    const codes = room.mail.mails.slice(before).filter(({ subject }) => !/factor/.test(subject))
    expect(codes.map(({ to }) => to)).toEqual(status === 200 ? [[email], [email]] : [])
    for (const mail of codes) expect(linkIn(mail).hostname).toBe('localhost')
    expect(JSON.stringify(room.mail.mails)).not.toContain('evil.example')
  })
})

test('notices lead to the account page and carry nothing else', async () => {
  const { userId, email } = await addReader(room.server, { password })
  await users().setPassword({ userId, newPassword })
  await users().addOTPEmail({ userId })
  await users().removeOTPEmail({ userId })
  await users().setEmail({ userId, email: `moved-${email}` })
  const before = room.mail.mails.length
  await room.server.runJobs()
  const notices = room.mail.mails
    .slice(before)
    .filter(({ subject }) => /was (changed|added|removed)/.test(subject))
  expect(notices).toHaveLength(4)
  for (const mail of notices) {
    const { pathname, search, hostname } = linkIn(mail)
    expect([hostname, pathname, search]).toEqual(['localhost', '/ui/account', ''])
  }
})

test('a request that goes on behind the link survives every mail that a page asks for', async () => {
  const { userId, email } = await addReader(room.server, { password })
  const { url } = room.server
  const requestId = 'oidc_V2_312345678901234567'
  const templateOf = (name: Parameters<typeof hostedLinkTemplate>[0]) => {
    const urlTemplate = hostedLinkTemplate(name, url, requestId)
    if (urlTemplate === undefined) throw new Error('the template is too long')
    return { urlTemplate }
  }
  await users().passwordReset({ userId, medium: { case: 'sendLink', value: templateOf('reset_password') } })
  await users().sendEmailCode({
    userId,
    verification: { case: 'sendCode', value: templateOf('verify_email') },
  })
  await users().createPasskeyRegistrationLink({
    userId,
    medium: { case: 'sendLink', value: templateOf('add_passkey') },
  })
  await users().addOTPEmail({ userId })
  const { sessionId } = await passwordSession(room.server, userId)
  await room.server.client(SessionService).setSession({
    sessionId,
    challenges: { otpEmail: { deliveryType: { case: 'sendCode', value: templateOf('otp_email') } } },
  })
  const mails = (await room.mailsTo(email)).filter(({ subject }) => !/factor/.test(subject))
  const links = mails.map(linkIn)
  expect(links.map(({ pathname }) => pathname).toSorted()).toEqual(
    ['/otp/email', '/passkey/set', '/password/set', '/verify'].map((path) => `/ui/v2/login${path}`),
  )
  for (const { origin, searchParams } of links) {
    expect([origin, searchParams.get('userId'), searchParams.get('requestId')]).toEqual([
      url,
      userId,
      requestId,
    ])
    expect(searchParams.get('code')).toMatch(/^\w+$/)
  }
})
