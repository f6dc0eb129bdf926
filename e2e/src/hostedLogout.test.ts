import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testClock } from '../../server/src/testing/testClock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson } from './hostedPeople.ts'
import { type AddedApp, addOidcApp } from './oidcLogin.ts'
import { movesOnTo, type PageClient, pageClient, type ShownPage } from './pageClient.ts'

const clock = testClock()
const server = await testServer({ clock })
const after = 'https://app.example.test/signed-out'
const oidc = { loginVersion: {}, postLogoutRedirectUris: [after] }
const app = await addOidcApp(server, { oidc })
const apps = server.client(AppService)
const change = ({ projectId, appId: id }: AddedApp, value: { readonly postLogoutRedirectUris: string[] }) =>
  apps.updateApplication({ projectId, id, updateRequestType: { case: 'oidcConfigurationRequest', value } })

async function logIn(browser: PageClient) {
  const person = await hostedPerson(server)
  await browser.open('/ui/v2/login/loginname')
  await browser.submit({ loginName: person.loginName })
  await browser.submit({ password: person.password })
  const { sessions } = await server.client(SessionService).listSessions({
    queries: [{ query: { case: 'userIdQuery', value: { id: person.userId } } }],
  })
  expect(sessions).toHaveLength(1)
  return { ...person, sessionId: sessions[0]?.id ?? '' }
}

const isLive = (sessionId: string) =>
  server
    .client(SessionService)
    .getSession({ sessionId })
    .then(
      () => true,
      () => false,
    )

/** The address in the application to which a page of the logout links. */
const placeOf = ({ document }: ShownPage) =>
  document.querySelector(`a[href^="${after}"]`)?.getAttribute('href')

const endSession = (more: Record<string, string> = {}) =>
  `/oidc/v1/end_session?${new URLSearchParams({ client_id: app.clientId, post_logout_redirect_uri: after, ...more })}`

describe('a logout', () => {
  test('without a hint asks first, ends the session, and goes back with the state', async () => {
    const browser = pageClient(server.url)
    const { sessionId, username } = await logIn(browser)
    const asked = await browser.open(endSession({ state: 'st' }))
    expect([asked.url.pathname, asked.status]).toEqual(['/ui/v2/login/logout', 200])
    expect(asked.text).toContain(username)
    expect(await isLive(sessionId)).toBe(true)
    expect(movesOnTo(await browser.submit({}, `one:${sessionId}`))).toBe(`${after}?state=st`)
    expect(await isLive(sessionId)).toBe(false)
  })

  test('of two accounts ends the one that is meant, or all', async () => {
    const browser = pageClient(server.url)
    const [one, other] = [await logIn(browser), await logIn(browser)]
    const asked = await browser.open(endSession({ logout_hint: one.username }))
    expect(asked.document.querySelector('button[value^="one:"]')?.getAttribute('value')).toBe(
      `one:${one.sessionId}`,
    )
    await browser.submit({}, `one:${one.sessionId}`)
    expect([await isLive(one.sessionId), await isLive(other.sessionId)]).toEqual([false, true])
    const third = await logIn(browser)
    await browser.open('/ui/v2/login/logout')
    expect((await browser.submit({}, 'all')).url.pathname).toBe('/ui/v2/login/logout/done')
    expect([await isLive(third.sessionId), await isLive(other.sessionId)]).toEqual([false, false])
  })

  test('goes nowhere by its address alone, by an old token, or by one of another kind', async () => {
    const browser = pageClient(server.url)
    const { sessionId } = await logIn(browser)
    const begun = await browser.open(endSession())
    const token = begun.url.searchParams.get('logout_token') ?? ''
    clock.advance(901)
    const evil = 'https://evil.example.test/'
    for (const query of [
      { post_logout_redirect: evil },
      { post_logout_redirect: evil, logout_token: token },
      { logout_token: `${token.slice(0, -4)}AAAA` },
      { logout_token: 'x.y.z' },
    ]) {
      const page = await browser.open(`/ui/v2/login/logout?${new URLSearchParams(query)}`)
      expect(page.status).toBe(200)
      expect([movesOnTo(page), page.document.querySelector('[href*="evil"]')]).toEqual([undefined, null])
    }
    expect((await browser.submit({}, `one:${sessionId}`)).url.pathname).toBe('/ui/v2/login/logout/done')
  })

  test.each([
    ['its URI is removed', (of: AddedApp) => change(of, { postLogoutRedirectUris: [`${after}/elsewhere`] })],
    [
      'the application is deactivated',
      ({ projectId, appId: id }: AddedApp) => apps.deactivateApplication({ projectId, id }),
    ],
    [
      'the application is removed',
      ({ projectId, appId: id }: AddedApp) => apps.deleteApplication({ projectId, id }),
    ],
  ])('goes back to an application no more once %s', async (_, make) => {
    const [browser, nobody, own] = [
      pageClient(server.url),
      pageClient(server.url),
      await addOidcApp(server, { oidc }),
    ]
    const { sessionId } = await logIn(browser)
    const request = endSession({ client_id: own.clientId, state: 'st' })
    const begun = await nobody.send(request)
    const place = begun.headers.get('location') ?? ''
    const asked = await browser.open(request)
    expect(placeOf(asked)).toBe(`${after}?state=st`)
    await make(own)
    const again = await browser.open(asked.url.href)
    expect([again.status, placeOf(again)]).toEqual([200, undefined])
    expect((await browser.submit({}, `one:${sessionId}`)).url.pathname).toBe('/ui/v2/login/logout/done')
    expect(await isLive(sessionId)).toBe(false)
    expect((await nobody.send(place)).status).toBe(200)
  })

  test('ends no session that the browser does not hold', async () => {
    const [mine, theirs] = [pageClient(server.url), pageClient(server.url)]
    await logIn(mine)
    const { sessionId } = await logIn(theirs)
    const sent = await mine.send('/ui/v2/login/logout', {
      method: 'POST',
      body: new URLSearchParams({ action: `one:${sessionId}` }),
      headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
    })
    expect(sent.status).toBe(303)
    expect(await isLive(sessionId)).toBe(true)
  })

  test('in a browser where nobody is signed in goes straight back', async () => {
    const page = await pageClient(server.url).send(endSession())
    const login = await pageClient(server.url).send(page.headers.get('location') ?? '')
    expect([login.status, login.headers.get('location')]).toEqual([303, after])
  })
})
