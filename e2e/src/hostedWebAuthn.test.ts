import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp } from './factors.ts'
import { hostedBrowser, type Visitor } from './hostedBrowser.ts'
import { type HostedPerson, hostedPerson, offeredPerson, signInAt } from './hostedPeople.ts'
import { pageClient } from './pageClient.ts'
import { relyingParty } from './relyingParty.ts'

const server = await testServer()
const users = server.client(UserService)
const browser = await hostedBrowser(server)
const app = await relyingParty(server)

const at = ({ page }: Visitor) => new URL(page.url()).pathname.replace('/ui/v2/login/', '')
const arrived = ({ page }: Visitor) => page.waitForURL(`${app.origin}/**`)

/** Takes the way with this name from a list. */
async function choose({ page }: Visitor, name: string): Promise<void> {
  const way = page.locator('.choice', { has: page.locator('strong', { hasText: name }) })
  await Promise.all([page.waitForEvent('load'), way.click()])
}

/** Takes a person through the first factor, to the page that follows. */
const begin = (visitor: Visitor, person: HostedPerson) => signInAt(visitor, person, app.start())

test('a passkey is set up during a login, and opens the account without a password from then on', async () => {
  const person = await offeredPerson(server)
  const visitor = await browser.visitor()
  await visitor.plug('platform')
  await begin(visitor, person)
  await choose(visitor, 'Passkey')
  await visitor.enter('Name of the passkey', 'My <b>laptop</b>')
  await visitor.press('Add passkey')
  expect(at(visitor)).toBe('otp/recovery/set')
  await visitor.press('Show recovery codes')
  const [download] = await Promise.all([
    visitor.page.waitForEvent('download'),
    visitor.page.getByRole('link', { name: 'Download' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('recovery-codes.txt')
  await visitor.page.getByLabel('I have saved the codes.').check()
  await visitor.press('Continue')
  await arrived(visitor)
  const { result } = await users.listPasskeys({ userId: person.userId })
  expect(result.map(({ name }) => name)).toEqual(['My <b>laptop</b>'])

  await visitor.context.clearCookies()
  // The authenticator answers for the person as soon as the field for the name offers passkeys.
  await visitor.page.goto(app.start(), { waitUntil: 'commit' })
  await arrived(visitor)
  expect(app.received[0]?.sub).toBe(person.userId)
})

test('a security key is set up, and then asked for after the password', async () => {
  const person = await offeredPerson(server)
  const visitor = await browser.visitor()
  await visitor.plug('stick')
  await begin(visitor, person)
  await choose(visitor, 'Security key')
  await visitor.press('Add security key')
  expect(at(visitor)).toBe('u2f')
  await visitor.press('Use security key')
  await visitor.press('Not now')
  await arrived(visitor)

  await visitor.context.clearCookies()
  await begin(visitor, person)
  expect(at(visitor)).toBe('u2f')
  await visitor.press('Use security key')
  await arrived(visitor)
})

test('an answer that no key gave is refused in words, and the form stays', async () => {
  const person = await offeredPerson(server)
  const visitor = await browser.visitor()
  await visitor.plug('stick')
  await begin(visitor, person)
  await choose(visitor, 'Security key')
  await visitor.press('Add security key')

  const client = pageClient(server.url)
  await client.open(`/ui/v2/login/loginname`)
  await client.submit({ loginName: person.loginName })
  await client.submit({ password: person.password })
  expect(client.page.url.pathname).toBe('/ui/v2/login/u2f')
  for (const credential of ['', '[]', 'null', '{}', '{"id":"AAAA","response":{}}']) {
    const { status, document } = await client.submit({ action: 'finish', credential })
    expect([
      status,
      document.querySelectorAll('main [role=alert] p').some(({ text }) => text !== ''),
    ]).toEqual([400, true])
  }
})

test('without scripts the page of a key says so and offers the other ways', async () => {
  const person = await offeredPerson(server)
  const scripted = await browser.visitor()
  await scripted.plug('stick')
  await begin(scripted, person)
  await choose(scripted, 'Security key')
  await scripted.press('Add security key')
  await scripted.press('Use security key')
  await scripted.press('Not now')
  await arrived(scripted)
  await addApp(server, person.userId)

  const plain = await browser.visitor({ javaScript: false })
  await begin(plain, person)
  expect(at(plain)).toBe('u2f')
  expect(await plain.page.innerText('main')).toContain('This step needs JavaScript')
  await plain.press('Choose another way')
  expect(at(plain)).toBe('mfa')
  await choose(plain, 'Authenticator app')
  expect(at(plain)).toBe('otp/time-based')
})

test('a link adds a passkey, and opening or cancelling it spends nothing', async () => {
  const person = await hostedPerson(server)
  const { code } = await users.createPasskeyRegistrationLink({
    userId: person.userId,
    medium: { case: 'returnCode', value: {} },
  })
  const query = new URLSearchParams({ userId: person.userId, codeId: code?.id ?? '', code: code?.code ?? '' })
  const link = `/ui/v2/login/passkey/set?${query}`
  const visitor = await browser.visitor()
  await visitor.open(link)
  const challenge = () =>
    fetch(new URL(link, server.url), {
      method: 'POST',
      body: new URLSearchParams({ action: 'challenge' }),
      headers: {
        accept: 'application/json',
        origin: new URL(server.url).origin,
        'sec-fetch-site': 'same-origin',
      },
    })
  const { options } = (await (await challenge()).json()) as { options: { challenge: string } }
  expect(options.challenge).toMatch(/^[\w-]{20,}$/)

  await visitor.plug('platform')
  await visitor.press('Add passkey')
  expect((await challenge()).status, 'the code is spent with success').toBe(400)
  await visitor.press('Sign in')
  expect(at(visitor)).toBe('passkey')
  await visitor.press('Use passkey')
  expect(at(visitor)).toBe('signedin')
})

test('a wrong code of a link is refused in words', async () => {
  const person = await hostedPerson(server)
  const visitor = await browser.visitor()
  await visitor.plug('platform')
  const query = new URLSearchParams({ userId: person.userId, codeId: 'none', code: 'WRONG' })
  await visitor.open(`/ui/v2/login/passkey/set?${query}`)
  await visitor.press('Add passkey')
  expect(await visitor.page.getByRole('alert').first().isVisible()).toBe(true)
  expect(at(visitor)).toBe('passkey/set')
})

test('an invited person chooses a passkey as their first way to sign in, and sets a password later', async () => {
  const name = `invited${Date.now()}`
  const { userId } = await users.addHumanUser({
    username: name,
    profile: { givenName: 'Ida', familyName: 'Rhodes' },
    email: { email: `${name}@example.test`, verification: { case: 'isVerified', value: true } },
  })
  await users.humanMFAInitSkipped({ userId })
  const { inviteCode } = await users.createInviteCode({
    userId,
    verification: { case: 'returnCode', value: {} },
  })
  const visitor = await browser.visitor()
  await visitor.plug('platform')
  const query = new URLSearchParams({ userId, code: inviteCode ?? '', invite: 'true' })
  await visitor.open(`/ui/v2/login/verify?${query}`)
  await visitor.press('Accept invitation')
  expect(at(visitor)).toBe('authenticator/set')
  await choose(visitor, 'With a passkey')
  await visitor.press('Add passkey')
  expect(at(visitor)).toBe('passkey')
  await visitor.press('Use passkey')
  expect(at(visitor)).toBe('signedin')
  await visitor.open('/ui/account/password')
  await visitor.look('account-password-first', { widths: [320] })
  expect(await visitor.page.getByLabel('Current password').count()).toBe(0)
  await visitor.enter('New password', 'short')
  await visitor.press('Set a password')
  await visitor.look('account-password-first-wrong', { widths: [320] })
  await visitor.enter('New password', 'Correct-Horse-7')
  await visitor.press('Set a password')
  expect(at(visitor)).toBe('/ui/account/password')
  expect(await visitor.page.getByRole('status').innerText()).toBe('Your password is set.')
  const other = await browser.visitor()
  await other.open(`/ui/v2/login/password?loginName=${name}%40example.test`)
  await other.enter('Password', 'Correct-Horse-7')
  await other.press('Continue')
  expect(at(other)).toBe('signedin')
})
