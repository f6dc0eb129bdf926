import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { OIDCGrantType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { readClientDocument } from '../../server/src/features/applications/clientDocument.ts'
import { isRefusal } from '../../server/src/kernel/refusal.ts'
import { pages } from '../../server/src/web/pages/pages.ts'
import { claimDomain } from './claimDomain.ts'
import { codeAt, nextCodeAt, wrongCodeAt } from './factors.ts'
import { hostedBrowser, type Visitor } from './hostedBrowser.ts'
import { hostedPerson, offeredPerson, personWithFactors, signInAt } from './hostedPeople.ts'
import { addKey } from './keys.ts'
import { linkIn, mailroom } from './mailroom.ts'
import { addProject, codeRequest } from './oidcLogin.ts'
import { relyingParty } from './relyingParty.ts'

/** Every page, looked at in a real browser in both themes at three widths; the last test fails for a page that none has looked at. */
const { server, mailsTo } = await mailroom()
const users = server.client(UserService)
for (const type of [SecondFactorType.OTP_EMAIL, SecondFactorType.OTP_SMS]) {
  await server.client(AdminService).addSecondFactorToLoginPolicy({ type })
}
const browser = await hostedBrowser(server)
const app = await relyingParty(server)

const welcome = (visitor: Visitor) => visitor.page.waitForURL(`${app.origin}/callback**`)

/** The path of the link in the mail that waits for an address. */
async function linkTo(email: string): Promise<string> {
  const { pathname, search } = linkIn((await mailsTo(email))[0])
  return pathname + search
}

describe('signing in', () => {
  test('by a password', async () => {
    const person = await hostedPerson(server)
    const visitor = await browser.visitor()
    await visitor.open(app.start())
    await visitor.look('loginname')
    await visitor.enter('Login name', 'nobody')
    await visitor.press('Continue')
    await visitor.look('loginname-wrong', { widths: [320] })
    await visitor.enter('Login name', person.loginName)
    await visitor.press('Continue')
    await visitor.look('password')
    await visitor.enter('Password', 'wrong')
    await visitor.press('Continue')
    await visitor.look('password-wrong', { widths: [320] })
    await visitor.enter('Password', person.password)
    await visitor.press('Continue')
    await welcome(visitor)
    expect(app.received[0]?.sub).toBe(person.userId)
    await visitor.close()
  })

  test('by another account of the browser', async () => {
    const visitor = await browser.visitor()
    await signInAt(visitor, await hostedPerson(server, 'ada'), app.start())
    await welcome(visitor)
    const name = 'maximiliane.alexandra.von-hohenfels-brandenstein.of-typography'
    await signInAt(visitor, await hostedPerson(server, name), app.start({ prompt: 'login' }))
    await welcome(visitor)
    await visitor.open(app.start({ prompt: 'select_account' }))
    await visitor.look('accounts')
    await visitor.close()
  })

  test('of an account that is locked', async () => {
    const person = await hostedPerson(server)
    await users.lockUser({ userId: person.userId })
    const visitor = await browser.visitor()
    await visitor.open(app.start())
    await visitor.enter('Login name', person.loginName)
    await visitor.press('Continue')
    await visitor.look('blocked')
    await visitor.close()
  })

  test('at an application that the account must not use', async () => {
    const projectId = await addProject(server, { authorizationRequired: true })
    const closed = await relyingParty(server, { projectId })
    const visitor = await browser.visitor()
    await signInAt(visitor, await hostedPerson(server), closed.start())
    await visitor.look('refused')
    await visitor.close()
  })

  test('at an application that has only described itself', async () => {
    await addProject(server, {}, { 'x-sallyport-client-registration': 'metadata_documents' })
    const clientId = 'https://agent.example.test/client.json'
    const redirectUri = `${app.origin}/callback`
    const document = { client_id: clientId, client_name: 'Agent', redirect_uris: [redirectUri] }
    const read = readClientDocument(clientId, document)
    if (isRefusal(read)) throw new Error(read.message)
    await server.testDatabase.database.query(
      'insert into client_documents values ($1, $2, $3, $4::jsonb, now(), $5)',
      [server.first.instanceId, clientId, read.name, JSON.stringify(read.config), '2100-01-01'],
    )
    const scope = 'openid profile email offline_access urn:zitadel:iam:org:project:id:calendar:aud'
    const { query } = codeRequest({ clientId }, { redirect_uri: redirectUri, scope })
    const visitor = await browser.visitor()
    await signInAt(visitor, await hostedPerson(server), `/oauth/v2/authorize?${new URLSearchParams(query)}`)
    await visitor.look('consent')
    await visitor.press('Deny')
    await welcome(visitor)
    expect(new URL(visitor.page.url()).searchParams.get('error')).toBe('access_denied')
    await visitor.close()
  })

  test('without an application, and at one whose request is over', async () => {
    const visitor = await browser.visitor()
    await signInAt(visitor, await hostedPerson(server), '/ui/v2/login/loginname')
    await visitor.look('signedin')
    await visitor.open('/ui/v2/login/login?requestId=oidc_V2_1')
    await visitor.look('login-over')
    await visitor.open(app.start({ prompt: 'login' }))
    const asked = visitor.page.url()
    await signInAt(visitor, await hostedPerson(server), asked)
    await welcome(visitor)
    await visitor.open(asked)
    await visitor.page.getByRole('link', { name: 'Back to' }).waitFor()
    await visitor.look('login-answered')
    await visitor.close()
  })
})

describe('second steps', () => {
  test('of every kind', async () => {
    const person = await personWithFactors(server)
    const visitor = await browser.visitor()
    await signInAt(visitor, person, app.start())
    await visitor.look('otp-time-based')
    await visitor.press('Choose another way')
    await visitor.look('mfa')
    await visitor.press('Code by text message')
    await visitor.look('otp-sms')
    await visitor.press('Choose another way')
    await visitor.press('Code by e-mail')
    await visitor.look('otp-email')
    await visitor.press('Choose another way')
    await visitor.press('Recovery code')
    await visitor.look('otp-recovery')
    await visitor.press('Choose another way')
    await visitor.press('Authenticator app')
    await visitor.enter('Code', wrongCodeAt(person.key, server.clock.now()))
    await visitor.press('Continue')
    await visitor.look('otp-time-based-wrong', { widths: [320] })
    await visitor.enter('Code', nextCodeAt(person.key, server.clock.now()))
    await visitor.press('Continue')
    await welcome(visitor)
    await visitor.close()
  })

  test('by an app, set up at the first login, with recovery codes', async () => {
    const visitor = await browser.visitor()
    await signInAt(visitor, await offeredPerson(server), app.start())
    await visitor.look('mfa-set')
    await visitor.press('Authenticator app')
    await visitor.look('otp-time-based-set')
    const keyShown = async () =>
      ((await visitor.page.locator('#key').textContent()) ?? '').replaceAll(' ', '')
    const former = await keyShown()
    const tab = await visitor.tab()
    await tab.open(visitor.page.url())
    await tab.press('Show the picture')
    await visitor.enter('Code', codeAt(former, server.clock.now()))
    await visitor.press('Continue')
    await visitor.look('otp-time-based-set-replaced', { widths: [320] })
    await visitor.enter('Code', codeAt(await keyShown(), server.clock.now()))
    await visitor.press('Continue')
    await visitor.look('otp-recovery-set')
    await visitor.press('Show recovery codes')
    await visitor.look('otp-recovery-set-codes')
    await visitor.close()
  })

  test('by text messages and mails, set up at the first login', async () => {
    const person = await offeredPerson(server)
    const visitor = await browser.visitor()
    await signInAt(visitor, person, app.start())
    await visitor.press('Code by e-mail')
    await visitor.look('otp-email-set')
    await visitor.press('Choose another way')
    await visitor.press('Code by text message')
    await visitor.look('otp-sms-set')
    await visitor.close()
  })

  test.each(['Passkey', 'Security key'])('by a key: %s', async (kind) => {
    const name = kind === 'Passkey' ? 'passkey' : 'u2f'
    const person = await offeredPerson(server)
    const visitor = await browser.visitor()
    await visitor.plug(kind === 'Passkey' ? 'platform' : 'stick')
    await signInAt(visitor, person, app.start())
    await visitor.press(kind)
    await visitor.look(`${name}-set`)
    await visitor.press(`Add ${kind.toLowerCase()}`)
    if (kind === 'Security key') await visitor.press('Use security key')
    await visitor.press('Not now')
    await welcome(visitor)
    // The name page would be answered by the passkey in the list of its field.
    await visitor.open(app.start({ prompt: 'login', login_hint: person.loginName }))
    if (kind === 'Security key') {
      await visitor.enter('Password', person.password)
      await visitor.press('Continue')
    } else await visitor.press('Use a passkey instead')
    await visitor.look(name)
    await visitor.press(`Use ${kind.toLowerCase()}`)
    await welcome(visitor)
    await visitor.close()
  })
})

test('connecting a device', async () => {
  const tv = await relyingParty(server, {
    oidc: { grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE] },
  })
  const begun = await fetch(`${server.url}/oauth/v2/device_authorization`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: tv.clientId, scope: 'openid profile email' }),
  })
  const codes = (await begun.json()) as { user_code: string; verification_uri: string }
  const visitor = await browser.visitor()
  await visitor.open(codes.verification_uri)
  await visitor.look('device')
  await visitor.enter('Code', codes.user_code)
  await visitor.press('Continue')
  const person = await hostedPerson(server)
  await visitor.enter('Login name', person.loginName)
  await visitor.press('Continue')
  await visitor.enter('Password', person.password)
  await visitor.press('Continue')
  await visitor.look('device-consent')
  await visitor.press('Allow')
  await visitor.look('device-done', { widths: [320] })
  await visitor.close()
})

test('signing out', async () => {
  const visitor = await browser.visitor()
  await signInAt(visitor, await hostedPerson(server), app.start())
  await welcome(visitor)
  await visitor.open(app.signOut)
  await visitor.look('logout')
  await visitor.press('Sign out')
  await visitor.page.waitForURL(`${app.origin}/out`)
  await visitor.open('/ui/v2/login/logout/done')
  await visitor.look('logout-done')
  await visitor.close()
})

describe('mails', () => {
  test('that reset a password, with a rule for the next one', async () => {
    const person = await hostedPerson(server)
    const visitor = await browser.visitor()
    await visitor.open(app.start())
    await visitor.enter('Login name', person.loginName)
    await visitor.press('Continue')
    await visitor.press('Forgot your password?')
    await visitor.look('password-reset')
    await visitor.press('Send link')
    await visitor.look('password-reset-sent', { widths: [320] })
    await visitor.open(await linkTo(person.email))
    await visitor.look('password-set')
    await visitor.close()
  })

  test('of a person who is invited', async () => {
    const email = 'invited@example.test'
    const { userId } = await users.addHumanUser({
      username: email,
      profile: { givenName: 'Grace', familyName: 'Hopper' },
      email: { email, verification: { case: 'isVerified', value: true } },
    })
    await users.createInviteCode({ userId, verification: { case: 'sendCode', value: {} } })
    const visitor = await browser.visitor()
    await visitor.open(await linkTo(email))
    await visitor.look('verify-invite')
    await users.lockUser({ userId })
    await visitor.press('Accept invitation')
    await visitor.look('verify-invite-kept', { widths: [320] })
    await users.unlockUser({ userId })
    await visitor.press('Accept invitation')
    await visitor.look('authenticator-set')
    await visitor.close()
  })

  test('that confirm an address', async () => {
    const email = 'unconfirmed@example.test'
    await users.addHumanUser({
      username: email,
      profile: { givenName: 'Grace', familyName: 'Hopper' },
      email: { email, verification: { case: 'sendCode', value: {} } },
      passwordType: { case: 'password', value: { password: 'Correct-Horse-7', changeRequired: true } },
    })
    const link = await linkTo(email)
    const login = await browser.visitor()
    await signInAt(login, { loginName: email, password: 'Correct-Horse-7' }, app.start())
    await login.look('password-change')
    await login.enter('New password', 'Correct-Horse-8')
    await login.press('Change password')
    await login.look('verify')
    const elsewhere = await browser.visitor()
    await elsewhere.open(link)
    await elsewhere.press('Confirm')
    await elsewhere.look('verify-success')
    await elsewhere.close()
    await login.close()
  })
})

test('a username that another organization has claimed', async () => {
  const person = await hostedPerson(server)
  await users.updateHumanUser({ userId: person.userId, username: 'ann@claimed.test' })
  await claimDomain(server, 'claimed.test')
  const visitor = await browser.visitor()
  await signInAt(visitor, person, app.start())
  await visitor.look('username-change')
  await visitor.enter('New username', 'ann.new')
  await visitor.press('Change username')
  await welcome(visitor)
  await visitor.close()
})

test('registering a person and an organization', async () => {
  const visitor = await browser.visitor()
  await visitor.open('/ui/v2/login/register')
  await visitor.look('register')
  await visitor.enter('Given name', 'Grace')
  await visitor.enter('Family name', 'Hopper')
  await visitor.enter('E-mail address', 'grace@example.test')
  await visitor.enter('Password', 'short')
  await visitor.press('Create account')
  await visitor.look('register-wrong')
  await visitor.open('/ui/v2/login/register?organization=404')
  await visitor.look('register-closed', { widths: [320] })
  await visitor.open('/ui/v2/login/register/org')
  await visitor.look('register-org')
  await visitor.close()
})

test('looking after an account', async () => {
  const person = await personWithFactors(server)
  const visitor = await browser.visitor()
  await signInAt(visitor, person, app.start())
  await visitor.enter('Code', nextCodeAt(person.key, server.clock.now()))
  await visitor.press('Continue')
  await welcome(visitor)
  for (const path of accountPaths) {
    await visitor.open(path)
    await visitor.look(path.slice('/ui/'.length).replaceAll('/', '-'))
  }
  await visitor.open('/ui/account/phone-change')
  await visitor.enter('New phone number', '+4112')
  await visitor.press('Save')
  await visitor.look('account-phone-change-wrong', { widths: [320] })
  const stale = await visitor.tab()
  await stale.open('/ui/account/recovery-codes')
  await visitor.open('/ui/account/recovery-codes')
  await visitor.press('Replace')
  await stale.press('Replace')
  await stale.look('account-recovery-codes-changed', { widths: [320] })
  await stale.leave()
  await visitor.open('/ui/account/factors')
  await visitor.press('Remove')
  await visitor.look('account-factors-remove')
  const { id } = await addKey(server, person.userId, 'u2f')
  await visitor.open(`/ui/account/factors-rename?about=u2f-${id}`)
  await visitor.look('account-factors-rename')
  await visitor.close()
}, 180_000)

/** Pages that only lead to another one. */
const redirects = ['/ui/v2/login/register/password', '/ui/account/factors-add']
/** Pages of the account that need nothing but their path. */
const accountPaths = pages
  .map(({ path }) => path)
  .filter((path) => path.startsWith('/ui/account') && !/factors-/.test(path))

test('no page is left out', () => {
  const all = pages.map(({ path }) => path).filter((path) => !redirects.includes(path))
  expect(all.filter((path) => !browser.seen.has(path))).toEqual([])
})
