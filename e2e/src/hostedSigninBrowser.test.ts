import type { JsonObject } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedBrowser, type Visitor } from './hostedBrowser.ts'
import { type HostedPerson, hostedPerson } from './hostedPeople.ts'
import { relyingParty } from './relyingParty.ts'

const server = await testServer()
const browser = await hostedBrowser(server)
const app = await relyingParty(server)
const users = server.client(UserService)

/** The tour looks at every page in every way; these are states that it does not reach. */
const narrow = { widths: [320], themes: ['dark'] } as const

/** Registers a passkey of the visitor's authenticator, as a page of the site would. */
async function addPasskey({ page, open }: Visitor, { userId }: HostedPerson): Promise<void> {
  const begun = await users.registerPasskey({ userId, domain: new URL(server.url).hostname })
  await open('/ui/v2/login/loginname')
  const { publicKey } = begun.publicKeyCredentialCreationOptions ?? {}
  const credential = await page.evaluate<JsonObject>(`navigator.credentials
    .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(publicKey)}) })
    .then((made) => made.toJSON())`)
  await users.verifyPasskeyRegistration({
    userId,
    passkeyId: begun.passkeyId,
    passkeyName: 'This device',
    publicKeyCredential: credential,
  })
}

/** A visitor whose browser offers no passkeys in the list of the name field. */
async function withoutAutofill(): Promise<Visitor> {
  const visitor = await browser.visitor()
  await visitor.plug('platform')
  await visitor.page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
  return visitor
}

async function logIn(visitor: Visitor, { loginName, password }: HostedPerson): Promise<void> {
  await visitor.open(app.start({ prompt: 'login' }))
  await visitor.enter('Login name', loginName)
  await visitor.press('Continue')
  await visitor.enter('Password', password)
  await visitor.press('Continue')
  await visitor.page.waitForURL(`${app.origin}/callback**`)
}

describe('a passkey of the device', () => {
  test('logs in after the name was typed', async () => {
    const person = await hostedPerson(server)
    const visitor = await withoutAutofill()
    await addPasskey(visitor, person)
    await visitor.open(app.start())
    await visitor.enter('Login name', person.loginName)
    await visitor.press('Continue')
    await visitor.press('Use passkey')
    await visitor.page.waitForURL(`${app.origin}/callback**`)
    expect(app.received[0]).toMatchObject({ sub: person.userId })
    await visitor.close()
  })

  test('logs in without any name', async () => {
    const person = await hostedPerson(server)
    const visitor = await withoutAutofill()
    await addPasskey(visitor, person)
    await visitor.open(app.start())
    await visitor.press('Sign in with a passkey')
    await visitor.press('Use passkey')
    await visitor.page.waitForURL(`${app.origin}/callback**`)
    expect(app.received[0]).toMatchObject({ sub: person.userId })
    await visitor.close()
  })

  test('logs in from the list of the name field, where the browser offers it', async () => {
    const person = await hostedPerson(server)
    const visitor = await browser.visitor()
    await visitor.plug('platform')
    await addPasskey(visitor, person)
    // The virtual authenticator takes the offer at once.
    await visitor.open(app.start())
    await visitor.page.waitForURL(`${app.origin}/callback**`)
    expect(app.received[0]).toMatchObject({ sub: person.userId })
    await visitor.close()
  })

  test('that belongs to nobody here is refused with a way on', async () => {
    const visitor = await withoutAutofill()
    await addPasskey(visitor, await hostedPerson(server))
    const { result } = await users.listUsers({})
    for (const { userId } of result) {
      const { result: keys } = await users.listPasskeys({ userId }).catch(() => ({ result: [] }))
      for (const { id } of keys) await users.removePasskey({ userId, passkeyId: id })
    }
    await visitor.open(app.start())
    await visitor.press('Sign in with a passkey')
    await visitor.press('Use passkey')
    await visitor.page.getByText('This passkey belongs to no account here.').waitFor()
    await visitor.look('passkey-unknown', narrow)
    await visitor.close()
  })

  test('is not asked of browsers without scripts: the password is', async () => {
    const person = await hostedPerson(server)
    const visitor = await browser.visitor({ javaScript: false })
    await visitor.open('/ui/v2/login/passkey')
    expect(await visitor.page.content()).toContain('This step needs JavaScript.')
    await visitor.look('passkey-without-scripts', narrow)
    await visitor.press('Enter a name instead')
    await visitor.enter('Login name', person.loginName)
    await visitor.press('Continue')
    expect(new URL(visitor.page.url()).pathname).toBe('/ui/v2/login/password')
    await visitor.close()
  })
})

test('accounts are chosen and taken off the list', async () => {
  const [ada, bob] = [await hostedPerson(server), await hostedPerson(server, 'b'.repeat(60))]
  const visitor = await browser.visitor()
  await logIn(visitor, ada)
  await logIn(visitor, bob)
  await visitor.open(app.start({ prompt: 'select_account' }))
  await visitor.look('accounts', narrow)
  await visitor.page.getByRole('button', { name: `Remove ${'b'.repeat(60)}` }).click()
  await visitor.page.getByText('b'.repeat(60)).waitFor({ state: 'detached' })
  await visitor.page.getByRole('button', { name: 'Ada Lovelace' }).click()
  await visitor.page.waitForURL(`${app.origin}/callback**`)
  expect(app.received[0]).toMatchObject({ sub: ada.userId })
  await visitor.open('/ui/v2/login/login')
  await visitor.close()
})

test('blocked accounts and registration are looked at', async () => {
  const person = await hostedPerson(server)
  const admin = server.client(AdminService)
  await admin.updateLockoutPolicy({ maxPasswordAttempts: 1 })
  const visitor = await browser.visitor()
  await visitor.open(app.start())
  await visitor.enter('Login name', person.loginName)
  await visitor.press('Continue')
  await visitor.enter('Password', 'wrong')
  await visitor.press('Continue')
  await visitor.look('blocked', narrow)
  await visitor.press('Use another account')
  await visitor.enter('Login name', 'nobody@example.test')
  await visitor.press('Continue')
  await visitor.look('loginname-unknown', narrow)
  await admin.updatePrivacyPolicy({
    tosLink: 'https://example.test/tos',
    privacyLink: 'https://example.test/privacy',
  })
  await visitor.press('Create an account')
  await visitor.page.evaluate("document.querySelector('main form').noValidate = true")
  await visitor.press('Create account')
  await visitor.page.getByText('Enter a password.').waitFor()
  await visitor.look('register-problems', narrow)
  await visitor.open('/ui/v2/login/register/org')
  await admin.setRestrictions({ disallowPublicOrgRegistration: true })
  await visitor.open('/ui/v2/login/register/org')
  await visitor.look('register-org-closed', narrow)
  await visitor.close()
})
