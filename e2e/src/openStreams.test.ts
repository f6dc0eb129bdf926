import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { postForm, requestToken } from './oidcForms.ts'
import { addOidcApp, codeForm } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'
import { systemToken } from './systemUsers.ts'
import { addMachine, addOrg, inOrg } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

// What is under way when its caller loses the right to it: a file that is sent while it is made, and a body that arrives slowly.
const lines: string[] = []
const server = await systemServer({ onLogLine: (line) => void lines.push(line) })
const users = server.client(UserService)
const sessions = server.client(SessionService)
const operator = await systemToken(server, 'operator')
const app = await addOidcApp(server)
const basic = [app.clientId, app.clientSecret] as const
const scope = 'openid offline_access urn:zitadel:iam:org:project:id:zitadel:aud'

/** Fills the log with more than the buffers of a connection hold. */
async function fillLog(headers: Readonly<Record<string, string>> = {}, token = server.adminToken) {
  const management = server.client(ManagementService, { token, headers })
  for (let at = 0; at < 40; at++) {
    await management.setOrgMetadata({ key: 'large', value: Buffer.alloc(400_000, `${at}-`) })
  }
}
await fillLog()

/** A caller with every right on the instance, and what takes them away. */
interface Caller {
  readonly headers: Readonly<Record<string, string>>
  /** Takes away what the case is about. */
  readonly lose: () => Promise<unknown>
  /** Fills the log of an instance of the caller's own. */
  readonly fill?: () => Promise<void>
}

const bearer = (token: string, headers: Readonly<Record<string, string>> = {}) => ({
  authorization: `Bearer ${token}`,
  ...headers,
})

/** A machine of an organization of its own, which owns the instance. */
async function machine(lose: (of: { userId: string; orgId: string }) => Promise<unknown>): Promise<Caller> {
  const { orgId } = await addOrg(server)
  const { userId, token } = await addMachine(server, { orgId, roles: ['IAM_OWNER'] })
  return { headers: bearer(token), lose: () => lose({ userId, orgId }) }
}

async function person() {
  const { userId } = await addPerson(server)
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER'] })
  return { userId, ...(await passwordSession(server, userId)) }
}

async function session(lose: (of: Awaited<ReturnType<typeof person>>) => Promise<unknown>): Promise<Caller> {
  const owner = await person()
  return { headers: bearer(owner.sessionToken), lose: () => lose(owner) }
}

async function grant(
  lose: (tokens: { access: string; refresh: string }) => Promise<unknown>,
): Promise<Caller> {
  const form = await codeForm(server, app, await person(), { scope })
  const { json } = await requestToken(server, form, { basic })
  const tokens = { access: String(json['access_token']), refresh: String(json['refresh_token']) }
  return { headers: bearer(tokens.access), lose: () => lose(tokens) }
}

async function otherInstance(): Promise<Caller> {
  const { instanceId, token, headers } = await addInstance(server)
  const system = server.client(SystemService, { token: operator })
  return {
    headers: bearer(token, headers),
    lose: () => system.removeInstance({ instanceId }),
    fill: () => fillLog(headers, token),
  }
}

const losses: Readonly<Record<string, () => Promise<Caller>>> = {
  'the token is removed': () =>
    machine(async ({ userId, orgId }) => {
      const management = server.client(ManagementService, { headers: inOrg(orgId) })
      const [token] = (await management.listPersonalAccessTokens({ userId })).result
      await management.removePersonalAccessToken({ userId, tokenId: token?.id ?? '' })
    }),
  'the membership is removed': () =>
    machine(({ userId }) => server.client(AdminService).removeIAMMember({ userId })),
  'the role has the right no longer': () =>
    machine(({ userId }) =>
      server.client(AdminService).updateIAMMember({ userId, roles: ['IAM_END_USER_IMPERSONATOR'] }),
    ),
  'the user is deactivated': () => machine(({ userId }) => users.deactivateUser({ userId })),
  'the user is locked': () => machine(({ userId }) => users.lockUser({ userId })),
  'the user is removed': () => machine(({ userId }) => users.deleteUser({ userId })),
  'the organization of the user is deactivated': () =>
    machine(({ orgId: id }) => server.client(OrganizationService).deactivateOrganization({ id })),
  'the organization of the user is removed': () =>
    machine(({ orgId }) => server.client(AdminService).removeOrg({ orgId })),
  'the session ends': () => session(({ sessionId }) => sessions.deleteSession({ sessionId })),
  'the password changes': () =>
    session(({ userId }) =>
      users.setPassword({ userId, newPassword: { password: 'Another-Horse-1', changeRequired: false } }),
    ),
  'the grant is revoked': () =>
    grant(({ refresh }) => postForm(server, '/oauth/v2/revoke', { token: refresh }, { basic })),
  'the instance is removed': otherInstance,
}

/** What takes nothing away. */
const changes: Readonly<Record<string, () => Promise<Caller>>> = {
  'nothing happens': () => machine(async () => undefined),
  'the session has a newer token': () =>
    session(({ sessionId }) => sessions.setSession({ sessionId, metadata: { k: Buffer.from('v') } })),
  'the tokens are renewed': () =>
    grant(({ refresh }) =>
      requestToken(server, { grant_type: 'refresh_token', refresh_token: refresh }, { basic }),
    ),
}

type Outcome = 'whole' | 'cut' | 'refused'

async function open(path: string, method: string, headers: Readonly<Record<string, string>>) {
  const { port } = server
  const sent = request({ port, host: 'localhost', path, method, headers: { host: 'localhost', ...headers } })
  sent.on('error', () => undefined)
  return sent
}

async function replyTo(sent: ReturnType<typeof request>): Promise<IncomingMessage> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return response
}

type Under = (caller: Caller) => Promise<Outcome>

/** Downloads the log and reads the rest only after the loss. */
const exporting: Under = async ({ headers, lose, fill }) => {
  await fill?.()
  const sent = await open('/sallyport/v1/events/export?format=jsonl', 'GET', headers)
  sent.end()
  const response = await replyTo(sent)
  expect(response.statusCode).toBe(200)
  await once(response, 'readable')
  await lose()
  try {
    await text(response)
  } catch {
    return 'cut'
  }
  return response.complete ? 'whole' : 'cut'
}

/** Sends the first half of a body, and the rest after the loss. */
const sending =
  (method: string, path: string, type: string, body: () => string): Under =>
  async ({ headers, lose }) => {
    const bytes = Buffer.from(body())
    const sent = await open(path, method, {
      ...headers,
      'content-type': type,
      'content-length': `${bytes.length}`,
    })
    sent.write(bytes.subarray(0, bytes.length / 2))
    await new Promise((passed) => setTimeout(passed, 100))
    await lose()
    sent.end(bytes.subarray(bytes.length / 2))
    const response = await replyTo(sent)
    const reply = await text(response)
    if (response.statusCode === 200) return 'whole'
    expect([401, 403, 404], reply).toContain(response.statusCode)
    return 'refused'
  }

let count = 0
const underWay: Readonly<Record<string, readonly [Under, Outcome]>> = {
  'a file that is sent while it is made': [exporting, 'cut'],
  'the body of an operation': [
    sending('POST', '/sallyport/v1/log-targets', 'application/json', () => {
      count += 1
      return JSON.stringify({ name: `Target ${count}`, url: 'http://127.0.0.1:9/in' }) + ' '.repeat(10_000)
    }),
    'refused',
  ],
  'an upload': [
    sending('POST', '/assets/v1/instance/policy/label/logo', 'multipart/form-data; boundary=part', () => {
      count += 1
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>${count}${'x'.repeat(20_000)}</title></svg>`
      return `--part\r\ncontent-disposition: form-data; name="file"; filename="x.svg"\r\ncontent-type: image/svg+xml\r\n\r\n${svg}\r\n--part--\r\n`
    }),
    'refused',
  ],
  'the message of a method': [
    sending('POST', '/zitadel.admin.v1.AdminService/UpdateLabelPolicy', 'application/json', () => {
      count += 1
      return JSON.stringify({ primaryColor: `#${String(count).padStart(6, '0')}`, pad: 'x'.repeat(20_000) })
    }),
    'refused',
  ],
}

describe.each(Object.entries(underWay))('%s', (what, [under, lost]) => {
  test.each(Object.entries(losses))(`is ${lost} once %s`, async (_, caller) => {
    expect(await under(await caller())).toBe(lost)
  })

  // Methods read their token after the message.
  const harmless = Object.entries(changes).filter(
    ([name]) => !what.includes('method') || name.startsWith('nothing'),
  )
  test.each(harmless)('is whole although %s', async (_, caller) => {
    expect(await under(await caller())).toBe('whole')
  })
})

test('a file that is cut is logged as a refusal, without the token', async () => {
  const caller = await losses['the token is removed']?.()
  if (caller === undefined) throw new Error('no such case')
  const before = lines.length
  expect(await exporting(caller)).toBe('cut')
  const logged = lines.slice(before).map((line) => JSON.parse(line) as { level: number; code?: string })
  expect(logged.filter(({ code }) => code === 'auth.token_invalid')).toHaveLength(1)
  expect(logged.filter(({ level }) => level > 30)).toEqual([])
  expect(lines.join('\n')).not.toContain(caller.headers['authorization']?.slice('Bearer '.length))
})
