import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { eventTypesOf } from './factors.ts'
import { type HostedPerson, hostedPerson, logIn } from './hostedPeople.ts'
import { mailroom } from './mailroom.ts'
import { pageClient } from './pageClient.ts'

const { server, mailsTo, smsTo } = await mailroom()

const users = () => server.client(UserService)
const humanOf = async ({ userId }: HostedPerson) => {
  const { user } = await users().getUserByID({ userId })
  return user?.type.case === 'human' ? user.type.value : undefined
}

describe('entering', () => {
  test('a page of the account leads through the login and back to itself', async () => {
    const browser = pageClient(server.url)
    const person = await hostedPerson(server)
    const asked = await browser.open('/ui/account/sessions')
    expect(asked.url.pathname).toBe('/ui/v2/login/loginname')
    const shown = await logIn(browser, person, '/ui/account/sessions')
    expect([shown.status, shown.url.pathname]).toEqual([200, '/ui/account/sessions'])
    expect(shown.document.querySelector('nav [aria-current="page"]')?.text).toBe('Devices')
    expect((await browser.open('/ui/account')).text).toContain(person.email)
  })

  test('a session that this browser does not hold opens nothing', async () => {
    const [ada, eve] = [pageClient(server.url), pageClient(server.url)]
    const { url } = await logIn(ada, await hostedPerson(server))
    const other = await hostedPerson(server)
    await logIn(eve, other)
    const shown = await eve.open(url.href)
    expect(shown.url.searchParams.get('sessionId')).not.toBe(url.searchParams.get('sessionId'))
    expect(shown.text).toContain(other.email)
    const stranger = await pageClient(server.url).open(url.href)
    expect(stranger.url.pathname).toBe('/ui/v2/login/loginname')
  })

  test('a form of one account never acts for another account of the browser', async () => {
    const browser = pageClient(server.url)
    const [ada, eve] = [await hostedPerson(server), await hostedPerson(server)]
    const profile = await logIn(browser, ada, '/ui/account/profile')
    await browser.open('/ui/v2/login/loginname')
    await browser.submit({ loginName: eve.loginName })
    await browser.submit({ password: eve.password })
    const body = new URLSearchParams({
      givenName: 'Changed',
      familyName: 'Name',
      language: 'und',
      gender: 'unspecified',
    })
    await browser.send(profile.url.href, {
      method: 'POST',
      body,
      headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
    })
    expect((await humanOf(ada))?.profile?.givenName).toBe('Changed')
    expect((await humanOf(eve))?.profile?.givenName).toBe('Ada')
  })

  test('another site cannot send a form', async () => {
    const browser = pageClient(server.url)
    const person = await hostedPerson(server)
    const { url } = await logIn(browser, person, '/ui/account/profile')
    const sent = await browser.send(url.href, {
      method: 'POST',
      body: new URLSearchParams({ givenName: 'Changed', familyName: 'Name' }),
      headers: { origin: 'https://evil.example.test', 'sec-fetch-site': 'cross-site' },
    })
    expect(sent.status).toBe(403)
    expect((await humanOf(person))?.profile?.givenName).toBe('Ada')
  })

  test('signing out ends the session and leaves nothing to go back to', async () => {
    const browser = pageClient(server.url)
    const { url } = await logIn(browser, await hostedPerson(server))
    expect((await browser.submit({}, 'sign-out')).url.pathname).toBe('/ui/v2/login/logout/done')
    expect((await browser.open(url.href)).url.pathname).toMatch(/^\/ui\/v2\/login\//)
  })
})

describe('the profile', () => {
  test('is saved, and the pages follow its language', async () => {
    const browser = pageClient(server.url)
    const person = await hostedPerson(server)
    await logIn(browser, person, '/ui/account/profile')
    const saved = await browser.submit({
      givenName: 'Augusta',
      nickName: 'Gus',
      language: 'de',
      gender: 'female',
    })
    expect(saved.status).toBe(200)
    expect(saved.document.querySelector('html')?.getAttribute('lang')).toBe('de')
    expect(await humanOf(person)).toMatchObject({
      profile: { givenName: 'Augusta', nickName: 'Gus', preferredLanguage: 'de', gender: 1 },
    })
    const events = await eventTypesOf(server, person.userId)
    await browser.submit({})
    expect(await eventTypesOf(server, person.userId)).toEqual(events)
  })

  test('shows what is missing and keeps what was entered', async () => {
    const browser = pageClient(server.url)
    await logIn(browser, await hostedPerson(server), '/ui/account/profile')
    const again = await browser.submit({ givenName: '', nickName: 'Gus' })
    expect(again.status).toBe(400)
    expect(again.document.querySelector('[name="nickName"]')?.getAttribute('value')).toBe('Gus')
  })

  test('a picture is uploaded and removed; other files are refused', async () => {
    const browser = pageClient(server.url)
    const person = await hostedPerson(server)
    const { url } = await logIn(browser, person, '/ui/account/profile')
    const upload = async (bytes: Uint8Array<ArrayBuffer>) => {
      const body = new FormData()
      body.append('file', new Blob([bytes]), 'me.png')
      const sent = await browser.send(`/ui/account/picture${url.search}`, {
        method: 'POST',
        body,
        headers: { origin: server.url, 'sec-fetch-site': 'same-origin' },
      })
      return browser.open(sent.headers.get('location') ?? '')
    }
    const refused = await upload(Uint8Array.from(Buffer.from('<svg/>')))
    expect(refused.text).toContain('This file is not a picture')
    const png = Uint8Array.from(Buffer.from('89504e470d0a1a0a0000', 'hex'))
    const shown = await upload(png)
    const address = shown.document.querySelector('img.portrait')?.getAttribute('src') ?? ''
    expect((await fetch(address)).status).toBe(200)
    const removed = await browser.submit({}, 'remove-picture')
    expect(removed.document.querySelector('img.portrait')).toBeNull()
    expect((await fetch(address)).status).toBe(404)
  })
})

describe('addresses', () => {
  test('a new e-mail address is verified by its code; a wrong code says so', async () => {
    const browser = pageClient(server.url)
    const person = await hostedPerson(server)
    await logIn(browser, person, '/ui/account/email-change')
    const address = `new-${person.email}`
    const sent = await browser.submit({ email: address })
    expect([sent.url.pathname, sent.status]).toEqual(['/ui/account/email', 200])
    expect(sent.text).toContain(address)
    expect(sent.text).toContain('Not confirmed yet')
    const wrong = await browser.submit({ code: 'WRONG1' })
    expect(wrong.status).toBe(400)
    expect(wrong.document.querySelector('#f-code-problem')).not.toBeNull()
    const [mail] = await mailsTo(address)
    const code = new URL(/https?:\/\/\S+code=[^\s"<]+/.exec(mail?.text ?? '')?.[0] ?? '').searchParams.get(
      'code',
    )
    const done = await browser.submit({ code: code ?? '' })
    expect(done.text).toContain('Your e-mail address is confirmed.')
    expect((await humanOf(person))?.email).toMatchObject({ email: address, isVerified: true })
  })

  test('a mistyped address can be changed before it is verified; other pages ask for the code', async () => {
    const browser = pageClient(server.url)
    const person = await hostedPerson(server)
    await logIn(browser, person, '/ui/account/email-change')
    await browser.submit({ email: `typo-${person.email}` })
    expect((await browser.open('/ui/account/profile')).url.pathname).toBe('/ui/v2/login/verify')
    await browser.open('/ui/account/email-change')
    await browser.submit({ email: `right-${person.email}` })
    expect((await humanOf(person))?.email?.email).toBe(`right-${person.email}`)
  })

  test('what is no address keeps what was entered', async () => {
    const browser = pageClient(server.url)
    await logIn(browser, await hostedPerson(server), '/ui/account/email-change')
    const again = await browser.submit({ email: 'nobody' })
    expect(again.status).toBe(400)
    expect(again.document.querySelector('#f-email')?.getAttribute('value')).toBe('nobody')
    expect(again.document.querySelector('#f-email-problem')).not.toBeNull()
  })

  test('a phone number is added, verified and removed', async () => {
    const browser = pageClient(server.url)
    const person = await hostedPerson(server)
    await logIn(browser, person, '/ui/account/phone-change')
    const number = '+41446681800'
    const sent = await browser.submit({ phone: '+41 44 668 18 00' })
    expect(sent.text).toContain(number)
    const [post] = await smsTo(number)
    await browser.submit({ code: String(post?.args['code'] ?? '') })
    expect((await humanOf(person))?.phone).toMatchObject({ phone: number, isVerified: true })
    await browser.open('/ui/account/phone-change')
    const removed = await browser.submit({}, 'remove-phone')
    expect(removed.text).toContain('You have not added a phone number.')
  })
})

describe('the password', () => {
  test('is changed by the present one; this browser stays signed in, others prove themselves again', async () => {
    const person = await hostedPerson(server)
    const [browser, other] = [pageClient(server.url), pageClient(server.url)]
    await logIn(other, person)
    await logIn(browser, person, '/ui/account/password')
    const next = 'Another-Horse-8'
    const wrong = await browser.submit({ current: 'wrong', password: next })
    expect(wrong.status).toBe(400)
    expect(wrong.document.querySelector('#f-current-problem')).not.toBeNull()
    const weak = await browser.submit({ current: person.password, password: 'short' })
    expect(weak.status).toBe(400)
    expect(weak.document.querySelector('#f-password-problem')).not.toBeNull()
    const [cookie] = [...browser.cookies.values()]
    const done = await browser.submit({ current: person.password, password: next })
    expect(done.text).toContain('Your password was changed.')
    expect([...browser.cookies.values()]).not.toContain(cookie)
    expect((await browser.open('/ui/account')).url.pathname).toBe('/ui/account')
    expect((await other.open('/ui/account')).url.pathname).toBe('/ui/v2/login/password')
    expect((await other.submit({ password: person.password })).status).toBe(400)
    expect((await other.submit({ password: next })).url.pathname).toBe('/ui/account')
  })

  test('of the browser’s settings page leads here', async () => {
    const browser = pageClient(server.url)
    await logIn(browser, await hostedPerson(server))
    const { url } = await browser.open('/.well-known/change-password')
    expect(url.pathname).toBe('/ui/account/password')
  })
})
