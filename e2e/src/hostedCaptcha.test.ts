import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { parse } from 'node-html-parser'
import { afterAll, expect, test } from 'vitest'
import { testClock } from '../../server/src/testing/testClock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson } from './hostedPeople.ts'

/** A provider of CAPTCHAs, which knows one answer of a person, and what it was asked. */
const asked: URLSearchParams[] = []
const provider = createServer(async (request, response) => {
  const form = new URLSearchParams(await text(request))
  asked.push(form)
  response.end(JSON.stringify({ success: form.get('response') === 'a-person' }))
})
await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done))
afterAll(() => new Promise((done) => provider.close(done)))

const server = await testServer({
  clock: testClock(),
  environment: {
    SALLYPORT_TRUSTED_PROXIES: 'loopback',
    SALLYPORT_CAPTCHA_PROVIDER: 'hcaptcha',
    SALLYPORT_CAPTCHA_SITE_KEY: 'site-key',
    SALLYPORT_CAPTCHA_SECRET: 'provider-secret',
    SALLYPORT_CAPTCHA_VERIFY_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/siteverify`,
  },
})
await server.client(AdminService).updateLockoutPolicy({ maxPasswordAttempts: 0 })

/** Sends a password, with the answer that the widget adds to the form, from an address of a stranger. */
async function send(loginName: string, password: string, said?: string) {
  const reply = await fetch(`${server.url}/ui/v2/login/password?${new URLSearchParams({ loginName })}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ password, ...(said !== undefined && { 'h-captcha-response': said }) }),
    headers: {
      origin: server.url,
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-proto': 'http',
    },
  })
  const widget = parse(await reply.text()).querySelector('form .h-captcha')
  return {
    status: reply.status,
    siteKey: widget?.getAttribute('data-sitekey'),
    policy: reply.headers.get('content-security-policy') ?? '',
    location: reply.headers.get('location'),
    setsCookie: reply.headers.has('set-cookie'),
  }
}

test('after half of the guesses the password needs the answer of a person to a CAPTCHA', async () => {
  const { username, password } = await hostedPerson(server)
  const first = await send(username, 'wrong')
  expect([first.status, first.siteKey, first.policy.includes('hcaptcha')]).toEqual([400, undefined, false])
  for (let at = 0; at < 6; at++) await send(username, 'wrong')
  expect(asked).toEqual([])

  const shown = await send(username, password)
  expect([shown.status, shown.siteKey, shown.setsCookie]).toEqual([400, 'site-key', false])
  expect(shown.policy).toMatch(/script-src [^;]*https:\/\/[\w.*]*hcaptcha\.com/)
  expect(asked).toEqual([])
  const refused = await send(username, password, 'a-program')
  expect([refused.status, refused.siteKey, refused.setsCookie]).toEqual([400, 'site-key', false])
  const admitted = await send(username, password, 'a-person')
  expect([admitted.status, admitted.location]).toEqual([303, expect.stringContaining('sessionId=')])
  expect(asked.map((form) => [form.get('secret'), form.get('sitekey'), form.get('response')])).toEqual([
    ['provider-secret', 'site-key', 'a-program'],
    ['provider-secret', 'site-key', 'a-person'],
  ])
})
