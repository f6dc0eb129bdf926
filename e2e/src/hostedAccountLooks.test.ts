import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedBrowser, type Visitor } from './hostedBrowser.ts'
import { type HostedPerson, hostedPerson } from './hostedPeople.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { byId } from './people.ts'

const server = await testServer()
const browser = await hostedBrowser(server)
const users = server.client(UserService)

const at = ({ page }: Visitor) => new URL(page.url()).pathname

async function logIn(visitor: Visitor, { loginName, password }: HostedPerson, path = '/ui/account') {
  await visitor.open(path)
  await visitor.enter('Login name', loginName)
  await visitor.press('Continue')
  await visitor.enter('Password', password)
  await visitor.press('Continue')
  expect(at(visitor)).toBe(path)
}

/** Takes the way with this name from a list. */
async function choose({ page }: Visitor, name: string): Promise<void> {
  const way = page.locator('main .choice', { has: page.locator('strong', { hasText: name }) })
  await Promise.all([page.waitForEvent('load'), way.click()])
}

/** Adds a passkey from the list of factors, with the recovery codes that are offered. */
async function addPasskey(visitor: Visitor): Promise<void> {
  await choose(visitor, 'Add a passkey')
  await visitor.enter('Name of the passkey', 'My laptop')
  await visitor.press('Add passkey')
  await visitor.press('Show recovery codes')
  await visitor.page.getByLabel('I have saved the codes.').check()
  await visitor.press('Continue')
}

/** A person whose account has something on every page. */
async function busyPerson(): Promise<HostedPerson> {
  const person = await hostedPerson(server)
  const { userId, password } = person
  const { sessionId } = await server.client(SessionService).createSession({
    checks: { ...byId(userId), password: { password } },
    userAgent: { fingerprintId: 'phone', ip: '203.0.113.7', description: 'Safari, iOS', header: {} },
  })
  await loginTokens(server, await addOidcProject(server), sessionId, {})
  return person
}

test('the overview and the profile are looked at', async () => {
  const visitor = await browser.visitor()
  await logIn(visitor, await hostedPerson(server))
  await visitor.look('account')
  await choose(visitor, 'Profile')
  await visitor.look('account-profile')
  await visitor.enter('Nickname', 'Countess')
  await visitor.press('Save')
  await visitor.look('account-profile-saved', { widths: [320] })
  await visitor.close()
})

test('addresses are looked at', async () => {
  const visitor = await browser.visitor()
  await logIn(visitor, await hostedPerson(server))
  await choose(visitor, 'E-mail address')
  await visitor.look('account-email')
  await visitor.press('Phone number')
  await visitor.look('account-phone')
  await visitor.open('/ui/account/phone-change')
  await visitor.enter('New phone number', 'nonsense')
  await visitor.press('Save and send the code')
  await visitor.look('account-phone-wrong')
  await visitor.enter('New phone number', '+41446681800')
  await visitor.press('Save and send the code')
  await visitor.look('account-phone-code')
  await visitor.close()
})

test('devices, applications and activity are looked at', async () => {
  const visitor = await browser.visitor()
  await logIn(visitor, await busyPerson())
  await visitor.open('/ui/account/password')
  await visitor.look('account-password')
  await visitor.press('Devices')
  await visitor.look('account-sessions')
  await visitor.press('Applications')
  await visitor.look('account-applications')
  await visitor.press('Recent activity')
  await visitor.look('account-events')
  await visitor.close()
})

test('the account without scripts on the smallest screen', async () => {
  const person = await hostedPerson(server)
  const visitor = await browser.visitor({ javaScript: false, width: 320, theme: 'dark' })
  await logIn(visitor, person)
  await visitor.look('account-plain', { widths: [320] })
  await choose(visitor, 'Devices')
  await visitor.press('Overview')
  expect(at(visitor)).toBe('/ui/account')
  await visitor.press('Sign out')
  expect(at(visitor)).toBe('/ui/v2/login/logout/done')
})

test('a passkey is added, and recovery codes are replaced', async () => {
  const person = await hostedPerson(server)
  const visitor = await browser.visitor()
  await visitor.plug('platform')
  await logIn(visitor, person, '/ui/account/factors')
  await visitor.look('account-factors-none')
  await addPasskey(visitor)
  expect(at(visitor)).toBe('/ui/account/factors')
  await visitor.look('account-factors')
  await visitor.press('Remove My laptop')
  await visitor.look('account-factors-remove')
  await visitor.open('/ui/account/recovery-codes')
  await visitor.look('account-recovery-codes')
  await visitor.press('Replace all codes')
  await visitor.look('account-recovery-codes-shown')
  await visitor.open('/ui/account/factors')
  await visitor.press('Remove My laptop')
  await visitor.press('Remove')
  await visitor.look('account-factors-removed', { widths: [320] })
  await visitor.press('Sign out everywhere else')
  expect(at(visitor)).toBe('/ui/account/sessions')
})

test('the only way to log in is not removed', async () => {
  const person = await hostedPerson(server)
  const visitor = await browser.visitor()
  await visitor.plug('platform')
  await logIn(visitor, person, '/ui/account/factors')
  await addPasskey(visitor)
  await server
    .client(AdminService)
    .updateLoginPolicy({ allowUsernamePassword: false, allowRegister: true, passwordlessType: 1 })
  await visitor.open('/ui/account/factors')
  expect(at(visitor)).toBe('/ui/v2/login/passkey')
  await visitor.press('Use passkey')
  expect(at(visitor)).toBe('/ui/account/factors')
  await visitor.press('Remove My laptop')
  await visitor.look('account-factors-last')
  expect(await visitor.page.getByRole('button', { name: 'Remove', exact: true }).count()).toBe(0)
  const sent = await visitor.page.evaluate(async (address) => {
    const reply = await fetch(address, { method: 'POST', body: new URLSearchParams({ action: 'submit' }) })
    return reply.status
  }, visitor.page.url())
  expect(sent).toBe(400)
  expect((await users.listPasskeys({ userId: person.userId })).result).toHaveLength(1)
})
