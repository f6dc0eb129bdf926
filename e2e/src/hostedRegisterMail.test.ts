import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { eventTypesOf } from './factors.ts'
import { hostedPerson, logIn } from './hostedPeople.ts'
import { linkIn, mailroom } from './mailroom.ts'
import { addOidcApp, callbackUri } from './oidcLogin.ts'
import { pageClient, type ShownPage } from './pageClient.ts'
import { unique } from './userFixtures.ts'

const { server, mailsTo } = await mailroom()
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const authorize = `/oauth/v2/authorize?${new URLSearchParams({
  client_id: app.clientId,
  redirect_uri: callbackUri,
  response_type: 'code',
  scope: 'openid',
  prompt: 'create',
})}`
const pageOf = ({ url }: ShownPage) => url.pathname.replace('/ui/v2/login/', '')
const entered = () => ({ givenName: 'Ada', familyName: 'Lovelace', email: `${unique('new')}@mail.example` })

test('a person who registers with a password confirms the address and is back at the application', async () => {
  const browser = pageClient(server.url)
  await browser.open(authorize)
  const person = { ...entered(), password: 'Correct-Horse-7' }
  expect(pageOf(await browser.submit(person))).toBe('verify')
  const [mail] = await mailsTo(person.email)
  const link = linkIn(mail)
  expect(link.searchParams.get('requestId')).toBe(browser.page.url.searchParams.get('requestId'))
  await browser.submit({ code: link.searchParams.get('code') ?? '' })
  // Nothing but an offer is left.
  expect(pageOf(browser.page)).toBe('mfa/set')
  expect((await browser.submit({}, 'skip')).text).toContain(`${callbackUri}?code=`)
})

test('a person who registers with a passkey confirms the address first, here or by the link', async () => {
  for (const byLink of [false, true]) {
    const browser = pageClient(server.url)
    await browser.open(authorize)
    const person = entered()
    expect(pageOf(await browser.submit({ ...person, password: '' }, 'passkey'))).toBe('verify')
    const [mail] = await mailsTo(person.email)
    const link = linkIn(mail)
    if (byLink) await browser.open(`${link.pathname}${link.search}`)
    const next = await browser.submit(byLink ? {} : { code: link.searchParams.get('code') ?? '' })
    expect(pageOf(next)).toBe('authenticator/set')
    expect(next.url.searchParams.get('requestId')).toBeTruthy()
  }
})

test('a person who confirms the address in another browser can sign in there, and is not asked to register', async () => {
  const browser = pageClient(server.url)
  await browser.open(authorize)
  const person = { ...entered(), password: 'Correct-Horse-7' }
  await browser.submit(person)
  const { pathname, search } = linkIn((await mailsTo(person.email))[0])
  const phone = pageClient(server.url)
  await phone.open(pathname + search)
  const done = await phone.submit({})
  expect(pageOf(done)).toBe('verify/success')
  const here = done.document.querySelectorAll('a').find(({ text }) => text.includes('Sign in here instead'))
  const shown = await phone.open((here?.getAttribute('href') ?? '').replaceAll('&amp;', '&'))
  expect(pageOf(shown)).toBe('password')
  await phone.submit({ password: person.password })
  expect((await phone.submit({}, 'skip')).text).toContain(`${callbackUri}?code=`)
})

describe('a stranger who registers with the verified address of somebody', () => {
  const stranger = (email: string) => ({ ...entered(), email, password: 'Strange-Horse-9' })

  test('does not take their login by that address, nor the link that sets their password', async () => {
    const person = await hostedPerson(server, unique('Owner'))
    const browser = pageClient(server.url)
    const strange = stranger(person.email.toLowerCase())
    await browser.open(authorize)
    expect(pageOf(await browser.submit(strange))).toBe('verify')
    await mailsTo(strange.email)
    for (const loginName of [person.email, strange.email]) {
      const shown = await logIn(pageClient(server.url), { ...person, loginName })
      expect(shown.url.pathname).toBe('/ui/account')
      const wrong = await logIn(pageClient(server.url), { ...strange, loginName })
      expect([pageOf(wrong), wrong.status]).toEqual(['password', 400])
    }
    const asking = pageClient(server.url)
    await asking.open('/ui/v2/login/password/reset')
    await asking.submit({ loginName: strange.email })
    const [mail] = await mailsTo(person.email)
    expect(linkIn(mail).searchParams.get('userId')).toBe(person.userId)
    expect(await eventTypesOf(server, person.userId)).toContain('user.human.password.code.added')
  })

  test('keeps a name that nobody has verified, until its owner verifies it', async () => {
    const person = await hostedPerson(server)
    const email = `${unique('later')}@mail.example`
    const strange = stranger(email)
    const browser = pageClient(server.url)
    await browser.open(authorize)
    await browser.submit(strange)
    const names = pageClient(server.url)
    const tryName = async (password: string) => {
      await names.open('/ui/v2/login/loginname')
      await names.submit({ loginName: email })
      return (await names.submit({ password })).status
    }
    const users = server.client(UserService)
    const { userId } = person
    const { verificationCode } = await users.setEmail({
      userId,
      email,
      verification: { case: 'returnCode', value: {} },
    })
    expect(await tryName(person.password)).toBe(400)
    await users.verifyEmail({ userId, verificationCode: verificationCode ?? '' })
    expect(await tryName(strange.password)).toBe(400)
    expect(await tryName(person.password)).toBe(200)
  })

  test('sees nothing of them when they ask for a passkey', async () => {
    const person = await hostedPerson(server, unique('Spelled'))
    const email = person.email.toLowerCase()
    const browser = pageClient(server.url)
    await browser.open(authorize)
    const shown = await browser.submit({ ...entered(), email, password: '' }, 'passkey')
    expect([pageOf(shown), shown.status]).toEqual(['register', 200])
    expect(shown.text).toContain(email)
    expect(shown.text).not.toContain(person.email)
    const [mail] = await mailsTo(email)
    expect(linkIn(mail).searchParams.get('userId')).not.toBe(person.userId)
  })
})
