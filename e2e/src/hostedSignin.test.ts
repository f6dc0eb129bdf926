import type { JsonObject } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { OIDCAppType, OIDCAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { softAuthenticator } from '../../server/src/testing/softAuthenticator.ts'
import { testClock } from '../../server/src/testing/testClock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedPerson } from './hostedPeople.ts'
import { addKey } from './keys.ts'
import { addOidcApp, authorizePath, callbackUri } from './oidcLogin.ts'
import { type PageClient, pageClient, type ShownPage } from './pageClient.ts'
import { addOrg } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const users = server.client(UserService)
const admin = server.client(AdminService)
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const root = '/ui/v2/login'

const authorize = (more: Record<string, string> = {}) => authorizePath(app, { state: 'st', ...more })

const pageOf = ({ url }: ShownPage) => url.pathname.replace(`${root}/`, '')
const wordsOf = ({ document }: ShownPage) =>
  document.querySelector('main')?.textContent.replaceAll(/\s+/g, ' ')
const nameOf = ({ loginName }: { loginName: string }) => loginName.replace('@example.test', '')
const isAnswered = ({ text }: ShownPage) => text.includes(`${callbackUri}?code=`)

async function logIn(browser: PageClient, person: { loginName: string; password: string }) {
  await browser.open(authorize({ prompt: 'login' }))
  await browser.submit({ loginName: person.loginName })
  return browser.submit({ password: person.password })
}

describe('the name', () => {
  test('that nobody has is shown again with what to do', async () => {
    const browser = pageClient(server.url)
    await browser.open(authorize())
    const shown = await browser.submit({ loginName: 'nobody@example.test' })
    expect([pageOf(shown), shown.status]).toEqual(['loginname', 400])
    expect(wordsOf(shown)).toContain('We do not know this name.')
    expect(shown.document.querySelector('[name="loginName"]')?.getAttribute('value')).toBe(
      'nobody@example.test',
    )
    const empty = await browser.submit({ loginName: '  ' })
    expect(wordsOf(empty)).toContain('Enter the name of your account.')
  })

  test('leads to the password, trimmed and whatever its case', async () => {
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    await browser.open(authorize())
    const asked = await browser.submit({ loginName: ` ${person.loginName.toUpperCase()} ` })
    expect([pageOf(asked), asked.status]).toEqual(['password', 200])
    expect(isAnswered(await browser.submit({ password: person.password }))).toBe(true)
  })

  test('of an organization that the application names by its domain need not have the domain', async () => {
    const { orgId, headers } = await addOrg(server)
    const [own] = (await server.client(ManagementService, { headers }).listOrgDomains({})).result
    const domain = own?.domainName ?? ''
    const username = `ada-${orgId}`
    const { userId } = await server.client(UserService, { headers }).addHumanUser({
      username,
      profile: { givenName: 'Ada', familyName: 'Lovelace' },
      email: { email: 'ada@elsewhere.test', verification: { case: 'isVerified', value: true } },
      passwordType: { case: 'password', value: { password: 'Correct-Horse-7', changeRequired: false } },
    })
    await users.humanMFAInitSkipped({ userId })
    const browser = pageClient(server.url)
    const shown = await browser.open(
      authorize({ scope: `openid urn:zitadel:iam:org:domain:primary:${domain}` }),
    )
    expect(wordsOf(shown)).toContain(`@${domain}`)
    await browser.submit({ loginName: username })
    expect(isAnswered(await browser.submit({ password: 'Correct-Horse-7' }))).toBe(true)
  })
})

describe('the password', () => {
  test('says how many attempts are left, then that and how long the account is locked', async () => {
    await admin.updateLockoutPolicy({ maxPasswordAttempts: 2 })
    const person = await hostedPerson(server)
    const browser = pageClient(server.url)
    await browser.open(authorize())
    await browser.submit({ loginName: person.loginName })
    const wrong = await browser.submit({ password: 'wrong' })
    expect([pageOf(wrong), wrong.status]).toEqual(['password', 400])
    expect(wordsOf(wrong)).toContain('1 attempt is left before the account is locked.')
    expect(wrong.text).not.toContain('value="wrong"')
    const locked = await browser.submit({ password: 'wrong' })
    expect([pageOf(locked), locked.status]).toEqual(['blocked', 403])
    expect(wordsOf(locked)).toMatch(/is locked after too many failed attempts.*in 15 minutes/)
    await browser.open(authorize())
    expect(pageOf(await browser.submit({ loginName: person.loginName }))).toBe('blocked')
    await users.unlockUser({ userId: person.userId })
    expect(isAnswered(await logIn(browser, person))).toBe(true)
    await admin.updateLockoutPolicy({ maxPasswordAttempts: 0 })
  })

  test('of a deactivated person leads to a page that says so, and to another account', async () => {
    const [person, other] = [await hostedPerson(server), await hostedPerson(server)]
    await users.deactivateUser({ userId: person.userId })
    const browser = pageClient(server.url)
    await browser.open(authorize())
    const blocked = await browser.submit({ loginName: person.loginName })
    expect([pageOf(blocked), blocked.status]).toEqual(['blocked', 403])
    const link = blocked.document
      .querySelectorAll('main a')
      .find((one) => /another account/.test(one.textContent))
    await browser.open(link?.getAttribute('href') ?? '')
    await browser.submit({ loginName: other.loginName })
    expect(isAnswered(await browser.submit({ password: other.password }))).toBe(true)
  })
})

describe('the accounts of a browser', () => {
  test('are chosen among, signed out, and taken off the list', async () => {
    const [ada, bob] = [await hostedPerson(server), await hostedPerson(server)]
    const browser = pageClient(server.url)
    await logIn(browser, ada)
    await logIn(browser, bob)
    const list = await browser.open(authorize({ prompt: 'select_account' }))
    expect([pageOf(list), list.status]).toEqual(['accounts', 200])
    expect(wordsOf(list)).toContain(nameOf(ada))
    expect(isAnswered(await browser.submit({}, `choose:${ada.userId}`))).toBe(true)
    await browser.open(authorize({ prompt: 'select_account' }))
    const left = await browser.submit({}, `forget:${ada.userId}`)
    expect(wordsOf(left)).not.toContain(nameOf(ada))
    expect(wordsOf(left)).toContain(nameOf(bob))
    const none = await browser.submit({}, `forget:${bob.userId}`)
    expect(pageOf(none)).toBe('loginname')
  })

  test('that are signed out are still offered, and begin with their proof', async () => {
    const ada = await hostedPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, ada)
    await browser.open(`${root}/logout`)
    await browser.submit({})
    const list = await browser.open(authorize())
    expect([pageOf(list), wordsOf(list)?.includes('Signed out')]).toEqual(['accounts', true])
    expect(pageOf(await browser.submit({}, `choose:${ada.userId}`))).toBe('password')
    expect(isAnswered(await browser.submit({ password: ada.password }))).toBe(true)
  })

  test('are not those of another browser, whatever the form says', async () => {
    const ada = await hostedPerson(server)
    await logIn(pageClient(server.url), ada)
    const bob = await hostedPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, bob)
    await browser.open(authorize({ prompt: 'select_account' }))
    const { form } = { form: new URLSearchParams({ action: `choose:${ada.userId}` }) }
    const reply = await browser.send(browser.page.url.href, {
      method: 'POST',
      body: form,
      headers: { origin: new URL(server.url).origin, 'sec-fetch-site': 'same-origin' },
    })
    expect(reply.status).toBe(303)
    expect(reply.headers.get('location')).toContain('/accounts')
  })

  test('that do not belong to the organization of the application say so', async () => {
    const ada = await hostedPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, ada)
    const { orgId } = await addOrg(server)
    const scope = `openid urn:zitadel:iam:org:id:${orgId}`
    await browser.open(authorize({ scope }))
    const list = await browser.open(
      `${root}/accounts?requestId=${browser.page.url.searchParams.get('requestId')}`,
    )
    expect(wordsOf(list)).toContain('Not for this application')
    const refused = await browser.submit({}, `choose:${ada.userId}`)
    expect([pageOf(refused), refused.status]).toEqual(['refused', 403])
    expect(wordsOf(refused)).toContain('another organization')
  })
})

test('a native app is answered by a page that says so, also if nobody has to be asked', async () => {
  const native = await addOidcApp(server, {
    oidc: {
      loginVersion: {},
      redirectUris: ['com.example.app:/callback'],
      appType: OIDCAppType.OIDC_APP_TYPE_NATIVE,
      authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
    },
  })
  const more = {
    client_id: native.clientId,
    redirect_uri: 'com.example.app:/callback',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  }
  const person = await hostedPerson(server)
  const browser = pageClient(server.url)
  await browser.open(authorize(more))
  await browser.submit({ loginName: person.loginName })
  for (const shown of [
    await browser.submit({ password: person.password }),
    await browser.open(authorize(more)),
  ]) {
    expect(wordsOf(shown)).toContain('You are signed in')
    expect(shown.text).toContain('href="com.example.app:/callback?code=')
  }
  const refused = await browser.open(authorize({ ...more, prompt: 'login' }))
  expect(wordsOf(refused)).not.toContain('You are signed in')
})

test('probes find the login at the path of the contract', async () => {
  expect((await fetch(`${server.url}${root}/healthy`)).status).toBe(200)
})

describe('a passkey', () => {
  const optionsOf = ({ document }: ShownPage) =>
    JSON.parse(document.querySelector('[data-options]')?.getAttribute('data-options') ?? 'null') as JsonObject

  async function holder() {
    const person = await hostedPerson(server)
    const begun = await users.registerPasskey({ userId: person.userId, domain: new URL(server.url).hostname })
    const key = softAuthenticator(server.url)
    await users.verifyPasskeyRegistration({
      userId: person.userId,
      passkeyId: begun.passkeyId,
      passkeyName: 'Mine',
      publicKeyCredential: key.register(begun.publicKeyCredentialCreationOptions ?? {}),
    })
    const handle = Buffer.from(person.userId).toString('base64url')
    const answer = (options: JsonObject, bent = {}) =>
      JSON.stringify(key.authenticate({ publicKey: options }, { userHandle: handle, ...bent }))
    return { person, answer }
  }

  test('logs a person in who has typed nothing', async () => {
    const { answer } = await holder()
    const browser = pageClient(server.url)
    const shown = await browser.open(authorize())
    const credential = answer(optionsOf(shown))
    await browser.open(`${root}/passkey?requestId=${shown.url.searchParams.get('requestId')}`)
    expect(browser.cookies.size).toBe(0)
    expect(isAnswered(await browser.submit({ credential }))).toBe(true)
  })

  test('is asked of a person who has named themselves, and only for their keys of this host', async () => {
    const { person, answer } = await holder()
    await addKey(server, person.userId, 'passkey')
    const browser = pageClient(server.url)
    await browser.open(authorize())
    const shown = await browser.submit({ loginName: person.loginName })
    expect([pageOf(shown), shown.status]).toEqual(['passkey', 200])
    expect(optionsOf(shown)['allowCredentials']).toHaveLength(1)
    expect(isAnswered(await browser.submit({ credential: answer(optionsOf(shown)) }))).toBe(true)
  })

  test('of another host is not asked for where the password will do', async () => {
    const person = await hostedPerson(server)
    await addKey(server, person.userId, 'passkey')
    const browser = pageClient(server.url)
    await browser.open(authorize())
    expect(pageOf(await browser.submit({ loginName: person.loginName }))).toBe('password')
    expect(isAnswered(await browser.submit({ password: person.password }))).toBe(true)
  })

  test('counts once for each challenge, in time, for our challenge, origin and a verified person', async () => {
    const { answer } = await holder()
    const browser = pageClient(server.url)
    const open = () => browser.open(`${root}/passkey`)
    const options = optionsOf(await open())
    const credential = answer(options)
    expect(pageOf(await browser.submit({ credential }))).toBe('signedin')
    const fresh = pageClient(server.url)
    const again = async (sent: string) => {
      await fresh.open(`${root}/passkey`)
      const shown = await fresh.submit({ credential: sent })
      expect([pageOf(shown), fresh.cookies.size]).toEqual(['passkey', 0])
      return shown.status
    }
    expect(await again(credential)).toBe(400)
    expect(await again('')).toBe(400)
    expect(await again('{"id":"x"}')).toBe(400)
    const forgedChallenge = Buffer.alloc(56, 7).toString('base64url')
    expect(await again(answer({ ...options, challenge: forgedChallenge }))).toBe(400)
    const next = async () => optionsOf(await fresh.open(`${root}/passkey`))
    expect(await again(answer(await next(), { origin: 'https://evil.example' }))).toBe(400)
    expect(await again(answer(await next(), { userVerified: false }))).toBe(400)
    expect(await again(answer(await next(), { forged: true }))).toBe(400)
    const old = answer(await next())
    clock.advance(31 * 60)
    expect(await again(old)).toBe(400)
  })

  test('of another account does not raise the session of this one', async () => {
    const [ada, bob] = [await holder(), await holder()]
    const browser = pageClient(server.url)
    const shown = await browser.open(`${root}/passkey`)
    await browser.submit({ credential: ada.answer(optionsOf(shown)) })
    const sessionId = browser.page.url.searchParams.get('sessionId') ?? ''
    clock.advance(1000)
    await browser.open(authorize({ prompt: 'login', login_hint: ada.person.loginName }))
    const asked = new URL(browser.page.url)
    expect(asked.searchParams.get('sessionId')).toBe(sessionId)
    const refused = await browser.submit({ credential: bob.answer(optionsOf(browser.page)) })
    expect([pageOf(refused), refused.status]).toEqual(['passkey', 400])
  })
})
