import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { addApp } from './factors.ts'
import { hostedPerson } from './hostedPeople.ts'
import { linkIn, mailroom } from './mailroom.ts'
import { addOidcApp, authorizePath, callbackUri } from './oidcLogin.ts'
import { type PageClient, pageClient, type ShownPage } from './pageClient.ts'
import { addOrg } from './tenants.ts'

const { server, mailsTo } = await mailroom()
const users = server.client(UserService)
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const authorize = authorizePath(app)
const password = 'Another-Horse-8'
const pageOf = ({ url }: ShownPage) => url.pathname.replace('/ui/v2/login/', '')
const pathOf = (url: URL | undefined) => `${url?.pathname}${url?.search}`
const answered = ({ url, text }: ShownPage) => `${url} ${text}`.includes(`${callbackUri}?code=`)
const linksTo = async (email: string) => (await mailsTo(email)).map(linkIn)

/** Asks for a link on the page of a login to an application. */
async function askForLink(browser: PageClient, loginName: string): Promise<ShownPage> {
  await browser.open(authorize)
  await browser.submit({ loginName })
  const link = browser.page.document.querySelector('a[href*="password/reset"]')?.getAttribute('href') ?? ''
  await browser.open(link.replaceAll('&amp;', '&'))
  return browser.submit({ loginName })
}

describe('a mailed link', () => {
  test('sets the password and answers the request in which it was asked for', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    const sent = await askForLink(browser, person.loginName)
    expect([pageOf(sent), sent.status, sent.url.searchParams.has('sent')]).toEqual([
      'password/reset',
      200,
      true,
    ])
    expect(sent.text).toContain(person.loginName)
    const [link] = await linksTo(person.email)
    expect([link?.searchParams.get('requestId'), link?.searchParams.get('organization')]).toEqual([
      sent.url.searchParams.get('requestId'),
      server.first.orgId,
    ])
    const asked = await browser.open(pathOf(link))
    expect([pageOf(asked), asked.status]).toEqual(['password/set', 200])
    expect(asked.text, 'nothing of the person before the code proved anything').not.toContain(
      person.loginName,
    )
    expect(answered(await browser.submit({ password }))).toBe(true)
  })

  test('goes on in another browser, and ends the password proofs of every other session', async () => {
    const person = await hostedPerson(server)
    const old = pageClient(server.url)
    await old.open(authorize)
    await old.submit({ loginName: person.loginName })
    expect(answered(await old.submit({ password: person.password }))).toBe(true)
    await askForLink(pageClient(server.url), person.loginName)
    const [link] = await linksTo(person.email)
    const phone = pageClient(server.url)
    await phone.open(pathOf(link))
    expect(answered(await phone.submit({ password }))).toBe(true)
    expect(pageOf(await old.open(authorize)), 'its proof was by the old password').toBe('password')
  })

  test('still demands the second factor', async () => {
    const person = await hostedPerson(server)
    await addApp(server, person.userId)
    await linksTo(person.email)
    await users.passwordReset({ userId: person.userId, medium: { case: 'sendLink', value: {} } })
    const [link] = await linksTo(person.email)
    const browser = pageClient(server.url)
    await browser.open(pathOf(link))
    const next = await browser.submit({ password })
    expect(pageOf(next)).toBe('otp/time-based')
    expect(next.url.searchParams.get('sessionId')).toBeTruthy()
  })

  test('is spent only with a password that the organization allows, and shows its rules', async () => {
    const { headers, orgId } = await addOrg(server)
    await server.client(ManagementService, { headers }).addCustomPasswordComplexityPolicy({ minLength: 15n })
    const { userId } = await server.client(UserService, { headers }).addHumanUser({
      username: 'strict',
      profile: { givenName: 'Ada', familyName: 'Lovelace' },
      email: { email: 'strict@mail.example', verification: { case: 'isVerified', value: true } },
    })
    await users.humanMFAInitSkipped({ userId })
    await users.passwordReset({ userId, medium: { case: 'sendLink', value: {} } })
    const [link] = await linksTo('strict@mail.example')
    expect(link?.searchParams.get('organization')).toBe(orgId)
    const browser = pageClient(server.url)
    const page = await browser.open(pathOf(link))
    const rules = page.document.querySelectorAll('.rules > li').map((rule) => rule.getAttribute('data-rule'))
    expect(rules).toEqual(['15'])
    for (const tooShort of ['', 'short', 'fourteen chars']) {
      const refused = await browser.submit({ password: tooShort })
      expect([
        refused.status,
        refused.document.querySelector('#f-password')?.hasAttribute('autofocus'),
      ]).toEqual([400, true])
    }
    expect(pageOf(await browser.submit({ password: 'fifteen letters' }))).toBe('signedin')
  })

  test('works once: a second tab, a newer link, an expired one and a foreign one are refused alike', async () => {
    const person = await hostedPerson(server)
    const send = () => users.passwordReset({ userId: person.userId, medium: { case: 'sendLink', value: {} } })
    await send()
    const [replaced] = await linksTo(person.email)
    await send()
    const [link] = await linksTo(person.email)
    const other = await hostedPerson(server)
    const foreign = new URL(link ?? '')
    foreign.searchParams.set('userId', other.userId)
    const unknown = new URL(link ?? '')
    unknown.searchParams.set('userId', 'nobody')
    const open = async (url: URL | undefined) => {
      const tab = pageClient(server.url)
      await tab.open(pathOf(url))
      return tab
    }
    const refusals = await Promise.all(
      [replaced, foreign, unknown].map(async (url) => (await open(url)).submit({ password })),
    )
    const tabs = await Promise.all([open(link), open(link)])
    const outcomes = await Promise.all(tabs.map((tab) => tab.submit({ password })))
    expect(outcomes.filter((outcome) => pageOf(outcome) === 'signedin')).toHaveLength(1)
    refusals.push(...outcomes.filter((outcome) => pageOf(outcome) !== 'signedin'))
    const said = refusals.map(({ status, document }) => [
      status,
      document.querySelector('[role="alert"]')?.text,
      document.querySelector('a[href*="password/reset"]') !== null,
    ])
    expect(said).toHaveLength(4)
    expect(new Set(said.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(said[0]).toEqual([400, expect.stringContaining('used already or has expired'), true])
  })

  test('sets the password of a locked account, which stays locked', async () => {
    const person = await hostedPerson(server)
    await users.passwordReset({ userId: person.userId, medium: { case: 'sendLink', value: {} } })
    const [link] = await linksTo(person.email)
    await users.lockUser({ userId: person.userId })
    const browser = pageClient(server.url)
    await browser.open(pathOf(link))
    const set = await browser.submit({ password })
    expect([set.status, set.text.includes('cannot be used')]).toEqual([200, true])
    await users.unlockUser({ userId: person.userId })
    const session = await server.client(SessionService).createSession({
      checks: { user: { search: { case: 'userId', value: person.userId } }, password: { password } },
    })
    expect(session.sessionId).not.toBe('')
  })
})

describe('asking for a link', () => {
  test('is answered alike for every name; mails go only to people who could use them', async () => {
    const known = await hostedPerson(server)
    const inactive = await hostedPerson(server)
    await users.deactivateUser({ userId: inactive.userId })
    const { orgId, headers } = await addOrg(server)
    const management = server.client(ManagementService)
    const machine = await management.addMachineUser({ userName: 'robot', name: 'Robot' })
    const abroad = `abroad-${orgId}@mail.example`
    await server.client(UserService, { headers }).addHumanUser({
      username: abroad,
      profile: { givenName: 'Ada', familyName: 'Lovelace' },
      email: { email: abroad, verification: { case: 'isVerified', value: true } },
    })
    await mailsTo('nobody')
    const names = [known.loginName, inactive.loginName, 'nobody@example.test', `${machine.userId}`, abroad]
    const query = `organization=${server.first.orgId}`
    const shown = []
    for (const name of names) {
      const browser = pageClient(server.url)
      await browser.open(`/ui/v2/login/password/reset?${query}`)
      const { status, url, text } = await browser.submit({ loginName: name })
      const neutral = (of: string) => of.replaceAll(encodeURIComponent(name), '@').replaceAll(name, '@')
      const body = neutral(text).replaceAll(/nonce="[^"]+"/g, '')
      shown.push(JSON.stringify([status, neutral(url.search), body]))
    }
    expect(new Set(shown).size).toBe(1)
    const mails = await mailsTo(known.email)
    expect(mails).toHaveLength(1)
    expect(await mailsTo(abroad)).toHaveLength(0)
  })

  test('is limited for each name', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    await browser.open('/ui/v2/login/password/reset')
    const statuses = []
    for (let tries = 0; tries < 11; tries += 1) {
      statuses.push((await browser.submit({ loginName: person.loginName })).status)
    }
    expect(statuses).toContain(429)
  })

  test('is not offered where the policy hides it', async () => {
    const { headers, orgId } = await addOrg(server)
    const policy = { allowUsernamePassword: true, hidePasswordReset: true, passwordlessType: 1 }
    await server.client(ManagementService, { headers }).addCustomLoginPolicy(policy)
    const browser = pageClient(server.url)
    const shown = await browser.open(`/ui/v2/login/password/reset?organization=${orgId}`)
    expect(pageOf(shown)).toBe('loginname')
  })
})
