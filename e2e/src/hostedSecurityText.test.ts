import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { pages } from '../../server/src/web/pages/pages.ts'
import { expectHarmless, marker } from './expectHarmless.ts'
import { loggedInPerson } from './hostedPeople.ts'
import { addOidcApp, authorizePath } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'

const server = await testServer()
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const paths = pages.map(({ path }) => path)
const loggedIn = () => loggedInPerson(server)

const authorize = (more: Record<string, string> = {}) => authorizePath(app, { state: 'st', ...more })

const hostile = [
  `https://evil.test/${marker}`,
  `//evil.test/${marker}`,
  `/\\evil.test/${marker}`,
  `javascript:alert("${marker}")`,
  `"><script>${marker}</script><img src=x onerror=${marker}>`,
  `'-${marker}-'\u0000`,
  `a\r\nset-cookie: ${marker}=1`,
  `oidc_../${marker}`,
  '__proto__',
  `2020-01-01 (${marker})`,
  '😀'.repeat(60),
  'x'.repeat(3000),
]
const names = [
  'requestId',
  'authRequest',
  'samlRequest',
  'sessionId',
  'loginName',
  'organization',
  'ui_locales',
  'user_code',
  'userId',
  'code',
  'codeId',
  'about',
  'before',
  'done',
  'sent',
  'logout_hint',
  'logout_token',
  'post_logout_redirect',
  'post_logout_redirect_uri',
  'defaultRedirectUri',
  'redirect_uri',
  'url',
  'preview',
]

/** As many names as fit into an address: Node resets connections whose head is longer than 16 kB. */
function fitting(value: string): readonly string[] {
  const { length } = new URLSearchParams([['name', value]]).toString()
  return names.slice(0, Math.ceil(12_000 / length))
}

describe('a hostile address', () => {
  test.each([
    ['of nobody', false],
    ['of a person who is logged in', true],
  ])(
    'leads nowhere else and injects nothing, in the browser %s',
    async (_, isIn) => {
      const { browser, sessionId } = isIn
        ? await loggedIn()
        : { browser: pageClient(server.url), sessionId: '' }
      for (const path of paths) {
        await Promise.all(
          hostile.map(async (value) => {
            const query = new URLSearchParams(fitting(value).map((name) => [name, value]))
            if (isIn) query.set('sessionId', sessionId)
            const address = `${path}?${query}`
            const reply = await browser.send(address)
            const what = `${path} with ${value.slice(0, 60)}`
            expect([what, reply.status < 500]).toEqual([what, true])
            const to = reply.headers.get('location')
            if (to !== null) expect(to).toMatch(/^\/ui\//)
            expect(reply.headers.getSetCookie()).toEqual([])
            expectHarmless(await reply.text(), what, server.url)
          }),
        )
      }
    },
    60_000,
  )

  test('is answered with every header that protects a page', async () => {
    const { browser, sessionId } = await loggedIn()
    for (const path of paths) {
      const { headers } = await browser.send(`${path}?sessionId=${sessionId}`)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toMatch(/unsafe|\*/)
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })
})

test('what people have stored is shown as text on every page', async () => {
  const script = `<script>${marker}</script>`
  const { browser, person, sessionId } = await loggedIn()
  const users = server.client(UserService)
  await users.updateHumanUser({
    userId: person.userId,
    profile: { givenName: script, familyName: script, displayName: `${script}"'><b>` },
  })
  await server.client(AppService).updateApplication({
    projectId: app.projectId,
    id: app.appId,
    name: script,
  })
  for (const path of paths) {
    const reply = await browser.send(`${path}?sessionId=${sessionId}`, {
      headers: { 'user-agent': script },
    })
    expectHarmless(await reply.text(), path, server.url)
  }
  const named = await browser.open(authorize({ prompt: 'login' }))
  expect(named.text).toContain('&lt;script&gt;')
  expectHarmless(named.text, 'an application', server.url)
  const chosen = await browser.open(authorize({ prompt: 'select_account' }))
  expectHarmless(chosen.text, 'accounts', server.url)
})
