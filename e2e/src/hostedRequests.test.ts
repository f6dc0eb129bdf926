import { OIDCAppType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testClock } from '../../server/src/testing/testClock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { type HostedPerson, hostedPerson } from './hostedPeople.ts'
import { requestToken } from './oidcForms.ts'
import { type AddedApp, addOidcApp, authorizePath, callbackUri, codeForm } from './oidcLogin.ts'
import { movesOnTo, type PageClient, pageClient, type ShownPage } from './pageClient.ts'
import { passwordSession } from './people.ts'

const clock = testClock()
const server = await testServer({ clock })
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })

const authorize = (more: Record<string, string> = {}) => authorizePath(app, { state: 'st', ...more })

/** The answer that the application receives: by a redirect, or by the page that moves on. */
function answerOf(page: ShownPage): URLSearchParams {
  const to = movesOnTo(page) ?? page.url.href
  expect(to).toMatch(new RegExp(`^${callbackUri}[?#]`))
  return new URL(to).searchParams
}

async function logIn(browser: PageClient, person: { loginName: string; password: string }, path: string) {
  await browser.open(path)
  await browser.submit({ loginName: person.loginName })
  return browser.submit({ password: person.password })
}

async function loggedIn() {
  const person = await hostedPerson(server)
  const browser = pageClient(server.url)
  expect(answerOf(await logIn(browser, person, authorize())).get('code')).toBeTruthy()
  return { person, browser }
}

/** An ID token that the person has got at another application. */
async function idTokenOf({ userId, password }: HostedPerson): Promise<string> {
  const other = await addOidcApp(server)
  const form = await codeForm(server, other, await passwordSession(server, userId, password))
  const { json } = await requestToken(server, form, { basic: [other.clientId, other.clientSecret] })
  return String(json['id_token'])
}

const pageOf = ({ url }: ShownPage) => url.pathname.replace('/ui/v2/login/', '')

describe('a browser with one account', () => {
  test('answers the next request without any page', async () => {
    const { browser } = await loggedIn()
    const answer = answerOf(await browser.open(authorize({ state: 'two' })))
    expect([answer.get('state'), answer.has('code')]).toEqual(['two', true])
  })

  test('prompt=login demands a new proof, and typed addresses skip nothing', async () => {
    const { browser, person } = await loggedIn()
    clock.advance(1)
    const asked = await browser.open(authorize({ prompt: 'login' }))
    expect(pageOf(asked)).toBe('loginname')
    const requestId = asked.url.searchParams.get('requestId')
    const accounts = await browser.open(`/ui/v2/login/login?requestId=${requestId}`)
    expect(pageOf(accounts)).toBe('loginname')
    await browser.submit({ loginName: person.loginName })
    expect(answerOf(await browser.submit({ password: person.password })).has('code')).toBe(true)
  })

  test('max_age raises the same session', async () => {
    const { browser, person } = await loggedIn()
    clock.advance(120)
    const asked = await browser.open(authorize({ max_age: '60' }))
    expect(pageOf(asked)).toBe('password')
    expect(asked.url.searchParams.get('sessionId')).toBeTruthy()
    expect(asked.text).toContain('1 minute')
    expect(answerOf(await browser.submit({ password: person.password })).has('code')).toBe(true)
  })

  test('prompt=none is answered or refused to the application, never by a page', async () => {
    const { browser } = await loggedIn()
    expect(answerOf(await browser.open(authorize({ prompt: 'none' }))).has('code')).toBe(true)
    clock.advance(120)
    const old = answerOf(await browser.open(authorize({ prompt: 'none', max_age: '60' })))
    expect(old.get('error')).toBe('login_required')
    const nobody = answerOf(await pageClient(server.url).open(authorize({ prompt: 'none' })))
    expect([nobody.get('error'), nobody.get('state')]).toEqual(['login_required', 'st'])
  })

  test('prompt=select_account asks for the account, prompt=create for a new one', async () => {
    const { browser } = await loggedIn()
    expect(pageOf(await browser.open(authorize({ prompt: 'select_account' })))).toBe('accounts')
    expect(pageOf(await browser.open(authorize({ prompt: 'create' })))).toBe('register')
  })

  test('prompt=create with a hint asks for the person of the hint, as a new account would be refused', async () => {
    const { browser, person } = await loggedIn()
    const id_token_hint = await idTokenOf(person)
    const known = await browser.open(authorize({ id_token_hint, prompt: 'create' }))
    expect(answerOf(known).has('code')).toBe(true)
    const unknown = await pageClient(server.url).open(authorize({ id_token_hint, prompt: 'create' }))
    expect(pageOf(unknown)).toBe('loginname')
    const claims = JSON.stringify({ id_token: { sub: { value: person.userId } } })
    const demanded = await pageClient(server.url).open(authorize({ claims, prompt: 'create' }))
    expect(pageOf(demanded)).toBe('loginname')
  })

  test('login_hint is taken as if it was typed', async () => {
    const { browser } = await loggedIn()
    const other = await hostedPerson(server)
    const asked = await browser.open(authorize({ login_hint: other.loginName }))
    expect(pageOf(asked)).toBe('password')
    expect(asked.text).toContain(other.loginName)
    expect(answerOf(await browser.submit({ password: other.password })).has('code')).toBe(true)
  })

  test('answers nobody else than the person of the ID token hint (OpenID Connect Core §3.1.2.2)', async () => {
    const { browser, person } = await loggedIn()
    const other = await hostedPerson(server)
    const id_token_hint = await idTokenOf(other)
    const silent = answerOf(await browser.open(authorize({ id_token_hint, prompt: 'none' })))
    expect([silent.get('error'), silent.has('code')]).toEqual(['login_required', false])
    const asked = await browser.open(authorize({ id_token_hint }))
    expect([pageOf(asked), asked.text.includes('Not for this application')]).toEqual(['accounts', true])
    expect(pageOf(await browser.submit({}, `choose:${person.userId}`))).toBe('refused')
    await browser.open(authorize({ id_token_hint }))
    const name = asked.document
      .querySelectorAll('main a')
      .find((link) => link.getAttribute('href')?.includes('loginname'))
    await browser.open(name?.getAttribute('href') ?? '')
    await browser.submit({ loginName: other.loginName })
    expect(answerOf(await browser.submit({ password: other.password })).has('code')).toBe(true)
    expect(answerOf(await browser.open(authorize({ id_token_hint, prompt: 'none' }))).has('code')).toBe(true)
  })

  test('an account of the organization that the application names answers', async () => {
    const { browser } = await loggedIn()
    const asked = await browser.open(
      authorize({ scope: `openid urn:zitadel:iam:org:id:${server.first.orgId}` }),
    )
    expect(answerOf(asked).has('code')).toBe(true)
  })
})

describe('a request', () => {
  test('that was answered is shown as finished when the person goes back', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    await browser.open(authorize())
    await browser.submit({ loginName: person.loginName })
    const asked = browser.page.url.href
    answerOf(await browser.submit({ password: person.password }))
    const back = await browser.open(asked)
    expect([back.status, pageOf(back)]).toEqual([400, 'login'])
    expect(back.text).toContain('finished already')
  })

  test('that is over leads back to its application, where that has registered an address', async () => {
    const person = await hostedPerson(server)
    const back = async (over: AddedApp, redirect_uri: string) => {
      const browser = pageClient(server.url)
      const { url } = await browser.open(authorizePath(over, { redirect_uri }))
      await browser.submit({ loginName: person.loginName })
      expect(movesOnTo(await browser.submit({ password: person.password }))).toMatch(`${redirect_uri}?code=`)
      const links = (await browser.open(url.href)).document.querySelectorAll('main a')
      return links.filter((one) => one.text.startsWith('Back to')).map((one) => one.getAttribute('href'))
    }
    const hosted = { loginVersion: {} }
    expect(await back(app, callbackUri)).toEqual(['https://app.example.test/'])
    const home = 'https://app.example.test/home'
    const named = await addOidcApp(server, { oidc: hosted, metadata: { client_uri: home } })
    expect(await back(named, callbackUri)).toEqual([home])
    const uris = { redirectUris: ['https://*.example.test/callback'], devMode: true }
    const wide = await addOidcApp(server, { oidc: { ...hosted, ...uris } })
    expect(await back(wide, 'https://elsewhere.example.test/callback')).toEqual([])
    const native = { redirectUris: ['http://127.0.0.1/callback'], appType: OIDCAppType.OIDC_APP_TYPE_NATIVE }
    const onDevice = await addOidcApp(server, { oidc: { ...hosted, ...native } })
    expect(await back(onDevice, 'http://127.0.0.1:4711/callback')).toEqual([])
  })

  test('can be left by a button, and the application learns that', async () => {
    const browser = pageClient(server.url)
    await browser.open(authorize())
    const answer = answerOf(await browser.submit({}, 'cancel'))
    expect([answer.get('error'), answer.get('state')]).toEqual(['access_denied', 'st'])
    const person = await hostedPerson(server)
    await browser.open(authorize())
    await browser.submit({ loginName: person.loginName })
    expect(answerOf(await browser.submit({}, 'cancel')).get('error')).toBe('access_denied')
  })

  test('that has expired or is unknown says so', async () => {
    const browser = pageClient(server.url)
    const asked = await browser.open(authorize())
    clock.advance(3_700)
    const over = await browser.open(asked.url.href)
    expect([over.status, over.text]).toEqual([400, expect.stringContaining('unknown or has expired')])
    expect(over.text).toContain('href="https://app.example.test/"')
    const unknown = await browser.open('/ui/v2/login/login?requestId=oidc_V2_1')
    expect(unknown.status).toBe(400)
    const saml = await browser.open('/ui/v2/login/login?samlRequest=V2_1')
    expect(saml.status).toBe(400)
  })

  test('of another tab goes on beside', async () => {
    const person = await hostedPerson(server)
    const one = pageClient(server.url)
    const two = pageClient(server.url, one.cookies)
    await one.open(authorize({ state: 'one' }))
    await two.open(authorize({ state: 'two' }))
    await one.submit({ loginName: person.loginName })
    await two.submit({ loginName: person.loginName })
    expect(answerOf(await one.submit({ password: person.password })).get('state')).toBe('one')
    expect(answerOf(await two.submit({ password: person.password })).get('state')).toBe('two')
  })

  test('in the fragment and by a form is answered so', async () => {
    const { browser } = await loggedIn()
    const fragment = await browser.open(authorize({ response_mode: 'fragment' }))
    expect(new URLSearchParams(fragment.url.hash.slice(1)).has('code')).toBe(true)
    const posted = await browser.open(authorize({ response_mode: 'form_post' }))
    expect(posted.document.querySelector('input[name="code"]')).not.toBeNull()
  })

  test('of a native app is answered at its own scheme', async () => {
    const native = await addOidcApp(server, {
      oidc: {
        loginVersion: {},
        redirectUris: ['com.example.app:/callback'],
        appType: OIDCAppType.OIDC_APP_TYPE_NATIVE,
      },
    })
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    const query = { client_id: native.clientId, redirect_uri: 'com.example.app:/callback' }
    const challenge = {
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    }
    const back = await logIn(browser, person, authorize({ ...query, ...challenge }))
    expect(movesOnTo(back)).toMatch(/^com\.example\.app:\/callback\?code=/)
    expect(back.document.querySelector('main a')?.getAttribute('href')).toMatch(/^com\.example\.app:/)
  })

  test('of a person who was deactivated meanwhile is not answered', async () => {
    const { browser, person } = await loggedIn()
    await server.client(UserService).deactivateUser({ userId: person.userId })
    const asked = await browser.open(authorize())
    expect([asked.url.origin, pageOf(asked)]).toEqual([server.url, 'accounts'])
  })
})

describe('a login that no application asked for', () => {
  test('goes on from a page that was open for half a day', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    const wait = () => clock.advance(13 * 3600)
    await browser.open('/ui/v2/login/loginname')
    wait()
    expect(pageOf(await browser.submit({ loginName: person.loginName }))).toBe('password')
    wait()
    expect(pageOf(await browser.submit({ password: person.password }))).toBe('signedin')
    await browser.open('/ui/account/profile')
    wait()
    const saved = await browser.submit({ givenName: 'Grace' })
    expect([saved.status, saved.url.pathname]).toEqual([200, '/ui/account/profile'])
    expect(saved.document.querySelector('[name="givenName"]')?.getAttribute('value')).toBe('Grace')
  })

  const setHome = async (defaultRedirectUri: string) => {
    const { status } = await server.rest('PUT', '/admin/v1/policies/login', {
      body: { allowUsernamePassword: true, passwordCheckLifetime: '864000s', defaultRedirectUri },
    })
    return status
  }

  test('leads to the address of the login policy, else says that the person is signed in', async () => {
    const person = await hostedPerson(server)
    const path = '/ui/v2/login/loginname'
    expect(pageOf(await logIn(pageClient(server.url), person, path))).toBe('signedin')
    const home = 'https://portal.example.test/start?from=login'
    expect(await setHome(home)).toBe(200)
    const browser = pageClient(server.url)
    const left = await logIn(browser, person, path)
    expect(movesOnTo(left)).toBe(home)
    const again = await browser.send('/ui/v2/login/login')
    expect([again.status, again.headers.get('location')]).toEqual([303, home])
    for (const refused of [
      'javascript:alert(1)',
      'data:text/html,x',
      '//evil.test',
      'view-source:https://a.test',
    ]) {
      expect([refused, await setHome(refused)]).toEqual([refused, 400])
    }
    await setHome('')
  })
})
