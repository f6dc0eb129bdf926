import { expect, test } from 'vitest'
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
