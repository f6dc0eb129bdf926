import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { startLogReceiver } from './logReceiver.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { eventCount, systemServer } from './virtualInstances.ts'

const lines: Readonly<Record<string, unknown>>[] = []
const server = await systemServer({ onLogLine: (line) => lines.push(JSON.parse(line)) })
const login = await startLogReceiver()
afterAll(() => login.close())
const base = login.url.replace(/\/in$/, '')

const ask = (baseUri: unknown, options: RestOptions = {}) =>
  operate(server, 'POST', 'login-address/test', { ...options, body: { baseUri } })

test.each([
  [200, null],
  [302, null],
  [400, null],
  [404, 'status'],
  [500, 'status'],
])('a login that replies %i has the problem %s', async (status, problem) => {
  // Where a redirect leads is not asked.
  login.behaviour = { status, headers: { location: 'http://127.0.0.1:1/elsewhere' } }
  const asked = login.requests.length
  expect(await ask(base)).toMatchObject({ reachable: problem === null, status, problem })
  expect(login.requests.slice(asked).map(({ path }) => path)).toEqual(['/login'])
})

test('the page is that of authorization requests, asked for without credentials, and nothing is stored', async () => {
  login.behaviour = { status: 200 }
  const before = await eventCount(server)
  const withUser = base.replace('//', '//me:secret@')
  expect(await ask(`${withUser}/ui//`)).toEqual({
    reachable: true,
    status: 200,
    problem: null,
    message: null,
  })
  const { path, headers, body } = login.requests.at(-1) ?? {}
  expect([path, body]).toEqual(['/ui/login', ''])
  expect(headers).not.toHaveProperty('authorization')
  expect(headers).not.toHaveProperty('cookie')
  expect(await eventCount(server)).toBe(before)
})

test('the reply says how the connection failed, and nothing else', async () => {
  login.behaviour = { status: 404 }
  expect((await ask(base))['message']).toMatch(/^HTTP 404: .*check the path$/)

  login.behaviour = 'hang'
  const start = performance.now()
  expect(await ask(base)).toMatchObject({ reachable: false, status: null, problem: 'timeout' })
  expect(performance.now() - start).toBeLessThan(9_000)

  await login.close()
  expect(await ask(base)).toMatchObject({ status: null, problem: 'connection_refused' })
  await login.open()
  expect(await ask('https://login.invalid')).toMatchObject({ status: null, problem: 'name_unknown' })
}, 30_000)

test('the reply shows nothing of a server that speaks another protocol', async () => {
  const other = createServer((socket) => socket.resume().end('SSH-2.0-secret banner\r\n'))
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
  const { port } = other.address() as AddressInfo
  const failed = await ask(`http://127.0.0.1:${port}`)
  expect(failed).toMatchObject({ reachable: false, status: null, problem: 'failed' })
  expect(JSON.stringify(failed)).not.toMatch(/SSH|banner/)
  expect(await ask(`https://127.0.0.1:${port}`)).toMatchObject({ problem: 'certificate' })
  await new Promise((closed) => other.close(closed))
})

test.each(['https://10.0.0.1', 'http://169.254.169.254/latest', 'https://[fd00::1]:8443/ui'])(
  'the server may not ask %s',
  async (address) => {
    const reply = await ask(address)
    expect(reply).toMatchObject({ reachable: false, status: null, problem: 'not_allowed' })
    expect(reply['message']).toMatch(/nothing was checked.*SALLYPORT_OUTBOUND_ALLOW/)
  },
)

test.each([
  [undefined],
  [7],
  [''],
  ['login.example'],
  ['ftp://login.example'],
  ['javascript:alert(1)'],
  ['https://login.example?x=1'],
  ['https://login.example#x'],
  ['https://login.example/ a'],
  ['https://'],
])('an address that cannot be set is refused: %j', async (baseUri) => {
  const asked = login.requests.length
  expect((await refusalOf(ask(baseUri))).id).toBe('feature_flags.login_address_invalid')
  const tooLong = `${base}/${'a'.repeat(2000)}`
  expect((await refusalOf(ask(tooLong))).id).toBe('feature_flags.login_address_invalid')
  expect(login.requests).toHaveLength(asked)
})

test('it needs the right to set the login of the instance or of an application, which reaches public addresses alone', async () => {
  const { orgId } = await addOrg(server)
  const callers = await addCallers(
    server,
    orgId,
    'IAM_OWNER',
    'IAM_OWNER_VIEWER',
    'ORG_OWNER',
    'ORG_OWNER_VIEWER',
  )
  login.behaviour = { status: 200 }
  const asked = login.requests.length
  const statuses: Record<string, string> = {}
  for (const [caller, options] of Object.entries(callers))
    statuses[caller] = await statusOf(ask(base, options))
  expect(statuses).toEqual({
    IAM_OWNER: 'ok',
    IAM_OWNER_VIEWER: 'PermissionDenied',
    ORG_OWNER: 'ok',
    ORG_OWNER_VIEWER: 'NotFound',
    'ORG_OWNER elsewhere': 'ok',
    'no membership': 'NotFound',
    'no token': 'Unauthenticated',
    'another instance': 'Unauthenticated',
  })
  expect(login.requests).toHaveLength(asked + 1)
  const owner = callers.ORG_OWNER
  const logged = lines.length
  // A name in a private DNS, of which only the log tells that it exists.
  const named = base.replace('127.0.0.1', 'localhost')
  for (const address of [base, named, 'http://10.0.0.1', 'https://me:secret@login.invalid/ui']) {
    expect(await ask(address, owner)).toEqual({
      ...{ reachable: false, status: null, problem: 'not_public' },
      message: expect.stringMatching(/^the address is not public, or its name is not known/),
    })
  }
  expect(login.requests).toHaveLength(asked + 1)
  const said = lines.slice(logged).filter((line) => line['msg'] === 'the address of a login is not public')
  expect(said).toMatchObject([
    { level: 30, host: new URL(base).host, problem: 'not_allowed', instanceId: server.first.instanceId },
    { host: new URL(named).host, problem: 'not_allowed' },
    { host: '10.0.0.1', problem: 'not_allowed' },
    { host: 'login.invalid', problem: 'name_unknown' },
  ])
  expect(JSON.stringify(said)).not.toContain('secret')
  expect((await refusalOf(ask('login.example', owner))).id).toBe('feature_flags.login_address_invalid')
})
