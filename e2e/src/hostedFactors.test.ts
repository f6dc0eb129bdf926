import { ManagementService as NewerManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { addApp, codeAt, eventTypesOf, nextCodeAt, wrongCodeAt } from './factors.ts'
import { type HostedPerson, hostedPerson, logIn, offeredPerson } from './hostedPeople.ts'
import { linkIn, mailroom } from './mailroom.ts'
import { addOidcApp } from './oidcLogin.ts'
import { type PageClient, pageClient } from './pageClient.ts'
import { addRecoveryCodes } from './recoveryCodes.ts'

const { server, mailsTo, smsTo } = await mailroom()
const users = server.client(UserService)
const admin = server.client(AdminService)
for (const type of [SecondFactorType.OTP_EMAIL, SecondFactorType.OTP_SMS]) {
  await admin.addSecondFactorToLoginPolicy({ type })
}
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const answer = 'https://app.example.test/callback?code='

/** Logs a person in by their password, at the request of an application; the page that follows is in `browser.page`. */
async function begin({
  loginName,
  password,
}: Pick<HostedPerson, 'loginName' | 'password'>): Promise<PageClient> {
  const browser = pageClient(server.url)
  const query = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: 'https://app.example.test/callback',
    response_type: 'code',
    scope: 'openid',
  })
  await browser.open(`/oauth/v2/authorize?${query}`)
  await browser.submit({ loginName })
  await browser.submit({ password })
  return browser
}

/** The mails with codes that were sent to an address since the last call. */
async function codesTo(email: string) {
  return (await mailsTo(email)).filter(({ text }) => text.includes('/ui/v2/login/otp/email'))
}

const at = ({ page }: PageClient) => page.url.pathname.replace('/ui/v2/login/', '')
const keyOn = ({ page }: PageClient) => page.document.querySelector('#key')?.text.replaceAll(' ', '') ?? ''
/** Whether a page that was asked for with `accept-encoding` is compressed. */
const isCompressed = ({ page }: PageClient) => page.headers.has('content-encoding')
const problemsOn = ({ page }: PageClient) => page.document.querySelector('.field-problem')?.text.trim() ?? ''

test('the offer of a second step can be put off, and comes no more', async () => {
  const person = await offeredPerson(server)
  const browser = await begin(person)
  expect(at(browser)).toBe('mfa/set')
  expect(browser.page.text).toContain('Passkey')
  await browser.submit({}, 'skip')
  expect(browser.page.text).toContain(answer)
  expect((await begin(person)).page.text).toContain(answer)
})

test('an authenticator app is set up with one key, proves the login, and brings recovery codes, all on pages without compression', async () => {
  const person = await offeredPerson(server)
  const browser = await begin(person)
  await browser.submit({}, 'begin')
  expect(at(browser)).toBe('otp/time-based/set')
  const key = keyOn(browser)
  expect(key).toMatch(/^[A-Z2-7]{32}$/)
  expect(browser.page.text).toContain(`secret=${key}`)
  expect(isCompressed(browser), 'the key').toBe(false)
  await browser.submit({ code: wrongCodeAt(key, server.clock.now()) })
  expect(browser.page.status).toBe(400)
  expect(problemsOn(browser)).not.toBe('')
  expect([keyOn(browser), isCompressed(browser)]).toEqual([key, false])
  const code = codeAt(key, server.clock.now())
  await browser.submit({ code })
  expect([at(browser), isCompressed(browser)]).toEqual(['otp/recovery/set', true])

  await browser.submit({}, 'create')
  const codes = browser.page.document.querySelectorAll('.codes code').map(({ text }) => text)
  expect(codes).toHaveLength(10)
  expect(browser.page.headers.get('cache-control')).toContain('no-store')
  expect(isCompressed(browser), 'recovery codes').toBe(false)
  await browser.submit({}, 'stored')
  expect(browser.page.text).toContain(answer)
  expect(isCompressed(browser), 'the code for the application').toBe(false)
  const types = await eventTypesOf(server, person.userId)
  expect(types.filter((type) => type === 'user.human.mfa.otp.added')).toHaveLength(1)

  const later = await begin(person)
  expect(at(later)).toBe('otp/time-based')
  await later.submit({ code })
  expect(problemsOn(later), 'the code of the set-up counts in its own session only').not.toBe('')
  await later.open(hrefOf(later, 'mfa'))
  await later.open(hrefOf(later, 'otp/recovery'))
  await later.submit({ code: 'AAAAA-AAAAA-AAAAA' })
  expect(problemsOn(later)).not.toBe('')
  await later.submit({ code: codes[3]?.toLowerCase() ?? '' })
  expect(later.page.text).toContain(answer)
})

test('a recovery code of another system finishes one login, and there is room to type a long one', async () => {
  const [loginName, password, carried] = ['carried@pages.test', 'Correct-Horse-1', 'word-'.repeat(10)]
  await server.client(NewerManagementService).importHumanUser({
    userName: loginName,
    profile: { firstName: 'Ida', lastName: 'Imported' },
    email: { email: loginName, isEmailVerified: true },
    ...{ password, otpCode: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
    recoveryCodes: [
      { codeType: { case: 'raw', value: carried } },
      { codeType: { case: 'raw', value: 'another-code' } },
    ],
  })
  const useCode = async () => {
    const browser = await begin({ loginName, password })
    await browser.open(hrefOf(browser, 'mfa'))
    await browser.open(hrefOf(browser, 'otp/recovery'))
    const room = Number(browser.page.document.querySelector('input[name=code]')?.getAttribute('maxlength'))
    expect(room).toBeGreaterThan(carried.length)
    await browser.submit({ code: ` ${carried.toUpperCase()} ` })
    return browser
  }
  expect((await useCode()).page.text).toContain(answer)
  expect(problemsOn(await useCode())).toContain('used already')
})

/** The address of the link to a page. */
function hrefOf({ page }: PageClient, target: string): string {
  const links = page.document.querySelectorAll('a').map((link) => link.getAttribute('href') ?? '')
  const found = links.find((href) => href.startsWith(`/ui/v2/login/${target}?`))
  if (found === undefined) throw new Error(`no link to ${target} in ${page.text}`)
  return found.replaceAll('&amp;', '&')
}

test('a person sets up another factor of their own accord, and comes back to their account', async () => {
  const person = await hostedPerson(server)
  const browser = await begin(person)
  await browser.open('/ui/account/factors')
  const { search } = new URL(browser.page.url)
  const sessionId = /sessionId=(\w+)/.exec(browser.page.text + search)?.[1] ?? ''
  await browser.open(`/ui/v2/login/otp/time-based/set?requestId=account_factors&sessionId=${sessionId}`)
  expect(at(browser)).toBe('otp/time-based/set')
  await browser.submit({}, 'begin')
  await browser.submit({ code: codeAt(keyOn(browser), server.clock.now()) })
  expect(at(browser)).toBe('otp/recovery/set')
  await browser.submit({}, 'skip')
  expect(browser.page.url.pathname).toBe('/ui/account/factors')
})

test('without recovery codes, the login goes on', async () => {
  const browser = await begin(await offeredPerson(server))
  await browser.submit({}, 'begin')
  await browser.submit({ code: codeAt(keyOn(browser), server.clock.now()) })
  await browser.submit({}, 'skip')
  expect(browser.page.text).toContain(answer)
})

test('a wrong code of an app is asked for again, a right one leads back', async () => {
  const person = await hostedPerson(server)
  const key = await addApp(server, person.userId)
  const browser = await begin(person)
  expect(at(browser)).toBe('otp/time-based')
  await browser.submit({ code: wrongCodeAt(key, server.clock.now()) })
  expect([browser.page.status, problemsOn(browser)]).toEqual([400, expect.stringContaining('code')])
  const code = nextCodeAt(key, server.clock.now())
  await browser.submit({ code: `${code.slice(0, 3)} ${code.slice(3)}` })
  expect(browser.page.text).toContain(answer)
})

test('a code by mail is sent by the password, by no opened page, and its link opens the page with the code', async () => {
  const person = await hostedPerson(server)
  await users.addOTPEmail({ userId: person.userId })
  const browser = await begin(person)
  expect(at(browser)).toBe('otp/email')
  expect(browser.page.text).toContain('p•••@example.test')
  const [mail] = await codesTo(person.email)
  await browser.open(browser.page.url.href.replace(/sent=\d+/, ''))
  expect(await codesTo(person.email)).toEqual([])
  expect(browser.page.text).toContain('Send code')
  const link = linkIn(mail)
  expect(link.pathname).toBe('/ui/v2/login/otp/email')

  const elsewhere = pageClient(server.url)
  await elsewhere.open(link.pathname + link.search)
  expect(elsewhere.page.status).toBe(200)
  expect(elsewhere.page.document.querySelector('#code')?.text).toBe(link.searchParams.get('code'))
  expect(isCompressed(elsewhere), 'the mailed code').toBe(false)
  await elsewhere.open(hrefOf(elsewhere, 'login'))
  expect(['password', 'loginname']).toContain(at(elsewhere))

  await browser.open(link.pathname + link.search)
  expect(at(browser)).toBe('otp/email')
  const field = browser.page.document.querySelector('input[name=code]')
  expect(field?.getAttribute('value')).toBe(link.searchParams.get('code'))
  await browser.submit({})
  expect(browser.page.text).toContain(answer)
})

test('another code by mail replaces the first', async () => {
  const person = await hostedPerson(server)
  await users.addOTPEmail({ userId: person.userId })
  const browser = await begin(person)
  const [first] = await codesTo(person.email)
  await browser.submit({}, 'send')
  const [second] = await codesTo(person.email)
  await browser.submit({ code: linkIn(first).searchParams.get('code') ?? '' })
  expect(problemsOn(browser)).not.toBe('')
  await browser.submit({ code: linkIn(second).searchParams.get('code') ?? '' })
  expect(browser.page.text).toContain(answer)
})

test('codes by mail are set up with a first code', async () => {
  const person = await offeredPerson(server)
  const browser = await begin(person)
  await browser.open(hrefOf(browser, 'otp/email/set'))
  await browser.submit({})
  expect(at(browser)).toBe('otp/email')
  const [mail] = await codesTo(person.email)
  await browser.submit({ code: linkIn(mail).searchParams.get('code') ?? '' })
  expect(at(browser)).toBe('otp/recovery/set')
})

test('codes by text message are set up with a number that is verified first', async () => {
  const person = await offeredPerson(server)
  const browser = await begin(person)
  await browser.open(hrefOf(browser, 'otp/sms/set'))
  await browser.submit({ phone: 'no number' }, 'number')
  expect([browser.page.status, problemsOn(browser)]).toEqual([400, expect.stringMatching(/./)])
  const phone = '+41791234567'
  await browser.submit({ phone: '+41 79 123 45 67' }, 'number')
  const [verification] = await smsTo(phone)
  await browser.submit({ code: 'wrong' }, 'verify')
  expect(problemsOn(browser)).not.toBe('')
  await browser.submit({ code: String(verification?.args['code']) }, 'verify')
  expect(at(browser)).toBe('otp/sms')
  const [login] = await smsTo(phone)
  await browser.submit({ code: String(login?.args['code']) })
  expect(at(browser)).toBe('otp/recovery/set')
  const again = await begin(person)
  expect(at(again)).toBe('otp/sms')
  expect(await smsTo(phone)).toHaveLength(1)
  expect(again.page.text).toContain('•••67')
})

test('a person who changes the number that is their factor stays signed in until they verify it; codes to the former one count no more', async () => {
  const person = await hostedPerson(server)
  const { userId } = person
  const [former, present] = ['+41791234571', '+41791234572']
  const verification = { case: 'isVerified', value: true } as const
  await users.setPhone({ userId, phone: former, verification })
  await users.addOTPSMS({ userId })
  const codeTo = async (phone: string) => ({ code: String((await smsTo(phone)).at(-1)?.args['code']) })
  const openAccount = async () => {
    const browser = pageClient(server.url)
    await logIn(browser, person, '/ui/account/phone-change')
    expect(at(browser)).toBe('otp/sms')
    return { browser, sent: await codeTo(former) }
  }
  const [own, other, waiting] = [await openAccount(), await openAccount(), await openAccount()]
  for (const { browser, sent } of [own, other]) {
    await browser.submit(sent)
    expect(at(browser)).toBe('/ui/account/phone-change')
  }
  await own.browser.submit({ phone: present })
  expect(at(own.browser)).toBe('/ui/account/phone')
  const verifying = await codeTo(present)
  await waiting.browser.submit(waiting.sent)
  expect(at(waiting.browser)).toBe('otp/sms')
  await own.browser.submit(verifying)
  expect(at(own.browser)).toBe('otp/sms')
  await own.browser.submit({}, 'send')
  await own.browser.submit(await codeTo(present))
  expect(at(own.browser)).toBe('/ui/account/phone')
  await other.browser.open('/ui/account')
  expect(at(other.browser)).toBe('otp/sms')
})

test('several factors are chosen from a list; recovery codes come last', async () => {
  const person = await hostedPerson(server)
  await addApp(server, person.userId)
  await users.addOTPEmail({ userId: person.userId })
  await addRecoveryCodes(server, person.userId)
  const browser = await begin(person)
  expect(at(browser)).toBe('otp/time-based')
  await browser.open(hrefOf(browser, 'mfa'))
  const names = browser.page.document.querySelectorAll('.choice strong').map(({ text }) => text)
  expect(names).toEqual(['Authenticator app', 'Code by e-mail', 'Recovery code'])
  expect(await codesTo(person.email)).toEqual([])
  const button = browser.page.document.querySelector('button[value=send]')
  expect(button?.getAttribute('formaction')).toContain('/otp/email')
  await browser.submit({}, 'send')
  expect(await codesTo(person.email)).toHaveLength(1)
})

test('opening the pages of set-ups makes nothing, and a page that is not the step leads to the one that is', async () => {
  const person = await offeredPerson(server)
  const browser = await begin(person)
  const { search } = browser.page.url
  const before = await eventTypesOf(server, person.userId)
  for (const page of ['otp/time-based', 'otp/sms', 'otp/email', 'u2f', 'passkey']) {
    await browser.open(`/ui/v2/login/${page}/set${search}`)
    expect([browser.page.status, at(browser)]).toEqual([200, `${page}/set`])
  }
  for (const page of [
    'mfa',
    'otp/time-based',
    'otp/email',
    'u2f',
    'otp/recovery',
    'otp/recovery/set',
    'authenticator/set',
  ]) {
    await browser.open(`/ui/v2/login/${page}${search}`)
    expect(at(browser)).toBe('mfa/set')
  }
  expect(await eventTypesOf(server, person.userId)).toEqual(before)
})

test('nothing is set up beside a second factor that was not proved', async () => {
  const person = await hostedPerson(server)
  await addApp(server, person.userId)
  const browser = await begin(person)
  const { search } = browser.page.url
  for (const page of [
    'otp/time-based/set',
    'otp/email/set',
    'u2f/set',
    'passkey/set',
    'mfa/set',
    'otp/recovery/set',
  ]) {
    await browser.open(`/ui/v2/login/${page}${search}`)
    expect(at(browser)).toBe('otp/time-based')
  }
})

test('a stranger to the session is sent to its beginning', async () => {
  const person = await offeredPerson(server)
  const { search } = (await begin(person)).page.url
  const stranger = pageClient(server.url)
  for (const page of ['mfa/set', 'otp/time-based/set', 'otp/recovery/set', 'otp/email']) {
    await stranger.open(`/ui/v2/login/${page}${search}`)
    expect(at(stranger)).toBe('loginname')
  }
})
