import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testClock } from '../../server/src/testing/testClock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { claimDomain } from './claimDomain.ts'
import { eventTypesOf } from './factors.ts'
import { type HostedPerson, hostedPerson } from './hostedPeople.ts'
import { addOidcApp, authorizePath, callbackUri } from './oidcLogin.ts'
import { type PageClient, pageClient, type ShownPage } from './pageClient.ts'
import { readUser } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const authorize = authorizePath(app)
const pageOf = ({ url }: ShownPage) => url.pathname.replace('/ui/v2/login/', '')
const answered = ({ url, text }: ShownPage) => `${url} ${text}`.includes(`${callbackUri}?code=`)
let count = 0

/** Adds a person whose username another organization has claimed since. */
async function claimedPerson(): Promise<HostedPerson & { readonly domain: string }> {
  const domain = `claimed${++count}.test`
  const person = await hostedPerson(server)
  await server.client(UserService).updateHumanUser({ userId: person.userId, username: `ann@${domain}` })
  await claimDomain(server, domain)
  return { ...person, domain }
}

/** Logs a person in by their address; the page that demands another username is in `browser.page`. */
async function mustRename(person: HostedPerson): Promise<PageClient> {
  const browser = pageClient(server.url)
  await browser.open(authorize)
  await browser.submit({ loginName: person.loginName })
  const asked = await browser.submit({ password: person.password })
  expect([pageOf(asked), asked.status]).toEqual(['username/change', 200])
  return browser
}

describe('a username that another organization has claimed with its domain', () => {
  test('is replaced once, after the password was proved, and the login goes on', async () => {
    const person = await claimedPerson()
    expect((await readUser(server, person.userId)).username).toMatch(/^\d+@temporary\./)
    const browser = await mustRename(person)
    expect(browser.page.text).toContain('belongs to another organization now')
    expect(browser.page.text).toContain('Another organization has proved')
    expect(answered(await browser.submit({ username: ' ann.new ' }))).toBe(true)
    expect((await readUser(server, person.userId)).username).toBe('ann.new')
    expect(await eventTypesOf(server, person.userId)).toContain('user.username.changed')
    expect(answered(await browser.open(authorize)), 'the next request needs no page').toBe(true)
  })

  test('is replaced by people who are logged in already, too', async () => {
    const person = await hostedPerson(server)
    await server.client(UserService).updateHumanUser({ userId: person.userId, username: 'eve@late.test' })
    const browser = pageClient(server.url)
    await browser.open(authorize)
    await browser.submit({ loginName: person.loginName })
    expect(answered(await browser.submit({ password: person.password }))).toBe(true)
    await claimDomain(server, 'late.test')
    clock.advance(3 * 3600)
    expect(pageOf(await browser.open(authorize))).toBe('username/change')
    expect(answered(await browser.submit({ username: 'eve.new' }))).toBe(true)
    expect((await readUser(server, person.userId)).username).toBe('eve.new')
  })

  test('cannot be left empty, taken from somebody, or chosen of the claimed domain', async () => {
    const person = await claimedPerson()
    const other = await hostedPerson(server)
    const browser = await mustRename(person)
    for (const username of ['', '  ', other.username, `zoe@${person.domain}`]) {
      const shown = await browser.submit({ username })
      const isAtField = shown.document.querySelector('#f-username')?.getAttribute('aria-invalid')
      expect([username, shown.status < 500, pageOf(shown), isAtField]).toEqual([
        username,
        true,
        'username/change',
        'true',
      ])
    }
    expect((await readUser(server, person.userId)).username).toMatch(/^\d+@temporary\./)
  })

  test('keeps no login from its page by a typed address, and two tabs change it once', async () => {
    const person = await claimedPerson()
    const one = await mustRename(person)
    const { pathname, search } = one.page.url
    for (const page of ['login', 'signedin', 'mfa', 'password', 'verify']) {
      expect(pageOf(await one.open(`/ui/v2/login/${page}${search}`)), page).toBe('username/change')
    }
    const other = pageClient(server.url, one.cookies)
    await other.open(pathname + search)
    await one.open(pathname + search)
    expect(answered(await one.submit({ username: 'first.tab' }))).toBe(true)
    const later = await other.submit({ username: 'second.tab' })
    expect(later.status).toBeLessThan(500)
    expect((await readUser(server, person.userId)).username).toBe('first.tab')
  })
})
