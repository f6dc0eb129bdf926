import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMailServer } from '../../server/src/features/notifications/testing/mailServer.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, testClock } from './factors.ts'
import { addReader } from './mailroom.ts'
import { password } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addMachine } from './tenants.ts'

const clock = testClock()
const [server, mail] = await Promise.all([testServer({ clock }), startMailServer('mailer')])
const { instanceId } = server.first
const admin = (token?: string) => server.client(AdminService, token === undefined ? {} : { token })

/** Token requests, and how the next ones are answered. */
const requests: { readonly authorization: string; readonly form: string }[] = []
const answer = { status: 200, lifetime: 600, token: 'mail-token' }
const endpoint = createServer(async (request: IncomingMessage, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  requests.push({
    authorization: String(request.headers.authorization),
    form: Buffer.concat(chunks).toString(),
  })
  const access_token = `${answer.token}-${requests.length}`
  response.writeHead(answer.status).end(JSON.stringify({ access_token, expires_in: answer.lifetime }))
})
await new Promise<void>((listening) => endpoint.listen(0, '127.0.0.1', listening))
const tokenEndpoint = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/token`
afterAll(() => Promise.all([mail.close(), endpoint.close()]))

const sender = { senderAddress: 'noreply@id.example', senderName: 'Sallyport', host: mail.host }
const byTokens = (clientSecret: string, changes: object = {}) => ({
  ...sender,
  user: 'mailer',
  Auth: {
    case: 'xoauth2' as const,
    value: {
      tokenEndpoint,
      scopes: ['mail.send', 'offline'],
      OAuth2Type: { case: 'clientCredentials' as const, value: { clientId: 'sally', clientSecret } },
      ...changes,
    },
  },
})
const byPassword = {
  ...sender,
  user: 'mailer',
  Auth: { case: 'plain' as const, value: { password: 'mail-password' } },
}
const openly = { ...sender, user: 'mailer', Auth: { case: 'none' as const, value: {} } }
const client = (clientId: string, clientSecret = '') => ({
  OAuth2Type: { case: 'clientCredentials' as const, value: { clientId, clientSecret } },
})

let id = ''
beforeAll(async () => {
  id = (await admin().addEmailProviderSMTP(byTokens('client-secret'))).id
  await admin().activateEmailProvider({ id })
})

/** Has a mail sent; returns how many arrived. */
async function send(): Promise<number> {
  const before = mail.mails.length
  const { userId } = await addReader(server, { password })
  await server.client(UserService).passwordReset({ userId })
  await server.runJobs()
  return mail.mails.length - before
}

test('a sign-in needs all its parts and the right to change it; no secret goes to another client', async () => {
  const reader = await addMachine(server, { roles: ['IAM_OWNER_VIEWER'] })
  const invalid = 'InvalidArgument notification.oauth_invalid'
  const missing = 'InvalidArgument notification.secret_missing'
  const cases: readonly (readonly [string, Promise<unknown>])[] = [
    [invalid, admin().addEmailProviderSMTP({ ...byTokens('x'), user: '' })],
    [invalid, admin().addEmailProviderSMTP(byTokens('x', client('', 'x')))],
    [invalid, admin().addEmailProviderSMTP(byTokens('x', { OAuth2Type: { case: undefined } }))],
    [invalid, admin().addEmailProviderSMTP(byTokens('x', { tokenEndpoint: 'ftp://token.example' }))],
    [missing, admin().addEmailProviderSMTP(byTokens(''))],
    [missing, admin().updateEmailProviderSMTP({ ...byTokens('', client('other')), id })],
    [
      missing,
      admin().updateEmailProviderSMTP({ ...byTokens('', { tokenEndpoint: `${tokenEndpoint}2` }), id }),
    ],
    [missing, admin().updateEmailProviderSMTP({ ...sender, user: 'mailer', id })],
    ['PermissionDenied permission.denied', admin(reader.token).updateEmailProviderSMTP({ ...openly, id })],
  ]
  const refusals = await Promise.all(cases.map(([, call]) => refusalOf(call)))
  expect(refusals.map((one) => `${one.code} ${one.id}`)).toEqual(cases.map(([expected]) => expected))
})

test('mails are sent with one access token until it is about to expire', async () => {
  const first = requests.length
  expect(await send()).toBe(1)
  expect(await send()).toBe(1)
  expect(requests.length - first).toBe(1)
  const { authorization, form } = requests.at(-1) ?? expect.fail()
  expect(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).toBe('sally:client-secret')
  expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
    grant_type: 'client_credentials',
    scope: 'mail.send offline',
  })
  expect(mail.logins.at(-1)).toBe(`mailer:mail-token-${requests.length}`)
  clock.advance(541)
  expect(await send()).toBe(1)
  expect(requests.length - first).toBe(2)
})

test('a refused token is fetched again; a failing endpoint fails the job, whose error has no secret', async () => {
  clock.advance(600)
  answer.token = 'stale'
  expect(await send(), 'the mail server refuses the token').toBe(0)
  answer.status = 401
  await retryNow()
  expect(await errors()).toContain('gave no token, but HTTP 401')
  Object.assign(answer, { token: 'mail-token', status: 200 })
  const before = mail.mails.length
  await retryNow()
  expect(mail.mails.length - before).toBe(1)
  expect(await errors()).toBe('')
})

async function retryNow(): Promise<void> {
  await server.product.deps.database.query('update graphile_worker._private_jobs set run_at = now()')
  await server.runJobs()
}

async function errors(): Promise<string> {
  const rows = await server.product.deps.database.query<{ last_error: string | null }>(
    'select last_error from graphile_worker._private_jobs',
  )
  const text = rows.map(({ last_error }) => last_error ?? '').join('\n')
  expect(text).not.toMatch(/client-secret|stale|mail-token/)
  return text
}

test('settings are tried before they are stored, with the stored secret only for the same client', async () => {
  const receiverAddress = 'me@mail.example'
  const before = mail.mails.length
  await admin().testEmailProviderSMTP({ ...byTokens('client-secret'), receiverAddress })
  await admin().testEmailProviderSMTP({ ...byTokens(''), id, receiverAddress })
  await admin().testEmailProviderSMTPById({ id, receiverAddress })
  expect(mail.mails.length - before).toBe(3)
  await admin().testEmailProviderSMTP({ ...byTokens('', client('other')), id, receiverAddress })
  expect(requests.at(-1)?.authorization).toBe(`Basic ${Buffer.from('other:').toString('base64')}`)
})

test('reads tell the way and no secret; without a user no password is kept', async () => {
  const auth = async () => {
    const { config } = (await admin().getEmailProviderById({ id })).config ?? expect.fail()
    return config.case === 'smtp' ? config.value.Auth : expect.fail()
  }
  expect(await auth()).toMatchObject({
    case: 'xoauth2',
    value: {
      tokenEndpoint,
      scopes: ['mail.send', 'offline'],
      OAuth2Type: { case: 'clientCredentials', value: { clientId: 'sally' } },
    },
  })
  await admin().updateEmailProviderSMTP({ ...byPassword, id })
  expect((await auth()).case).toBe('plain')
  expect(await send()).toBe(1)
  expect(mail.logins.at(-1)).toBe('mailer:mail-password')
  await admin().updateEmailProviderSMTP({ ...openly, id })
  expect((await auth()).case).toBe('none')
  const left = await server.product.deps.database.query(
    `select 1 from secrets s where s.stream_type = 'instance' and s.stream_id = $1
       and not exists (select from web_keys k where k.instance_id = s.instance_id and k.key_id = s.id)`,
    [instanceId],
  )
  expect(left).toEqual([])
  const events = JSON.stringify(await eventsOf(server, instanceId))
  expect(events).toContain(tokenEndpoint)
  expect(events).not.toMatch(/client-secret|mail-password|mail-token/)
})
