import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { outboundAllow } from '../../config/outboundAllow.ts'
import type { LimitedAct } from '../../features/rate-limits/index.ts'
import { rateLimits as feature, openRateLimits } from '../../features/rate-limits/index.ts'
import { openLogger } from '../../kernel/openLogger.ts'
import { openOutbound } from '../../outbound/outbound.ts'
import { createTestDatabase } from '../../testing/testDatabase.ts'
import { openActGuard } from './openActGuard.ts'
import { openCaptcha } from './openCaptcha.ts'

const testDatabase = await createTestDatabase(feature.migrations)
const lines: string[] = []
const logger = openLogger('debug', { write: (line) => void lines.push(line) })
const outbound = openOutbound(outboundAllow(['loopback']))

/** A provider that speaks `siteverify`. */
const asked: string[] = []
let reply: (response: ServerResponse, form: URLSearchParams) => void = () => undefined
const provider = createServer(async (request: IncomingMessage, response) => {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  asked.push(body)
  reply(response, new URLSearchParams(body))
})
await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done))
const { port } = provider.address() as AddressInfo
afterAll(async () => {
  provider.closeAllConnections()
  await new Promise((done) => provider.close(done))
  await testDatabase.close()
})

const says = (body: object, status = 200) => {
  reply = (response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
beforeEach(() => {
  asked.length = 0
  lines.length = 0
  says({ success: true })
})

const settings = {
  provider: 'hcaptcha',
  siteKey: 'site-key',
  secret: 'provider-secret',
  verifyUrl: `http://127.0.0.1:${port}/siteverify`,
  scriptUrl: undefined,
  atRegistration: false,
} as const

const mac = async (...given: string[]) => createHmac('sha256', 'key').update(given.join(' ')).digest()
const rateLimits = openRateLimits({
  database: testDatabase.database,
  logger,
  log: { mac },
  config: { rateLimits: 1 },
})

function guardWith(captcha: object | undefined = settings) {
  const config = { captcha: captcha as typeof settings | undefined }
  return openActGuard({ rateLimits, captcha: openCaptcha({ config, outbound, logger }) })
}

const now = new Date('2030-01-01T09:00:00Z')
let count = 0
/** A person of a name and an address that no other test uses. */
function newParty(guard = guardWith(), act: LimitedAct = 'password') {
  count += 1
  const request = { instance: { id: 'i1' }, clientAddress: `203.0.113.${count}`, now }
  const subject = `person-${count}@example.com`
  return {
    attempt: (answer?: string) =>
      guard(request, act, {
        subject,
        form: new URLSearchParams(answer === undefined ? {} : { 'h-captcha-response': answer }),
      }),
    /** Fails until half of the budget of the name is used up. */
    async crowd() {
      for (let tries = 0; tries < 7; tries++) {
        await guard(request, act, { subject, form: new URLSearchParams() })
      }
    },
  }
}

describe('a CAPTCHA', () => {
  test('is asked for after half of a budget, and the act goes on with the answer of a person', async () => {
    const party = newParty()
    await party.crowd()
    expect(await party.attempt()).toMatchObject({ kind: 'captcha', failed: false })
    expect(asked).toEqual([])
    expect(await party.attempt('answer.of-a_person')).toMatchObject({
      kind: 'go',
      captcha: { field: 'h-captcha-response' },
    })
    expect(asked).toEqual(['secret=provider-secret&response=answer.of-a_person&sitekey=site-key'])
  })

  test('is asked for again each time, and does not lift the budget', async () => {
    const party = newParty()
    await party.crowd()
    for (let tries = 7; tries < 15; tries++) expect((await party.attempt('answer')).kind).toBe('go')
    expect(await party.attempt('answer')).toEqual({ kind: 'wait', retryAt: new Date('2030-01-01T09:15:00Z') })
    expect(asked).toHaveLength(8)
  })

  test('without an answer takes nothing; a refused answer takes a point', async () => {
    const party = newParty()
    await party.crowd()
    for (let tries = 0; tries < 30; tries++) expect((await party.attempt()).kind).toBe('captcha')
    says({ success: false, 'error-codes': ['invalid-input-response'] })
    for (let tries = 7; tries < 15; tries++) {
      expect(await party.attempt('wrong')).toMatchObject({ kind: 'captcha', failed: true })
    }
    expect((await party.attempt('wrong')).kind).toBe('wait')
    expect(asked).toHaveLength(8)
  })

  test('is asked for at every registration if it is set so', async () => {
    const always = newParty(guardWith({ ...settings, atRegistration: true }), 'registration')
    expect((await always.attempt()).kind).toBe('captcha')
    expect((await always.attempt('answer')).kind).toBe('go')
    expect((await newParty(guardWith(), 'registration').attempt()).kind).toBe('go')
  })

  test('without settings is never asked for', async () => {
    const party = newParty(openActGuard({ rateLimits, captcha: undefined }))
    await party.crowd()
    expect(await party.attempt()).toMatchObject({ kind: 'go', captcha: undefined })
  })
})

describe('while the provider cannot be asked, the budgets are the only limit, and the log says so', () => {
  test.each<[string, typeof reply]>([
    ['it breaks the connection', (response) => response.destroy()],
    ['it fails', (response) => response.writeHead(503).end('{"success":false}')],
    ['it replies with no JSON', (response) => response.end('<html>')],
    [
      'it replies with more than 16 kB',
      (response) => response.end(`{"success":false,"x":"${'x'.repeat(20_000)}"}`),
    ],
    ['it redirects', (response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    [
      'the secret is wrong',
      (response) => response.end('{"success":false,"error-codes":["invalid-input-secret"]}'),
    ],
  ])('%s', async (_, broken) => {
    const party = newParty()
    await party.crowd()
    reply = broken
    expect((await party.attempt('answer')).kind).toBe('go')
    expect(lines.join('')).toContain('the CAPTCHA is not verified')
    expect(lines.join('')).not.toContain('provider-secret')
  })

  test.each(['', ' ', 'a b', 'answer\u0000', '<script>', 'é', 'x'.repeat(8193)])(
    'an answer %j that no provider gives is refused unasked, so that it cannot make the provider fail',
    async (answer) => {
      const party = newParty()
      await party.crowd()
      reply = (response) => response.destroy()
      expect((await party.attempt(answer)).kind).toBe('captcha')
      expect(asked).toEqual([])
    },
  )

  test('its address must be allowed, as that of every server that others name', async () => {
    const closed = openOutbound(outboundAllow([]))
    const captcha = openCaptcha({ config: { captcha: settings }, outbound: closed, logger })
    expect(await captcha?.verify('answer')).toBe('unknown')
    expect(asked).toEqual([])
  })
})
