import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { OIDCGrantType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { pages } from '../../server/src/web/pages/pages.ts'
import { eventTypesOf } from './factors.ts'
import { hostedPerson, loggedInPerson } from './hostedPeople.ts'
import { addOidcApp, authorizePath, callbackUri } from './oidcLogin.ts'
import { pageClient } from './pageClient.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const lines: string[] = []
const environment = { SALLYPORT_TRUSTED_PROXIES: 'loopback' }
const server = await systemServer({ environment, onLogLine: (line) => lines.push(line) })
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const paths = pages.map(({ path }) => path)
const form = { origin: server.url, 'sec-fetch-site': 'same-origin' }

const loggedIn = () => loggedInPerson(server)

const authorize = (more: Record<string, string> = {}) => authorizePath(app, { state: 'st', ...more })

describe('a form of another site', () => {
  const foreign = [
    {},
    { 'sec-fetch-site': 'same-origin' },
    { origin: server.url },
    { origin: server.url, 'sec-fetch-site': 'same-site' },
    { origin: server.url, 'sec-fetch-site': 'none' },
    { origin: 'https://evil.test', 'sec-fetch-site': 'same-origin' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { origin: `${server.url}.evil.test`, 'sec-fetch-site': 'same-origin' },
  ]

  test('is refused on every page, whatever it sends', async () => {
    const { browser, sessionId } = await loggedIn()
    for (const path of paths) {
      for (const headers of foreign) {
        const body = new URLSearchParams({ action: 'all', password: 'x' })
        const reply = await browser.send(`${path}?sessionId=${sessionId}`, { method: 'POST', body, headers })
        expect([path, reply.status, reply.headers.getSetCookie()]).toEqual([path, 403, []])
      }
    }
    const still = await browser.open(`/ui/v2/login/signedin?sessionId=${sessionId}`)
    expect(still.url.pathname).toBe('/ui/v2/login/signedin')
  })

  test('cannot come as another type, nor be larger than a form is', async () => {
    const browser = pageClient(server.url)
    const send = async (body: string, type = 'application/x-www-form-urlencoded') =>
      (
        await browser.send('/ui/v2/login/loginname', {
          method: 'POST',
          body,
          headers: { ...form, 'content-type': type },
        })
      ).status
    expect(await send('{"loginName":"ada"}', 'application/json')).toBe(400)
    expect(await send('loginName=ada', 'text/plain')).toBe(400)
    expect(await send(`loginName=${'a'.repeat(40_000)}`)).toBe(413)
    const start = performance.now()
    for (const body of [
      'a&'.repeat(15_000),
      'loginName=a&'.repeat(2_000),
      `loginName=${'%00'.repeat(5_000)}`,
    ]) {
      const status = await send(body)
      expect([status, status >= 400 && status < 500]).toEqual([status, true])
    }
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('a cookie', () => {
  test('that was planted is worth nothing after the login, and shows nothing of it', async () => {
    const attacker = await loggedIn()
    const planted = new Map(attacker.browser.cookies)
    const victim = pageClient(server.url, new Map(planted))
    const person = await hostedPerson(server)
    await victim.open('/ui/v2/login/loginname')
    await victim.submit({ loginName: person.loginName })
    const inside = await victim.submit({ password: person.password })
    const thief = pageClient(server.url, planted)
    const shown = await thief.open(inside.url.href)
    expect(shown.url.pathname).toBe('/ui/v2/login/loginname')
    expect((await thief.open('/ui/v2/login/accounts')).text).not.toContain(person.username)
  })

  test('reaches no method of the API, and no session of another browser', async () => {
    const { browser, person, sessionId } = await loggedIn()
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    for (const path of [`/v2/users/${person.userId}`, `/v2/sessions/${sessionId}`, '/auth/v1/users/me']) {
      const reply = await fetch(server.url + path, { headers: { cookie } })
      expect([path, reply.status]).toEqual([path, 401])
    }
    const other = await loggedIn()
    for (const path of paths) {
      const page = await other.browser.open(`${path}?sessionId=${sessionId}&requestId=account_overview`)
      expect([path, page.text.includes(person.username)]).toEqual([path, false])
    }
  })

  test('of another instance, its session and its requests are unknown', async () => {
    const { browser, sessionId } = await loggedIn()
    const waiting = await browser.open(authorize({ prompt: 'login' }))
    const requestId = waiting.url.searchParams.get('requestId') ?? ''
    const { headers } = await addInstance(server)
    const cookie = `__Host-sallyport=${browser.cookies.get('sallyport')}`
    const ask = (path: string) =>
      fetch(server.url + path, {
        redirect: 'manual',
        headers: { ...headers, cookie, 'x-forwarded-proto': 'https' },
      })
    const session = await ask(`/ui/v2/login/signedin?sessionId=${sessionId}`)
    expect([session.status, session.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/\/loginname/),
    ])
    const request = await ask(`/ui/v2/login/login?requestId=${requestId}`)
    expect(request.status).toBe(400)
  })

  test('of before a logout opens nothing, nor do the forms of before', async () => {
    const { browser, sessionId } = await loggedIn()
    const before = new Map(browser.cookies)
    await browser.open('/ui/v2/login/logout')
    await browser.submit({}, `one:${sessionId}`)
    const later = pageClient(server.url, before)
    expect((await later.open(`/ui/account?sessionId=${sessionId}`)).url.pathname).toBe(
      '/ui/v2/login/accounts',
    )
    const waiting = await later.open(authorize())
    expect(waiting.url.pathname).toMatch(/loginname|accounts/)
  })
})

describe('forms that come at once', () => {
  test('count as guesses until the account is locked, and not beyond', async () => {
    const person = await hostedPerson(server)
    const admin = server.client(AdminService)
    await admin.updateLockoutPolicy({ maxPasswordAttempts: 3 })
    const path = `/ui/v2/login/password?loginName=${encodeURIComponent(person.loginName)}`
    const body = new URLSearchParams({ password: 'wrong' })
    const replies = await Promise.all(
      Array.from({ length: 8 }, () =>
        pageClient(server.url).send(path, { method: 'POST', body, headers: form }),
      ),
    )
    expect(replies.filter(({ status }) => status >= 500)).toEqual([])
    const failed = (await eventTypesOf(server, person.userId)).filter((type) => type.endsWith('check.failed'))
    expect(failed).toHaveLength(3)
    const late = await pageClient(server.url).open(path)
    expect(late.url.pathname).toBe('/ui/v2/login/blocked')
    await admin.updateLockoutPolicy({ maxPasswordAttempts: 0 })
  })

  test('from two tabs of a browser answer a request once', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    await browser.open(authorize())
    const asked = await browser.submit({ loginName: person.loginName })
    const body = new URLSearchParams({ password: person.password })
    const replies = await Promise.all(
      [1, 2, 3].map(() => browser.send(asked.url.href, { method: 'POST', body, headers: form })),
    )
    const texts = await Promise.all(replies.map((reply) => reply.text()))
    expect(replies.filter(({ status }) => status >= 500)).toEqual([])
    expect(texts.filter((text) => text.includes(`${callbackUri}?code=`))).toHaveLength(1)
  })
})

describe('a device', () => {
  test('is shown with its own code only, and never without one', async () => {
    const grantTypes = [OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE]
    const television = await addOidcApp(server, { oidc: { loginVersion: {}, grantTypes } })
    const authorization = `Basic ${Buffer.from(`${television.clientId}:${television.clientSecret}`).toString('base64')}`
    const ask = async () => {
      const reply = await fetch(`${server.url}/oauth/v2/device_authorization`, {
        method: 'POST',
        body: new URLSearchParams({ scope: 'openid' }),
        headers: { authorization },
      })
      return (await reply.json()) as { user_code: string }
    }
    const [mine, other] = [await ask(), await ask()]
    const { browser, sessionId } = await loggedIn()
    await browser.open('/device')
    const consent = await browser.submit({ user_code: mine.user_code })
    await browser.open(consent.url.href)
    if (consent.url.pathname.endsWith('/accounts')) throw new Error('one account needs no choice')
    const requestId = browser.page.url.searchParams.get('requestId') ?? ''
    expect(browser.page.text).toContain(mine.user_code)
    const root = '/ui/v2/login/device/consent'
    for (const code of ['', `&user_code=${other.user_code}`, '&user_code=BCDF-GHJK']) {
      const address = `${root}?requestId=${requestId}&sessionId=${sessionId}${code}`
      expect((await browser.open(address)).url.pathname).toBe('/ui/v2/login/device')
      const body = new URLSearchParams({ action: 'allow' })
      const sent = await browser.send(address, { method: 'POST', body, headers: form })
      expect(sent.headers.get('location')).toMatch(/^\/ui\/v2\/login\/device(\?|$)/)
    }
  })
})

test('every page that says that something is over leads on', async () => {
  const browser = pageClient(server.url)
  for (const path of ['login?requestId=oidc_none', 'logout/done', 'logout', 'signedin']) {
    const page = await browser.open(`/ui/v2/login/${path}`)
    const ways = page.document.querySelectorAll('main a, main button')
    expect([path, ways.length > 0]).toEqual([path, true])
  }
})

test('an address that somebody else claims stays that of the person who has verified it', async () => {
  const { loginName, email, password } = await hostedPerson(server)
  await server.client(UserService).addHumanUser({
    username: `claims-${email}`,
    profile: { givenName: 'Eve', familyName: 'Claims' },
    email: { email, verification: { case: 'isVerified', value: false } },
    passwordType: { case: 'password', value: { password: 'Wrong-Horse-8', changeRequired: false } },
  })
  const browser = pageClient(server.url)
  await browser.open('/ui/v2/login/loginname')
  await browser.submit({ loginName })
  expect((await browser.submit({ password })).url.pathname).toBe('/ui/v2/login/signedin')
})

test('a reset link that is wrong says nothing about the rules of an organization', async () => {
  const { userId } = await hostedPerson(server)
  const browser = pageClient(server.url)
  await browser.open(`/ui/v2/login/password/set?userId=${userId}&code=WRONG1`)
  const shown = await browser.submit({ password: 'x' })
  expect([shown.status, shown.document.querySelector('#password-problem')]).toEqual([400, null])
})

test('no log line holds a password, a cookie, a name or a code', async () => {
  lines.length = 0
  const { browser, person } = await loggedIn()
  const stranger = pageClient(server.url)
  await stranger.open('/ui/v2/login/loginname')
  await stranger.submit({ loginName: person.loginName })
  await stranger.submit({ password: 'Wrong-Horse-9' })
  const answered = await browser.open(authorize())
  const code = answered.url.searchParams.get('code') ?? /code=([^&"]+)/.exec(answered.text)?.[1] ?? ''
  expect(code.length).toBeGreaterThan(10)
  const log = lines.join('\n')
  const cookies = [...browser.cookies.values()].map((value) => value.slice(-30))
  for (const secret of [person.password, 'Wrong-Horse-9', person.loginName, code, ...cookies]) {
    expect(log).not.toContain(secret)
  }
})

test('a registration that the policy forbids is refused, whatever the form says', async () => {
  const admin = server.client(AdminService)
  await admin.updateLoginPolicy({ allowUsernamePassword: true, allowRegister: false })
  const email = 'uninvited@example.test'
  const fields = { givenName: 'Eve', familyName: 'Uninvited', email, password: 'Correct-Horse-7' }
  for (const page of ['register', 'register/org']) {
    for (const action of ['submit', 'passkey']) {
      const body = new URLSearchParams({ ...fields, action, organization: 'Uninvited' })
      const path = `/ui/v2/login/${page}?organization=${server.first.orgId}`
      const sent = await pageClient(server.url).send(path, { method: 'POST', body, headers: form })
      if (page === 'register') expect([400, 404]).toContain(sent.status)
      expect(sent.status).toBeLessThan(500)
    }
  }
  const query = { case: 'emailQuery', value: { emailAddress: email } } as const
  const { result } = await server.client(UserService).listUsers({ queries: [{ query }] })
  expect(result.filter(({ details }) => details?.resourceOwner === server.first.orgId)).toEqual([])
})
