import { OIDCAppType, OIDCAuthMethodType, OIDCGrantType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { describe, expect, test } from 'vitest'
import { startTestServer, testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { postForm } from './oidcForms.ts'
import { addOidcApp, codeRequest, openAuthorization } from './oidcLogin.ts'

const clock = testClock(new Date('2030-01-01T09:00:00Z'))
/** An address has 30 requests in five minutes. */
const environment = { SALLYPORT_RATE_LIMITS: '0.01' }
const behindProxy = await testServer({
  clock,
  environment: { ...environment, SALLYPORT_TRUSTED_PROXIES: 'loopback' },
})
const web = await addOidcApp(behindProxy)
const native = await addOidcApp(behindProxy, {
  oidc: {
    appType: OIDCAppType.OIDC_APP_TYPE_NATIVE,
    authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
    grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE, OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE],
  },
})
const { query } = codeRequest(native)

type Headers = Readonly<Record<string, string>>
const from = (address: string): Headers => ({ 'x-forwarded-for': address })
const authorize = (headers: Headers) => openAuthorization(behindProxy, query, headers)
const push = (headers: Headers) => postForm(behindProxy, '/oauth/v2/par', query, { headers })
const device = (headers: Headers) =>
  postForm(behindProxy, '/oauth/v2/device_authorization', { client_id: native.clientId }, { headers })

/** Sends requests until one is limited, and returns how many were not. */
async function servedOf(send: () => Promise<{ readonly status: number }>, most = 100): Promise<number> {
  for (let count = 0; count < most; count++) if ((await send()).status === 429) return count
  return most
}

describe('requests that write for anybody are limited by address (RFC 6585 §4)', () => {
  test.each([
    ['authorization', authorize, '203.0.113.1'],
    ['pushed', push, '203.0.113.2'],
    ['device', device, '203.0.113.3'],
  ])('%s requests: 429 with the time to wait, then served again', async (_, send, address) => {
    expect(await servedOf(() => send(from(address)))).toBe(30)
    clock.advance(60)
    const { status, json, headers } = await send(from(address))
    const seconds = 300 - ((clock.now().getTime() / 1000) % 300)
    expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([
      429,
      String(seconds),
      'no-store',
    ])
    expect(json['error']).toBe('temporarily_unavailable')
    expect((await send(from('203.0.113.99'))).status).toBeLessThan(400)
    clock.advance(seconds)
    expect((await send(from(address))).status).toBeLessThan(400)
  })

  test('they share one budget, which does not depend on what an address says', async () => {
    const forms = [
      '2001:db8:5:5::1',
      '2001:db8:5:5:ffff::2',
      '2001:DB8:5:5:0:0:0:3',
      // Only the last address is from the proxy; the client wrote those before it.
      '198.51.100.1, 2001:db8:5:5::4',
    ]
    const sends = [authorize, push, device]
    let next = 0
    const send = () => {
      next += 1
      return (sends[next % 3] ?? push)(from(forms[next % 4] ?? ''))
    }
    expect(await servedOf(send)).toBe(30)
  })

  test('a browser sees a page with the same status, and the client is not called', async () => {
    const address = from('203.0.113.4')
    await servedOf(() => authorize(address))
    const { status, headers, text, location } = await authorize({ ...address, accept: 'text/html' })
    expect([status, location, headers.get('content-type')]).toEqual([429, null, 'text/html; charset=utf-8'])
    expect(headers.get('retry-after')).toMatch(/^\d+$/)
    expect(text).toContain('too many requests came from this address')
  })

  test('refused requests write nothing', async () => {
    const address = from('203.0.113.5')
    await servedOf(() => authorize(address))
    const count = async () => {
      const [row] = await behindProxy.testDatabase.database.query<{ n: number }>(
        'select count(*)::int as n from events',
      )
      return row?.n
    }
    const before = await count()
    await Promise.all([authorize(address), push(address), device(address)])
    expect(await count()).toBe(before)
  })

  test('clients that prove who they are push for all their people', async () => {
    const { query: pushed } = codeRequest(web)
    const basic = [web.clientId, web.clientSecret] as const
    const headers = from('203.0.113.6')
    const send = () => postForm(behindProxy, '/oauth/v2/par', pushed, { basic, headers })
    expect(await servedOf(send, 40)).toBe(40)
  })
})

test('a client that connects itself is counted by its connection, whatever it forwards', async () => {
  const direct = await startTestServer({
    environment: { ...environment, SALLYPORT_TRUSTED_PROXIES: '203.0.113.7' },
  })
  try {
    const app = await addOidcApp(direct)
    const { query: request } = codeRequest(app)
    let next = 0
    // The connection is loopback, which has no budget: the forged addresses are never counted.
    const send = () => openAuthorization(direct, request, from(`198.51.100.${next++ % 2}`))
    expect(await servedOf(send, 70)).toBe(70)
    const rows = await direct.testDatabase.database.query('select 1 from rate_limits')
    expect(rows).toEqual([])
  } finally {
    await direct.closeVerified()
  }
})
