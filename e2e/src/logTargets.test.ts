import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type RestOptions, startTestServer } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { eventsIn, isGenuine, startLogReceiver } from './logReceiver.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'

const lines: string[] = []
const server = await systemServer({ onLogLine: (line) => lines.push(line) })
const receiver = await startLogReceiver()
afterAll(() => receiver.close())
const org = await addOrg(server)
const callers = await addCallers(
  server,
  org.orgId,
  'IAM_OWNER',
  'IAM_OWNER_VIEWER',
  'IAM_USER_MANAGER',
  'ORG_OWNER',
)

interface Target {
  readonly id: string
  readonly delivery: Readonly<Record<string, unknown>>
}

const call = (method: string, path = '', body?: unknown, options: RestOptions = {}) =>
  operate(server, method, `log-targets${path}`, { ...options, ...(body !== undefined && { body }) })
const create = async (given: object = {}, options?: RestOptions) => {
  const reply = await call('POST', '', { name: 'SIEM', url: receiver.url, ...given }, options)
  return reply as unknown as { target: Target; signingKey: string }
}
const listed = async (options?: RestOptions) =>
  (await call('GET', '', undefined, options))['targets'] as readonly Target[]

test('a target is created, read, changed, paused, resumed and removed', async () => {
  const { target, signingKey } = await create({ format: 'cloudevents', types: ['user.human.added'] })
  expect(signingKey).toMatch(/^[a-zA-Z0-9]{36}$/)
  expect(target).toMatchObject({
    ...{ name: 'SIEM', url: receiver.url, format: 'cloudevents', types: ['user.human.added'] },
    ...{ streamTypes: [], start: 'now', active: true, credentialHeader: null },
    delivery: {
      state: 'active',
      delivered: 0,
      lastPosition: null,
      failures: 0,
      lastError: null,
      lastFailure: null,
    },
  })
  expect(await listed()).toMatchObject([{ id: target.id }])
  expect(await call('GET', `/${target.id}`)).toMatchObject({ target: { id: target.id } })
  const changed = { name: 'Other', url: `${receiver.url}/2`, streamTypes: ['user'] }
  expect(await call('PUT', `/${target.id}`, changed)).toMatchObject({
    target: { ...changed, format: 'jsonl', types: [] },
  })
  const before = await eventCount(server)
  await call('PUT', `/${target.id}`, changed)
  expect(await eventCount(server)).toBe(before)
  expect(await call('POST', `/${target.id}/pause`)).toMatchObject({
    target: { active: false, delivery: { state: 'paused' } },
  })
  expect(await call('POST', `/${target.id}/resume`)).toMatchObject({ target: { active: true } })
  expect(await call('DELETE', `/${target.id}`)).toEqual({})
  expect(await listed()).toEqual([])
  const { query } = server.testDatabase.database
  for (const table of ['log_target_deliveries', 'log_cursors', 'log_targets']) {
    expect(await query(`select from ${table}`), table).toEqual([])
  }
})

test('reading needs the events and settings of the instance, writing also the right to change them', async () => {
  const { target } = await create()
  const outcomes = async (act: (options: RestOptions) => Promise<unknown>) => {
    const statuses: Record<string, string> = {}
    for (const [caller, options] of Object.entries(callers)) statuses[caller] = await statusOf(act(options))
    return statuses
  }
  const strangers = {
    IAM_USER_MANAGER: 'PermissionDenied',
    ORG_OWNER: 'NotFound',
    'ORG_OWNER elsewhere': 'NotFound',
    'no membership': 'NotFound',
    'no token': 'Unauthenticated',
    'another instance': 'Unauthenticated',
  }
  for (const path of ['', `/${target.id}`]) {
    const reading = await outcomes((options) => call('GET', path, undefined, options))
    expect(reading).toEqual({ IAM_OWNER: 'ok', IAM_OWNER_VIEWER: 'ok', ...strangers })
  }
  const body = { name: 'SIEM', url: receiver.url }
  const writes: readonly (readonly [string, string, unknown?])[] = [
    ['POST', '', { ...body, name: 'By the owner' }],
    ['PUT', `/${target.id}`, body],
    ['POST', `/${target.id}/pause`],
    ['POST', `/${target.id}/resume`],
    ['POST', `/${target.id}/test`],
    ['POST', `/${target.id}/signing-key`],
    ['DELETE', `/${target.id}`],
  ]
  for (const [method, path, given] of writes) {
    const { IAM_OWNER: owner, ...others } = await outcomes((options) => call(method, path, given, options))
    expect(owner, path).toBe('ok')
    expect(others, path).toEqual({ IAM_OWNER_VIEWER: 'PermissionDenied', ...strangers })
  }
  for (const { id } of await listed()) await call('DELETE', `/${id}`)
})

describe('a target is refused', () => {
  const credential = (given: object) => ({ credential: { value: 'Bearer x', ...given } })
  test.each([
    [{ url: '' }, 'log_target.body_invalid'],
    [{ url: 'siem.example' }, 'log_target.url_invalid'],
    [{ url: 'http://siem.example/in' }, 'log_target.url_invalid'],
    [{ url: 'https://me:pw@siem.example/in' }, 'log_target.url_invalid'],
    [{ url: 'https://10.0.0.1/in' }, 'log_target.address_denied'],
    [{ url: 'https://169.254.169.254/latest' }, 'log_target.address_denied'],
    [{ url: 'https://[fd00::1]/' }, 'log_target.address_denied'],
    [{ name: ' ' }, 'log_target.body_invalid'],
    [{ name: undefined }, 'log_target.body_invalid'],
    [{ format: 'xml' }, 'log_target.body_invalid'],
    [{ start: 'yesterday' }, 'log_target.body_invalid'],
    [{ types: 'user.human.added' }, 'log_target.body_invalid'],
    [{ unknown: 1 }, 'log_target.body_invalid'],
    [{ types: ['user.human.vanished'] }, 'log_target.filter_unknown'],
    [{ streamTypes: ['users'] }, 'log_target.filter_unknown'],
    [credential({ header: 'host' }), 'log_target.credential_header_invalid'],
    [credential({ header: 'Zitadel-Signature' }), 'log_target.credential_header_invalid'],
    [credential({ value: 'a\nb' }), 'log_target.credential_value_invalid'],
    [{ credential: { header: 'x-api-key' } }, 'log_target.body_invalid'],
  ])('with %j', async (given, id) => {
    const before = await eventCount(server)
    expect((await refusalOf(create(given))).id).toBe(id)
    expect(await eventCount(server)).toBe(before)
    expect(await server.testDatabase.database.query('select from log_cursors')).toEqual([])
  })

  test('if the instance has ten, and one that does not exist is not found', async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, () => create().catch((error: unknown) => error)),
    )
    expect(made.filter((one) => one instanceof Error)).toHaveLength(2)
    expect((await refusalOf(create())).id).toBe('log_target.too_many')
    const all = await listed()
    expect(all).toHaveLength(10)
    expect(await server.testDatabase.database.query('select from log_cursors')).toHaveLength(10)
    await Promise.all(all.map(({ id }) => call('DELETE', `/${id}`)))
    for (const [method, path, body] of [
      ['GET', '/1'],
      ['PUT', '/1', { name: 'x', url: receiver.url }],
      ['DELETE', '/1'],
      ['POST', '/1/pause'],
      ['POST', '/1/resume'],
      ['POST', '/1/test'],
      ['POST', '/1/signing-key'],
    ] as const) {
      expect((await refusalOf(call(method, path, body))).id, path).toBe('log_target.not_found')
    }
  })
})

test('this host is refused where the operator does not allow it', async () => {
  const closed = await startTestServer({ environment: { SALLYPORT_OUTBOUND_ALLOW: 'none.internal' } })
  const body = { name: 'SIEM', url: receiver.url }
  const refused = await refusalOf(operate(closed, 'POST', 'log-targets', { body }))
  await closed.closeVerified()
  expect(refused.id).toBe('log_target.address_denied')
})

test('a test delivery is signed, carries the credential, and reports what the receiver says', async () => {
  const given = { credential: { header: 'X-Api-Key', value: 'k-4711' } }
  const { target, signingKey } = await create(given)
  expect(await call('POST', `/${target.id}/test`)).toEqual({
    ...{ delivered: true, status: 204, error: null, failure: null },
  })
  const request = receiver.requests.at(-1)
  if (request === undefined) throw new Error('nothing arrived')
  expect(isGenuine(request, signingKey)).toBe(true)
  expect(request.headers).toMatchObject({
    'content-type': 'application/jsonl; charset=utf-8',
    'sallyport-log-target': target.id,
    'x-api-key': 'k-4711',
  })
  expect(eventsIn(request.body)).toMatchObject([
    { position: '0', type: 'log_target.test', payload: { id: target.id } },
  ])
  const { signingKey: renewed } = await call('POST', `/${target.id}/signing-key`)
  await call('POST', `/${target.id}/test`)
  const next = receiver.requests.at(-1) ?? request
  expect([isGenuine(next, signingKey), isGenuine(next, String(renewed))]).toEqual([false, true])

  receiver.behaviour = { status: 403 }
  expect(await call('POST', `/${target.id}/test`)).toMatchObject({
    ...{ delivered: false, status: 403, failure: { problem: 'status', status: 403, cause: null } },
  })
  receiver.behaviour = { status: 302, headers: { location: `${receiver.url}/elsewhere` } }
  expect(await call('POST', `/${target.id}/test`)).toMatchObject({ delivered: false, status: 302 })
  expect(receiver.requests.some(({ path }) => path.endsWith('elsewhere'))).toBe(false)
  await receiver.close()
  expect(await call('POST', `/${target.id}/test`)).toEqual({
    delivered: false,
    status: null,
    error: expect.stringMatching(/^the receiver at 127\.0\.0\.1:\d+ could not be reached: ECONNREFUSED$/),
    failure: { problem: 'connection_refused', status: null, cause: 'ECONNREFUSED' },
  })
  await receiver.open()
  receiver.behaviour = { status: 204 }
  expect(await call('GET', `/${target.id}`)).toMatchObject({ target: { delivery: { failures: 0 } } })
  await call('DELETE', `/${target.id}`)
})

test('a test delivery names the kind of failure of a connection', async () => {
  const other = createTcpServer((socket) => socket.resume().end('SSH-2.0-secret banner\r\n'))
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
  const { port } = other.address() as AddressInfo
  for (const [url, problem] of [
    ['https://siem.invalid/in', 'name_unknown'],
    [`http://127.0.0.1:${port}`, 'failed'],
    [`https://127.0.0.1:${port}`, 'certificate'],
  ] as const) {
    const { target } = await create({ url })
    const reply = await call('POST', `/${target.id}/test`)
    expect(reply).toMatchObject({
      ...{ delivered: false, status: null, error: expect.stringContaining('could not be reached') },
      failure: { problem, status: null, cause: expect.stringMatching(/^[A-Z_0-9]+$/) },
    })
    expect(JSON.stringify(reply)).not.toMatch(/SSH|banner/)
    await call('DELETE', `/${target.id}`)
  }
  await new Promise((closed) => other.close(closed))
})

test('the receiver of the guide accepts what is genuine, and nothing else', async () => {
  const guide = readFileSync(new URL('../../docs/log-targets.md', import.meta.url), 'utf8')
  const [, code = ''] = /```js\n([\s\S]+?)```/.exec(guide) ?? []
  const { target, signingKey } = await create()
  const port = Number(new URL(receiver.url).port)
  await receiver.close()
  const program = code.replace('.listen(4000)', `.listen(${port}, '127.0.0.1', () => console.log('ready'))`)
  const env = { ...process.env, SIGNING_KEY: signingKey }
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  try {
    await vi.waitFor(() => expect(output).toContain('ready'), { timeout: 30_000 })
    expect(await call('POST', `/${target.id}/test`)).toMatchObject({ delivered: true, status: 204 })
    expect(output).toContain(`log_target.test ${server.first.instanceId}`)
    await call('POST', `/${target.id}/signing-key`)
    expect(await call('POST', `/${target.id}/test`)).toMatchObject({ delivered: false, status: 401 })
  } finally {
    child.kill()
    await once(child, 'close')
    await receiver.open()
  }
  await call('DELETE', `/${target.id}`)
})

test('a credential goes to no other host, and no secret is in replies, events or the log', async () => {
  const value = 'Bearer secret-4712'
  const { target, signingKey } = await create({ credential: { value } })
  expect(target).toMatchObject({ credentialHeader: 'authorization' })
  const elsewhere = { name: 'SIEM', url: receiver.url.replace('127.0.0.1', 'localhost') }
  expect((await refusalOf(call('PUT', `/${target.id}`, elsewhere))).id).toBe('log_target.credential_missing')
  const again = { ...elsewhere, credential: { value: `${value}-2` } }
  await call('PUT', `/${target.id}`, again)
  await call('POST', `/${target.id}/test`)
  expect(receiver.requests.at(-1)?.headers).toMatchObject({ authorization: `${value}-2` })
  await call('PUT', `/${target.id}`, { ...elsewhere, name: 'Kept' })
  await call('POST', `/${target.id}/test`)
  expect(receiver.requests.at(-1)?.headers).toMatchObject({ authorization: `${value}-2` })
  await call('PUT', `/${target.id}`, { ...elsewhere, credential: null })
  await call('POST', `/${target.id}/test`)
  expect(receiver.requests.at(-1)?.headers).not.toHaveProperty('authorization')
  const events = await server.testDatabase.database.query('select payload::text from events')
  const replies = JSON.stringify([await listed(), await call('GET', `/${target.id}`)])
  for (const secret of ['secret-4712', signingKey]) {
    expect(JSON.stringify(events)).not.toContain(secret)
    expect(replies).not.toContain(secret)
    expect(lines.join('')).not.toContain(secret)
  }
  await call('DELETE', `/${target.id}`)
  const { query } = server.testDatabase.database
  expect(
    await query(`select from secrets where stream_type = 'instance' and id in (
    select payload->>'secretId' from events union select payload->>'signingKeyId' from events)`),
  ).toEqual([])
})

test('another instance neither sees a target nor changes it', async () => {
  const { target } = await create()
  const { token, headers } = await addInstance(server)
  const other = { token, headers }
  expect(await listed(other)).toEqual([])
  const body = { name: 'Mine', url: receiver.url }
  for (const [method, path, given] of [
    ['GET', ''],
    ['PUT', '', body],
    ['DELETE', ''],
    ['POST', '/pause'],
    ['POST', '/test'],
  ] as const) {
    const outcome = await refusalOf(call(method, `/${target.id}${path}`, given, other))
    expect(outcome.id, path).toBe('log_target.not_found')
  }
  const { target: own } = await create({ name: 'Own' }, other)
  expect(await listed(other)).toMatchObject([{ id: own.id }])
  expect(await listed()).toMatchObject([{ id: target.id, name: 'SIEM' }])
  await call('DELETE', `/${target.id}`)
})
