import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { eventTypesOf } from './factors.ts'
import { linkIn, mailroom } from './mailroom.ts'
import { addOidcApp, authorizePath, callbackUri } from './oidcLogin.ts'
import { type PageClient, pageClient, type ShownPage } from './pageClient.ts'
import { addOrg, inOrg } from './tenants.ts'
import { readHuman, unique } from './userFixtures.ts'

const { server, mailsTo } = await mailroom()
const users = server.client(UserService)
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const authorize = authorizePath(app)
const password = 'Correct-Horse-7'
const pageOf = ({ url }: ShownPage) => url.pathname.replace('/ui/v2/login/', '')
const pathOf = (url: URL | undefined) => `${url?.pathname}${url?.search}`
const answered = ({ url, text }: ShownPage) => `${url} ${text}`.includes(`${callbackUri}?code=`)
const codeIn = (url: URL | undefined) => url?.searchParams.get('code') ?? ''
const isVerified = async (userId: string) => (await readHuman(server, userId)).email?.isVerified
const problemOf = ({ document }: ShownPage) => document.querySelector('.field-problem')?.text.trim()

interface Newcomer {
  readonly userId: string
  readonly email: string
}

interface Standing {
  readonly userId: string
  readonly orgId: string
}

/** Adds a person whose address is not verified and to whom a code is mailed. */
async function newcomer(
  options: { readonly password?: string; readonly orgId?: string } = {},
): Promise<Newcomer> {
  const email = `${unique('newcomer')}@mail.example`
  const { userId } = await users.addHumanUser({
    ...(options.orgId && { organization: { org: { case: 'orgId', value: options.orgId } } }),
    username: email,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email, verification: { case: 'sendCode', value: {} } },
    ...(options.password && {
      passwordType: { case: 'password', value: { password: options.password, changeRequired: false } },
    }),
  })
  await users.humanMFAInitSkipped({ userId })
  return { userId, email }
}

async function linkTo(email: string): Promise<URL | undefined> {
  const mails = await mailsTo(email)
  expect(mails.length).toBeLessThanOrEqual(1)
  return mails[0] && linkIn(mails[0])
}

/** Logs in at the request of the application up to the page that asks for the code. */
async function untilCode(email: string): Promise<PageClient> {
  const browser = pageClient(server.url)
  await browser.open(authorize)
  await browser.submit({ loginName: email })
  await browser.submit({ password })
  expect(pageOf(browser.page)).toBe('verify')
  return browser
}

describe('an address that is not verified', () => {
  test('is verified in the login, by a code that is typed; a new one is sent only by a button', async () => {
    const { email } = await newcomer({ password })
    const first = await linkTo(email)
    const browser = await untilCode(email)
    await browser.open(pathOf(browser.page.url))
    expect(await linkTo(email), 'showing the page sends nothing').toBeUndefined()
    const wrong = await browser.submit({ code: 'WRONG1' })
    expect([wrong.status, problemOf(wrong)]).toEqual([400, expect.stringContaining('wrong')])
    const sent = await browser.submit({}, 'resend')
    expect([pageOf(sent), sent.status, sent.text.includes(email)]).toEqual(['verify', 200, true])
    const second = await linkTo(email)
    expect(second?.searchParams.get('requestId')).toBe(sent.url.searchParams.get('requestId'))
    const replaced = await browser.submit({ code: codeIn(first) })
    expect(replaced.status, 'the new code replaced it').toBe(400)
    expect(answered(await browser.submit({ code: ` ${codeIn(second)} ` }))).toBe(true)
  })

  test('is verified by the link in the same browser, and the login goes on', async () => {
    const { userId, email } = await newcomer({ password })
    await linkTo(email)
    const browser = await untilCode(email)
    await browser.submit({}, 'resend')
    const link = await linkTo(email)
    const shown = await browser.open(pathOf(link))
    expect(shown.document.querySelector('#f-code')?.getAttribute('value')).toBe(codeIn(link))
    expect(await isVerified(userId), 'programs follow links, too').toBe(false)
    expect(answered(await browser.submit({}))).toBe(true)
    expect(await isVerified(userId)).toBe(true)
  })

  test('is verified in another browser; the window of the login then goes on', async () => {
    const { email } = await newcomer({ password })
    await linkTo(email)
    const browser = await untilCode(email)
    await browser.submit({}, 'resend')
    const phone = pageClient(server.url)
    await phone.open(pathOf(await linkTo(email)))
    const done = await phone.submit({})
    expect([pageOf(done), done.text.includes('Go back to the window')]).toEqual(['verify/success', true])
    expect(done.url.searchParams.get('requestId')).toBeTruthy()
    expect(phone.cookies.size, 'the code alone logs nobody in').toBe(0)
    const onward = browser.page.document
      .querySelectorAll('a')
      .find((link) => link.text.includes('another window'))
      ?.getAttribute('href')
    expect(answered(await browser.open((onward ?? '').replaceAll('&amp;', '&')))).toBe(true)
  })

  test('is verified once by a link; links of others and of nobody fail alike', async () => {
    const { userId, email } = await newcomer({ password })
    const link = await linkTo(email)
    const other = await newcomer({ password })
    const open = async (id: string) => {
      const browser = pageClient(server.url)
      await browser.open(`/ui/v2/login/verify?${new URLSearchParams({ userId: id, code: codeIn(link) })}`)
      return browser
    }
    const strangers = await Promise.all([other.userId, 'nobody'].map(open))
    const failed = await Promise.all(strangers.map((browser) => browser.submit({})))
    const tabs = await Promise.all([open(userId), open(userId)])
    const both = await Promise.all(tabs.map((browser) => browser.submit({})))
    expect(both.filter((page) => pageOf(page) === 'verify/success')).toHaveLength(1)
    failed.push(...both.filter((page) => pageOf(page) !== 'verify/success'))
    expect(failed.map((page) => [page.status, problemOf(page)])).toEqual(
      Array.from({ length: 3 }, () => [400, problemOf(failed[0] as ShownPage)]),
    )
    const types = await eventTypesOf(server, userId)
    expect(types.filter((type) => type === 'user.human.email.verified')).toHaveLength(1)
  })

  test('sends no code at the wish of somebody who only knows an id', async () => {
    const { userId, email } = await newcomer({ password })
    await linkTo(email)
    const stranger = pageClient(server.url)
    const path = `/ui/v2/login/verify?${new URLSearchParams({ userId, code: 'GUESS1' })}`
    await stranger.open(path)
    expect(() => stranger.submit({}, 'resend')).toThrow('no form')
    await stranger.send(path, {
      method: 'POST',
      body: new URLSearchParams({ action: 'resend' }),
      headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
    })
    expect(await linkTo(email)).toBeUndefined()
  })
})

describe('a person without a credential', () => {
  test('accepts an invitation, sets a password, and is logged in', async () => {
    const { userId, email } = await newcomer()
    await mailsTo(email)
    await users.createInviteCode({ userId, verification: { case: 'sendCode', value: {} } })
    const link = await linkTo(email)
    expect(link?.searchParams.get('invite')).toBe('true')
    const browser = pageClient(server.url)
    const asked = await browser.open(pathOf(link))
    expect(asked.text).toContain('You have been invited')
    const accepted = await browser.submit({})
    expect(pageOf(accepted)).toBe('authenticator/set')
    await browser.open(`/ui/v2/login/password/set${accepted.url.search}`)
    expect((await browser.submit({ password: 'short' })).status).toBe(400)
    expect(pageOf(await browser.submit({ password }))).toBe('signedin')
    const again = pageClient(server.url)
    await again.open(pathOf(link))
    expect((await again.submit({})).status, 'the link works once').toBe(400)
  })

  test.each<[string, (userId: string) => Promise<unknown>]>([
    [
      'another address',
      (userId) =>
        users.setEmail({
          userId,
          email: `${unique('right')}@mail.example`,
          verification: { case: 'isVerified', value: true },
        }),
    ],
    [
      'another invitation',
      (userId) => users.createInviteCode({ userId, verification: { case: 'returnCode', value: {} } }),
    ],
  ])('who has accepted sets nothing up once the person has %s', async (_, change) => {
    const { userId, email } = await newcomer()
    await mailsTo(email)
    await users.createInviteCode({ userId, verification: { case: 'sendCode', value: {} } })
    const browser = pageClient(server.url)
    await browser.open(pathOf(await linkTo(email)))
    const { url } = await browser.submit({})
    await browser.open(`/ui/v2/login/password/set${url.search}`)
    expect(pageOf(browser.page)).toBe('password/set')
    await change(userId)
    expect(pageOf(await browser.submit({ password }))).not.toBe('signedin')
    expect((await browser.open('/ui/account')).url.pathname).not.toBe('/ui/account')
    const { authMethodTypes } = await users.listAuthenticationMethodTypes({ userId })
    expect(authMethodTypes).toEqual([])
  })

  const organization = (orgId: string) => server.client(ManagementService, { headers: inOrg(orgId) })
  test.each<[string, string, (on: Standing) => Promise<unknown>, (on: Standing) => Promise<unknown>]>([
    [
      'locked',
      'is locked',
      ({ userId }) => users.lockUser({ userId }),
      ({ userId }) => users.unlockUser({ userId }),
    ],
    [
      'deactivated',
      'is deactivated',
      ({ userId }) => users.deactivateUser({ userId }),
      ({ userId }) => users.reactivateUser({ userId }),
    ],
    [
      'of a deactivated organization',
      'The organization of',
      ({ orgId }) => organization(orgId).deactivateOrg({}),
      ({ orgId }) => organization(orgId).reactivateOrg({}),
    ],
  ])('who is %s keeps the code of an invitation, and is told why', async (_, words, block, release) => {
    const { orgId } = await addOrg(server)
    const { userId, email } = await newcomer({ orgId })
    const verification = await linkTo(email)
    await users.createInviteCode({ userId, verification: { case: 'sendCode', value: {} } })
    const invitation = await linkTo(email)
    await block({ userId, orgId })
    const before = await eventTypesOf(server, userId)
    const browser = pageClient(server.url)
    for (const link of [verification, invitation]) {
      await browser.open(pathOf(link))
      const kept = await browser.submit({})
      expect([pageOf(kept), kept.status]).toEqual(['verify', 400])
      expect(kept.document.querySelector('[role="alert"]')?.text).toContain(words)
      expect(problemOf(kept)).toContain('stays valid')
      expect(kept.document.querySelector('#f-code')?.getAttribute('value')).toBe(codeIn(link))
    }
    expect(await eventTypesOf(server, userId)).toEqual(before)
    const stranger = pageClient(server.url)
    await stranger.open(pathOf(invitation))
    const guess = await stranger.submit({ code: 'WRONG1' })
    expect([guess.status, guess.text.includes(words)], 'only the code tells').toEqual([400, false])
    await release({ userId, orgId })
    expect(pageOf(await browser.submit({}))).toBe('authenticator/set')
  })

  test('cannot be taken over by an invitation after a password was set', async () => {
    const { userId, email } = await newcomer()
    await mailsTo(email)
    await users.createInviteCode({ userId, verification: { case: 'sendCode', value: {} } })
    const link = await linkTo(email)
    await users.setPassword({ userId, newPassword: { password } })
    const browser = pageClient(server.url)
    await browser.open(pathOf(link))
    expect((await browser.submit({})).status).toBe(400)
    expect(await isVerified(userId)).toBe(false)
  })

  test('may bring the code that verifies the address, too', async () => {
    const { email } = await newcomer()
    const browser = pageClient(server.url)
    await browser.open(pathOf(await linkTo(email)))
    expect(pageOf(await browser.submit({}))).toBe('authenticator/set')
  })

  test('gets a code in the login; only the browser that brought it may set a credential', async () => {
    const { email } = await newcomer()
    await mailsTo(email)
    const browser = pageClient(server.url)
    await browser.open(authorize)
    const asked = await browser.submit({ loginName: email })
    expect([pageOf(asked), asked.url.searchParams.get('invite')]).toEqual(['verify', 'true'])
    expect(await linkTo(email)).toBeUndefined()
    expect(asked.text).toContain('enter the code from our message, or ask for a new one')
    const sent = await browser.submit({}, 'resend')
    expect(sent.text).not.toContain('invitation')
    const code = codeIn(await linkTo(email))
    const accepted = await browser.submit({ code })
    expect(pageOf(accepted)).toBe('authenticator/set')
    const set = `/ui/v2/login/password/set${accepted.url.search}`
    expect(pageOf(await pageClient(server.url).open(set))).toBe('loginname')
    await browser.open(set)
    expect(answered(await browser.submit({ password }))).toBe(true)
  })

  test('shares nothing with whoever planted the cookie of the browser', async () => {
    const planted = pageClient(server.url)
    const before = await newcomer({ password })
    const link = await linkTo(before.email)
    await planted.open(pathOf(link))
    await planted.submit({})
    await planted.open(authorize)
    await planted.submit({ loginName: before.email })
    await planted.submit({ password })
    const victim = pageClient(server.url, new Map(planted.cookies))
    const { email } = await newcomer()
    await victim.open(pathOf(await linkTo(email)))
    const accepted = await victim.submit({})
    expect(pageOf(accepted)).toBe('authenticator/set')
    const set = `/ui/v2/login/password/set${accepted.url.search}`
    expect(pageOf(await planted.open(set))).not.toBe('password/set')
  })
})

describe('an account that is not initialized', () => {
  async function uninitialized(orgId = server.first.orgId): Promise<Newcomer> {
    const email = `${unique('initial')}@mail.example`
    const { userId } = await server.client(ManagementService, { headers: inOrg(orgId) }).addHumanUser({
      userName: email,
      profile: { firstName: 'Ada', lastName: 'Lovelace' },
      email: { email, isEmailVerified: false },
    })
    return { userId, email }
  }

  test('is finished with the mailed code and a password, which a bad password does not spend', async () => {
    const { userId, email } = await uninitialized()
    const link = await linkTo(email)
    expect(link?.searchParams.get('initialization')).toBe('true')
    const browser = pageClient(server.url)
    await browser.open(pathOf(link))
    for (const bad of ['', 'short']) {
      expect(problemOf(await browser.submit({ password: bad }))).toContain('password')
    }
    expect(pageOf(await browser.submit({ password }))).toBe('mfa/set')
    expect(await isVerified(userId)).toBe(true)
  })

  test('is finished in the login, with a code that is sent again', async () => {
    const { userId, email } = await uninitialized()
    await mailsTo(email)
    const browser = pageClient(server.url)
    await browser.open(authorize)
    const asked = await browser.submit({ loginName: email })
    expect([pageOf(asked), asked.url.searchParams.get('initialization')]).toEqual(['verify', 'true'])
    await browser.submit({}, 'resend')
    const code = codeIn(await linkTo(email))
    expect(problemOf(await browser.submit({ code: 'WRONG1', password }))).toContain('wrong')
    expect(pageOf(await browser.submit({ code, password }))).toBe('mfa/set')
    expect(await eventTypesOf(server, userId)).toContain('user.human.initialization.check.succeeded')
  })

  test('keeps the code while the organization is deactivated', async () => {
    const { orgId, headers } = await addOrg(server)
    const { email } = await uninitialized(orgId)
    const browser = pageClient(server.url)
    await browser.open(pathOf(await linkTo(email)))
    await server.client(ManagementService, { headers }).deactivateOrg({})
    const kept = await browser.submit({ password })
    expect(kept.document.querySelector('[role="alert"]')?.text).toContain('The organization of')
    await server.client(ManagementService, { headers }).reactivateOrg({})
    expect(pageOf(await browser.submit({ password }))).toBe('mfa/set')
  })

  test('gets its code again where a reset of its password is asked for', async () => {
    const { email } = await uninitialized()
    await mailsTo(email)
    const browser = pageClient(server.url)
    await browser.open('/ui/v2/login/password/reset')
    await browser.submit({ loginName: email })
    expect((await linkTo(email))?.searchParams.get('initialization')).toBe('true')
  })
})
