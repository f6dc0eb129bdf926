import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { addApp, codeAt, eventTypesOf, nextCodeAt, testClock } from './factors.ts'
import { hostedPerson, logIn, offeredPerson } from './hostedPeople.ts'
import { mailroom } from './mailroom.ts'
import { addOidcApp, authorizePath, callbackUri } from './oidcLogin.ts'
import { type Entered, type PageClient, pageClient, type ShownPage } from './pageClient.ts'

/** Factors that are set up or removed in several windows of a browser, and on pages that were left open. */
const clock = testClock()
const { server, smsTo } = await mailroom({ clock })
const users = server.client(UserService)
for (const type of [SecondFactorType.OTP_EMAIL, SecondFactorType.OTP_SMS]) {
  await server.client(AdminService).addSecondFactorToLoginPolicy({ type })
}
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const freshMinutes = 15

const at = ({ page }: PageClient) => page.url.pathname
const keyOn = ({ page }: PageClient) => page.document.querySelector('#key')?.text.replaceAll(' ', '') ?? ''
const codesOn = ({ page }: PageClient) =>
  page.document.querySelectorAll('.codes code').map(({ text }) => text)
const alertOn = ({ page }: PageClient) => page.document.querySelector('[role="alert"]')?.text ?? ''
const isAnswered = ({ text }: ShownPage) => text.includes(`${callbackUri}?code=`)
const otherTab = async (browser: PageClient, path = browser.page.url.href) => {
  const tab = pageClient(server.url, browser.cookies)
  await tab.open(path)
  return tab
}
const factorsOf = async (userId: string) =>
  (await users.listAuthenticationFactors({ userId })).result.map(({ type }) => type.case)

let count = 0
const newNumber = () => {
  count += 1
  return `+4179123${String(4000 + count)}`
}
const codeTo = async (phone: string) => String((await smsTo(phone)).at(-1)?.args['code'])

const setUp = (kind: string) => async (browser: PageClient) => {
  const person = await hostedPerson(server)
  await logIn(browser, person, `/ui/account/factors-add?about=${kind}`)
  return person
}

describe('a page that was left open until its proofs are too old', () => {
  const phone = newNumber()
  test.each<
    [string, string, (browser: PageClient) => Promise<unknown>, () => Promise<Entered>, string | undefined]
  >([
    ['the key of an app', 'totp', async () => undefined, async () => ({}), 'begin'],
    [
      'the code of an app',
      'totp',
      (browser) => browser.submit({}, 'begin'),
      async () => ({ code: '123456' }),
      undefined,
    ],
    ['a number', 'otp_sms', async () => undefined, async () => ({ phone: newNumber() }), 'number'],
    [
      'the code of a number',
      'otp_sms',
      (browser) => browser.submit({ phone }, 'number'),
      async () => ({ code: await codeTo(phone) }),
      'verify',
    ],
    ['codes by mail', 'otp_email', async () => undefined, async () => ({}), undefined],
    ['a passkey', 'passkey', async () => undefined, async () => ({}), undefined],
    ['a security key', 'u2f', async () => undefined, async () => ({}), undefined],
  ])('asks for them again and leads back: %s', async (_, kind, prepare, entered, action) => {
    const browser = pageClient(server.url)
    const { userId, password } = await setUp(kind)(browser)
    const page = at(browser)
    await prepare(browser)
    const form = await entered()
    const before = await eventTypesOf(server, userId)
    clock.advance((freshMinutes + 1) * 60)
    await browser.submit(form, action)
    expect(at(browser)).toBe('/ui/v2/login/password')
    expect(await eventTypesOf(server, userId), 'nothing is half done').toEqual(before)
    await browser.submit({ password })
    expect([at(browser), browser.page.status]).toEqual([page, 200])
  })

  test('does not hold up the login of an application', async () => {
    const person = await offeredPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, person, authorizePath(app))
    expect(at(browser)).toBe('/ui/v2/login/mfa/set')
    await browser.open(`/ui/v2/login/otp/email/set${browser.page.url.search}`)
    clock.advance((freshMinutes + 1) * 60)
    expect(isAnswered(await browser.submit({}))).toBe(true)
    expect(await factorsOf(person.userId)).toEqual([])
  })

  test('does not hold up the login with its offer of recovery codes, which the account makes', async () => {
    const person = await offeredPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, person, authorizePath(app))
    await browser.submit({}, 'begin')
    await browser.submit({ code: codeAt(keyOn(browser), clock.now()) })
    expect(at(browser)).toBe('/ui/v2/login/otp/recovery/set')
    clock.advance((freshMinutes + 1) * 60)
    expect(isAnswered(await browser.submit({}, 'create'))).toBe(true)

    const own = pageClient(server.url)
    const { password } = await setUp('totp')(own)
    await own.submit({}, 'begin')
    const key = keyOn(own)
    await own.submit({ code: codeAt(key, clock.now()) })
    clock.advance((freshMinutes + 1) * 60)
    await own.submit({}, 'create')
    expect(at(own)).toBe('/ui/v2/login/password')
    await own.submit({ password })
    await own.submit({ code: nextCodeAt(key, clock.now()) })
    expect(at(own)).toBe('/ui/account/recovery-codes')
  })
})

describe('the key of an app', () => {
  test('that another window has replaced is shown anew', async () => {
    const one = pageClient(server.url)
    const { userId } = await setUp('totp')(one)
    const two = await otherTab(one)
    await one.submit({}, 'begin')
    const [former] = [keyOn(one)]
    await two.submit({}, 'begin')
    await one.submit({ code: codeAt(former, clock.now()) })
    expect([one.page.status, alertOn(one)]).toEqual([400, expect.stringContaining('Another window')])
    const shown = keyOn(one)
    expect(shown).toMatch(/^[A-Z2-7]{32}$/)
    expect([former, keyOn(two)]).not.toContain(shown)
    await one.submit({ code: codeAt(shown, clock.now()) })
    expect(await factorsOf(userId)).toEqual(['otp'])
    await two.submit({ code: codeAt(keyOn(two), clock.now()) })
    expect(at(two), 'the other window goes on').toBe('/ui/account/factors')
  })

  test('stays after a wrong code, and whatever key a form names, no other is taken', async () => {
    const browser = pageClient(server.url)
    const { userId } = await setUp('totp')(browser)
    await browser.submit({}, 'begin')
    const key = keyOn(browser)
    const foreign = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    const uri = `otpauth://totp/x?secret=${foreign}`
    await browser.submit({ uri, code: codeAt(foreign, clock.now()) })
    expect(await factorsOf(userId)).toEqual([])
    expect([foreign, key]).not.toContain(keyOn(browser))
    const present = keyOn(browser)
    await browser.submit({ code: '000000' })
    expect([keyOn(browser), alertOn(browser)]).toEqual([present, ''])
  })
})

describe('a number for codes', () => {
  test('that was verified in another window needs no code', async () => {
    for (const again of ['verify', 'send'] as const) {
      const phone = newNumber()
      const browser = pageClient(server.url)
      const { userId } = await setUp('otp_sms')(browser)
      await browser.submit({ phone }, 'number')
      const code = await codeTo(phone)
      await users.verifyPhone({ userId, verificationCode: code })
      await browser.submit(again === 'verify' ? { code } : {}, again)
      if (again === 'send') {
        expect([browser.page.status, alertOn(browser)]).toEqual([200, ''])
        await browser.submit({})
      }
      expect(at(browser)).toBe('/ui/v2/login/otp/sms')
      expect(await smsTo(phone), 'only the code of the factor').toHaveLength(1)
    }
  })

  test('that is entered although it is verified needs no code', async () => {
    const phone = newNumber()
    const browser = pageClient(server.url)
    const { userId } = await setUp('otp_sms')(browser)
    await users.setPhone({ userId, phone, verification: { case: 'isVerified', value: true } })
    await browser.submit({ phone }, 'number')
    expect([at(browser), browser.page.status, alertOn(browser)]).toEqual([
      '/ui/v2/login/otp/sms/set',
      200,
      '',
    ])
  })

  test('that was removed in another window is asked for again', async () => {
    for (const again of ['verify', 'send'] as const) {
      const browser = pageClient(server.url)
      const { userId } = await setUp('otp_sms')(browser)
      await browser.submit({ phone: newNumber() }, 'number')
      await users.removePhone({ userId })
      await browser.submit(again === 'verify' ? { code: 'WRONG1' } : {}, again)
      expect(browser.page.document.querySelector('[name="phone"]')).not.toBeNull()
    }
  })
})

describe('recovery codes', () => {
  const withCodes = async () => {
    const browser = pageClient(server.url)
    const person = await hostedPerson(server)
    const key = await addApp(server, person.userId, clock.now())
    await logIn(browser, person, '/ui/account/recovery-codes')
    await browser.submit({ code: nextCodeAt(key, clock.now()) })
    expect(at(browser)).toBe('/ui/account/recovery-codes')
    return { browser, person, key }
  }
  const made = async (userId: string) =>
    (await eventTypesOf(server, userId)).filter((type) => /recovery_codes\.(added|replaced)$/.test(type))
      .length

  test('of another window are not replaced by a form that knows nothing of them', async () => {
    const { browser, person } = await withCodes()
    const stale = await otherTab(browser)
    await browser.submit({})
    expect(codesOn(browser)).toHaveLength(10)
    await stale.submit({})
    expect([stale.page.status, codesOn(stale), alertOn(stale)]).toEqual([
      400,
      [],
      expect.stringContaining('another window'),
    ])
    expect(await made(person.userId)).toBe(1)
    await stale.submit({})
    expect(codesOn(stale), 'by the form that names them').toHaveLength(10)
    expect(await made(person.userId)).toBe(2)
  })

  test('are made once by a form that is sent twice', async () => {
    const { browser, person } = await withCodes()
    const stale = await otherTab(browser)
    const both = await Promise.all([browser, stale].map((tab) => tab.submit({})))
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await made(person.userId)).toBe(1)
  })

  test('are offered once in two windows', async () => {
    const person = await offeredPerson(server)
    const browser = pageClient(server.url)
    await logIn(browser, person, authorizePath(app))
    await browser.submit({}, 'begin')
    await browser.submit({ code: codeAt(keyOn(browser), clock.now()) })
    const other = await otherTab(browser)
    await Promise.all([browser, other].map((tab) => tab.submit({}, 'create')))
    expect(await made(person.userId)).toBe(1)
    expect([...codesOn(browser), ...codesOn(other)]).toHaveLength(10)
  })
})
