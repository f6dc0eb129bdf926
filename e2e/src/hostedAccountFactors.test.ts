import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, testClock } from './factors.ts'
import { type HostedPerson, hostedPerson, logIn } from './hostedPeople.ts'
import { addKey } from './keys.ts'
import { type PageClient, pageClient } from './pageClient.ts'

const minute = 60
const clock = testClock()
const server = await testServer({ clock })
const users = server.client(UserService)

const at = ({ page }: PageClient) => page.url.pathname
const textsOf = ({ page }: PageClient, selector: string) =>
  page.document.querySelectorAll(selector).map(({ text }) => text.trim())
const keyOn = ({ page }: PageClient) => page.document.querySelector('#key')?.text.replaceAll(' ', '') ?? ''

/** Logs in with password and app; every code is used once. */
async function logInWithApp(person: HostedPerson, secret: string, path: string): Promise<PageClient> {
  const browser = pageClient(server.url)
  await logIn(browser, person, path)
  clock.advance(30)
  await browser.submit({ code: codeAt(secret, clock.now()) })
  return browser
}

async function personWithApp() {
  const person = await hostedPerson(server)
  return { person, secret: await addApp(server, person.userId) }
}

describe('fresh proofs', () => {
  test('are asked before a change is shown, with every factor of the account, and lead back to it', async () => {
    const { person, secret } = await personWithApp()
    const browser = await logInWithApp(person, secret, '/ui/account')
    clock.advance(20 * minute)
    expect((await browser.open('/ui/account/email')).status).toBe(200)
    expect(at(browser)).toBe('/ui/account/email')
    await browser.open('/ui/account/email-change')
    expect(at(browser)).toBe('/ui/v2/login/password')
    await browser.submit({ password: person.password })
    expect(at(browser)).toBe('/ui/v2/login/otp/time-based')
    await browser.submit({ code: codeAt(secret, clock.now()) })
    expect(at(browser)).toBe('/ui/account/email-change')
    await browser.submit({ email: `fresh-${person.email}` })
    expect(await eventTypesOf(server, person.userId)).toContain('user.human.email.changed')
  })

  test('that were lost on the page are asked by its form, which changes nothing', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, person, '/ui/account/email-change')
    clock.advance(20 * minute)
    await browser.submit({ email: `stale-${person.email}` })
    expect(at(browser)).toBe('/ui/v2/login/password')
    expect(await eventTypesOf(server, person.userId)).not.toContain('user.human.email.changed')
    await browser.submit({ password: person.password })
    expect(at(browser)).toBe('/ui/account/email-change')
  })
})

describe('factors', () => {
  test('are listed with their use, and set up on the pages of the login', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, person, '/ui/account/factors')
    expect(browser.page.text).toContain('Set up a second step first.')
    await browser.open('/ui/account/factors-add?about=totp')
    expect(at(browser)).toBe('/ui/v2/login/otp/time-based/set')
    if (keyOn(browser) === '') await browser.submit({}, 'begin')
    const secret = keyOn(browser)
    await browser.submit({ code: codeAt(secret, clock.now()) })
    if (at(browser) === '/ui/v2/login/otp/time-based') {
      clock.advance(30)
      await browser.submit({ code: codeAt(secret, clock.now()) })
    }
    expect(at(browser)).toBe('/ui/v2/login/otp/recovery/set')
    await browser.submit({}, 'skip')
    expect(at(browser)).toBe('/ui/account/factors')
    expect(textsOf(browser, '.entries strong')).toEqual(['Authenticator app'])
    expect(textsOf(browser, '.entries small').join()).toMatch(/Added .*Last used/)
  })

  test('are removed after their effects were shown; recovery codes go with the last one', async () => {
    const { person, secret } = await personWithApp()
    const browser = await logInWithApp(person, secret, '/ui/account/recovery-codes')
    await browser.submit({})
    await browser.open('/ui/account/factors-remove?about=totp')
    expect(textsOf(browser, 'main h1')).toEqual(['Remove Authenticator app?'])
    expect(textsOf(browser, 'ul.plain li')).toEqual([
      'your sign-in on 1 device counts for less; you are asked again only where more is needed.',
      'your account has no second step any more.',
      'your recovery codes are removed too.',
    ])
    expect(await eventTypesOf(server, person.userId)).not.toContain('user.human.mfa.otp.removed')
    await browser.submit({})
    expect(at(browser)).toBe('/ui/account/factors')
    expect(browser.page.text).toContain('It was removed.')
    expect(textsOf(browser, '.notice a')).toEqual(['Sign out everywhere else'])
    expect(textsOf(browser, '.entries strong')).toEqual([])
    expect((await eventTypesOf(server, person.userId)).slice(-2).sort()).toEqual([
      'user.human.mfa.otp.removed',
      'user.human.mfa.recovery_codes.removed',
    ])
  })

  test('that a policy forces are demanded again by the next login, and the page says so', async () => {
    const { person, secret } = await personWithApp()
    const browser = await logInWithApp(person, secret, '/ui/account')
    await forceMfa(true)
    try {
      await browser.open('/ui/account/factors-remove?about=totp')
      expect(textsOf(browser, 'ul.plain li')).toContain(
        'you have to set up another second step at your next sign-in.',
      )
      await browser.submit({})
      expect(at(browser)).toBe('/ui/v2/login/mfa/set')
    } finally {
      await forceMfa(false)
    }
  })

  test('that are keys get other names, and nobody else’s', async () => {
    const { person, secret } = await personWithApp()
    const browser = await logInWithApp(person, secret, '/ui/account/factors')
    const { id } = await addKey(server, person.userId, 'u2f')
    const rename = `/ui/account/factors-rename?about=u2f-${id}`
    await browser.open(rename)
    const empty = await browser.submit({ name: '  ' })
    expect([empty.status, empty.text]).toEqual([400, expect.stringContaining('Fill in this field.')])
    await browser.submit({ name: ' <b>Key</b> at home ' })
    expect(at(browser)).toBe('/ui/account/factors')
    expect(browser.page.text).toContain('&lt;b&gt;Key&lt;/b&gt; at home')
    expect(browser.page.text).toContain('The name was changed.')
    expect((await eventTypesOf(server, person.userId)).at(-1)).toBe('user.human.mfa.u2f.token.name.changed')
    const { result } = await users.listAuthenticationFactors({ userId: person.userId })
    expect(result.map(({ type }) => type.case === 'u2f' && type.value.name)).toContain('<b>Key</b> at home')
    const before = await eventTypesOf(server, person.userId)
    await browser.open(rename)
    await browser.submit({ name: '<b>Key</b> at home' })
    expect(await eventTypesOf(server, person.userId)).toEqual(before)
    const stranger = pageClient(server.url)
    await logIn(stranger, await hostedPerson(server), '/ui/account')
    await stranger.open(rename)
    expect(at(stranger)).toBe('/ui/account/factors')
    await browser.open('/ui/account/factors-rename?about=totp')
    expect(at(browser)).toBe('/ui/account/factors')
  })

  test('of nobody or of somebody else cannot be named', async () => {
    const browser = pageClient(server.url)
    await logIn(browser, await hostedPerson(server), '/ui/account')
    for (const about of ['totp', 'u2f-1', 'password', 'constructor', '']) {
      await browser.open(`/ui/account/factors-remove?about=${about}`)
      expect(at(browser)).toBe('/ui/account/factors')
    }
  })

  async function forceMfa(forced: boolean): Promise<void> {
    const policy = { allowUsernamePassword: true, allowRegister: true, passwordlessType: 1, forceMfa: forced }
    await server.client(AdminService).updateLoginPolicy(policy)
  }
})

describe('recovery codes', () => {
  test('are shown once, replaced and removed', async () => {
    const { person, secret } = await personWithApp()
    const browser = await logInWithApp(person, secret, '/ui/account/recovery-codes')
    expect(browser.page.text).toContain('You have no recovery codes.')
    await browser.submit({})
    const first = textsOf(browser, '.codes code')
    expect(first.length).toBeGreaterThan(7)
    expect(browser.page.headers.get('cache-control')).toContain('no-store')
    expect(browser.page.document.querySelector('a[download]')).not.toBeNull()
    await browser.open('/ui/account/recovery-codes')
    expect(browser.page.text).not.toContain(first[0])
    await browser.submit({})
    expect(textsOf(browser, '.codes code')).not.toContain(first[0])
    await browser.open('/ui/account/recovery-codes')
    await browser.submit({}, 'remove')
    expect(browser.page.text).toContain('Your recovery codes were removed.')
    expect(await users.listAuthenticationMethodTypes({ userId: person.userId })).toBeDefined()
  })

  test('need fresh proofs', async () => {
    const { person, secret } = await personWithApp()
    const browser = await logInWithApp(person, secret, '/ui/account/recovery-codes')
    clock.advance(20 * minute)
    await browser.submit({})
    expect(at(browser)).toBe('/ui/v2/login/password')
    expect(await eventTypesOf(server, person.userId)).not.toContain('user.human.mfa.recovery_codes.added')
  })
})
