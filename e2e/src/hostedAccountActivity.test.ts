import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson, logIn } from './hostedPeople.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { postForm } from './oidcForms.ts'
import { type PageClient, pageClient } from './pageClient.ts'
import { byId } from './people.ts'

const server = await testServer()
const sessions = server.client(SessionService)

const at = ({ page }: PageClient) => page.url.pathname
const sessionOf = ({ page }: PageClient) => page.url.searchParams.get('sessionId') ?? ''
const namesOn = ({ page }: PageClient) =>
  page.document.querySelectorAll('.entries strong').map(({ text }) => text.replaceAll(/\s+/g, ' ').trim())

async function browserOf(person: Awaited<ReturnType<typeof hostedPerson>>, path = '/ui/account/sessions') {
  const browser = pageClient(server.url)
  await logIn(browser, person, path)
  return browser
}

describe('devices', () => {
  test('are listed; one is signed out from another', async () => {
    const person = await hostedPerson(server)
    const [laptop, phone] = [await browserOf(person), await browserOf(person)]
    await laptop.open('/ui/account/sessions')
    expect(namesOn(laptop)).toHaveLength(2)
    const sections = laptop.page.document.querySelectorAll('main section')
    expect(sections.map((one) => one.querySelectorAll('.entries li').length)).toEqual([1, 1])
    expect(sections[0]?.text).toContain('This browser')
    expect(sections[0]?.innerHTML).toContain(`end:${sessionOf(laptop)}`)
    expect(laptop.page.text).toContain('Confirmed with: Password')
    await laptop.submit({}, `end:${sessionOf(phone)}`)
    expect(namesOn(laptop)).toHaveLength(1)
    await phone.open('/ui/account')
    expect(at(phone)).not.toBe('/ui/account')
  })

  test('all others are signed out at once, and this one by its own button', async () => {
    const person = await hostedPerson(server)
    const laptop = await browserOf(person)
    const others = [await browserOf(person), await browserOf(person)]
    await laptop.open('/ui/account/sessions')
    await laptop.submit({}, 'end-others')
    for (const other of others) {
      await other.open('/ui/account')
      expect(at(other)).not.toBe('/ui/account')
    }
    await laptop.submit({}, `end:${sessionOf(laptop)}`)
    expect(at(laptop)).toBe('/ui/v2/login/logout/done')
  })

  test('of somebody else stay signed in', async () => {
    const [ada, eve] = [
      await browserOf(await hostedPerson(server)),
      await browserOf(await hostedPerson(server)),
    ]
    const body = new URLSearchParams({ action: `end:${sessionOf(ada)}` })
    const sent = await eve.send(eve.page.url.href, {
      method: 'POST',
      body,
      headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
    })
    expect(sent.status).toBe(400)
    await ada.open('/ui/account')
    expect(at(ada)).toBe('/ui/account')
  })
})

test('applications are listed with what they may do, and disconnected', async () => {
  const person = await hostedPerson(server)
  const browser = await browserOf(person, '/ui/account/applications')
  expect(browser.page.text).toContain('No application can use your account now.')
  const fixture = await addOidcProject(server)
  const { sessionId } = await sessions.createSession({
    checks: { ...byId(person.userId), password: { password: person.password } },
  })
  const { refreshToken } = await loginTokens(server, fixture, sessionId, {})
  await browser.open('/ui/account/applications')
  expect(namesOn(browser)).toEqual(['App'])
  expect(browser.page.text).toContain('see your name')
  await browser.submit({}, `revoke:${fixture.app[0]}`)
  expect(namesOn(browser)).toEqual([])
  const renewed = await postForm(
    server,
    '/oauth/v2/token',
    { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' },
    { basic: fixture.app },
  )
  expect(renewed.json['error']).toBe('invalid_grant')
})

test('recent activity is listed newest first, page by page', async () => {
  const person = await hostedPerson(server)
  const browser = await browserOf(person, '/ui/account/events')
  expect(namesOn(browser)).toContain('Account created')
  for (let tries = 0; tries < 4; tries += 1) {
    const other = pageClient(server.url)
    await other.open('/ui/account')
    await other.submit({ loginName: person.loginName })
    await other.submit({ password: tries < 2 ? 'wrong' : person.password })
  }
  for (let more = 0; more < 8; more += 1) await browserOf(person)
  for (let more = 0; more < 20; more += 1) {
    await sessions.createSession({
      checks: { ...byId(person.userId), password: { password: person.password } },
    })
  }
  await browser.open('/ui/account/events')
  const first = namesOn(browser)
  expect(first).not.toContain('Account created')
  const older = browser.page.document
    .querySelectorAll('main a')
    .find(({ text }) => text.includes('Show older'))
  await browser.open(older?.getAttribute('href')?.replaceAll('&amp;', '&') ?? '')
  expect(namesOn(browser)).toContain('Account created')
  for (const before of ['nonsense', 'Jan 1', '2026-02-30T00:00:00Z', '2026-01-01T25:00:00Z', 'infinity']) {
    const address = `/ui/account/events?before=${before}&sessionId=${sessionOf(browser)}`
    expect([before, (await browser.open(address)).status]).toEqual([before, 200])
    expect(namesOn(browser)).toEqual(first)
  }
})
