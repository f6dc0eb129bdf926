import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { OIDCGrantType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { claimDomain } from './claimDomain.ts'
import { eventTypesOf } from './factors.ts'
import { hostedPerson, logIn } from './hostedPeople.ts'
import { addKey } from './keys.ts'
import { linkIn, mailroom } from './mailroom.ts'
import { addOidcApp } from './oidcLogin.ts'
import { type Entered, type PageClient, pageClient, type ShownPage } from './pageClient.ts'
import { unique } from './userFixtures.ts'

/** Ordinary mistakes at every form with a field: each is named beside its field, and nothing is half done. */
const { server, mailsTo, smsTo } = await mailroom()
const users = server.client(UserService)
for (const type of [SecondFactorType.OTP_EMAIL, SecondFactorType.OTP_SMS]) {
  await server.client(AdminService).addSecondFactorToLoginPolicy({ type })
}
const password = 'Correct-Horse-7'
const long = 'a'.repeat(201)
const longAddress = `a@${'b.'.repeat(100)}example.test`
const unstorable = 'a\0b'

const words = {
  empty: 'Fill in this field',
  noName: 'Enter your given name and your family name',
  noCode: 'Enter the code',
  noPassword: 'Enter a password',
  wrongCode: 'The code is wrong or has expired',
  noAddress: 'This is not an e-mail address',
  noNumber: 'This is not a phone number',
  tooLong: 'This is too long. Use at most 200 characters.',
  longPassword: 'The password is too long',
  sixDigits: 'six digits',
  noDevice: 'No device is waiting with this code',
  unusable: 'a character that cannot be used',
}

const problemAt = ({ document }: ShownPage, field: string) =>
  document.querySelector(`#f-${field}-problem`)?.text.trim()
const alertOn = ({ document }: ShownPage) =>
  document.querySelector('[role="alert"]')?.text.replaceAll(/\s+/g, ' ')

interface Form {
  readonly open: (browser: PageClient) => Promise<unknown>
  readonly field: string
  /** What is entered into the other fields. */
  readonly others?: () => Entered
  readonly action?: string
  /** The entries, and the words that are shown at the field. */
  readonly mistakes: readonly (readonly [entry: string, shown: string])[]
}

const account = (page: string) => async (browser: PageClient) => {
  const person = await hostedPerson(server)
  await logIn(browser, person, `/ui/account/${page}`)
  expect(browser.page.url.pathname).toBe(`/ui/account/${page}`)
  return person
}
const setUp = (kind: string) => async (browser: PageClient) =>
  logIn(browser, await hostedPerson(server), `/ui/account/factors-add?about=${kind}`)
const newcomer = () => ({
  givenName: 'Ada',
  familyName: 'Lovelace',
  email: `${unique('mistaken')}@example.test`,
  password,
})
const founder = () => ({ ...newcomer(), organization: unique('Mistaken') })
const register = (browser: PageClient) => browser.open('/ui/v2/login/register')
const registerOrg = (browser: PageClient) => browser.open('/ui/v2/login/register/org')
const codes = [
  ['', words.noCode],
  ['  ', words.noCode],
  ['1'.repeat(24), words.wrongCode],
  ['WRONG1', words.wrongCode],
] as const
const names = [
  ['', words.noName],
  [' ', words.noName],
  [long, words.tooLong],
] as const
const addresses = [
  ['', words.noAddress],
  ['nobody', words.noAddress],
  [longAddress, words.noAddress],
  [unstorable, words.noAddress],
] as const
const numbers = [
  ['', words.noNumber],
  ['no number', words.noNumber],
  ['+4112', words.noNumber],
  ['12', words.noNumber],
  ['1'.repeat(201), words.noNumber],
] as const

const forms: Readonly<Record<string, Form>> = {
  'a new address': { open: account('email-change'), field: 'email', mistakes: addresses },
  'the code of an address': {
    async open(browser) {
      const { email } = await account('email-change')(browser)
      await browser.submit({ email: `new-${email}` })
    },
    field: 'code',
    mistakes: codes,
  },
  'a new number': { open: account('phone-change'), field: 'phone', mistakes: numbers },
  'the code of a number': {
    async open(browser) {
      await account('phone-change')(browser)
      await browser.submit({ phone: '+41446681800' })
    },
    field: 'code',
    mistakes: codes,
  },
  'a given name': { open: account('profile'), field: 'givenName', mistakes: names },
  'a family name': { open: account('profile'), field: 'familyName', mistakes: names },
  'a display name': { open: account('profile'), field: 'displayName', mistakes: [[long, words.tooLong]] },
  'a nickname': { open: account('profile'), field: 'nickName', mistakes: [[long, words.tooLong]] },
  'a language': {
    open: account('profile'),
    field: 'language',
    mistakes: [
      ['no language', 'language'],
      [long, 'language'],
    ],
  },
  'the name of a key': {
    async open(browser) {
      const person = await hostedPerson(server)
      const { id } = await addKey(server, person.userId, 'passkey')
      await logIn(browser, person, `/ui/account/factors-rename?about=passkey-${id}`)
    },
    field: 'name',
    mistakes: [
      ['', words.empty],
      [long, words.tooLong],
      [unstorable, words.unusable],
    ],
  },
  'the present password': {
    open: account('password'),
    field: 'current',
    others: () => ({ password: 'Other-Horse-8' }),
    mistakes: [
      ['', words.noPassword],
      [long, words.tooLong],
    ],
  },
  'a new password': {
    open: account('password'),
    field: 'password',
    others: () => ({ current: password }),
    mistakes: [
      ['', words.noPassword],
      [`Aa1!${long}`, words.longPassword],
    ],
  },
  'a given name to register': { open: register, field: 'givenName', others: newcomer, mistakes: names },
  'an address to register': { open: register, field: 'email', others: newcomer, mistakes: addresses },
  'a password to register': {
    open: register,
    field: 'password',
    others: newcomer,
    mistakes: [
      ['', words.noPassword],
      [`Aa1!${long}`, words.longPassword],
    ],
  },
  'the name of an organization': {
    open: registerOrg,
    field: 'organization',
    others: founder,
    mistakes: [
      ['', 'needs at least one letter or digit'],
      [long, words.tooLong],
    ],
  },
  'the address of its owner': { open: registerOrg, field: 'email', others: founder, mistakes: addresses },
  'the family name of its owner': {
    open: registerOrg,
    field: 'familyName',
    others: founder,
    mistakes: names,
  },
  'another username': {
    async open(browser) {
      const person = await hostedPerson(server)
      await users.updateHumanUser({ userId: person.userId, username: `${unique('ann')}@mistaken.test` })
      await claimDomain(server, 'mistaken.test')
      await logIn(browser, person, '/ui/v2/login/loginname')
    },
    field: 'username',
    mistakes: [
      ['', words.empty],
      [long, words.tooLong],
    ],
  },
  'the code of a device': {
    open: (browser) => browser.open('/device'),
    field: 'user_code',
    mistakes: ['', 'BCDF', 'BCDF-GHJK', 'BCDFGHJKLM'].map((entry) => [entry, words.noDevice] as const),
  },
  'the first code of an app': {
    async open(browser) {
      await setUp('totp')(browser)
      await browser.submit({}, 'begin')
    },
    field: 'code',
    mistakes: ['', '12345', '1'.repeat(24), 'letters'].map((entry) => [entry, words.sixDigits] as const),
  },
  'the number for codes': { open: setUp('otp_sms'), field: 'phone', action: 'number', mistakes: numbers },
  'the code of the number for codes': {
    async open(browser) {
      await setUp('otp_sms')(browser)
      await browser.submit({ phone: '+41446681801' }, 'number')
    },
    field: 'code',
    action: 'verify',
    mistakes: codes,
  },
}

test.each(Object.entries(forms))('%s', async (_, { open, field, others, action, mistakes }) => {
  const browser = pageClient(server.url)
  await open(browser)
  const path = browser.page.url.pathname
  for (const [entry, shown] of mistakes) {
    const again = await browser.submit({ ...others?.(), [field]: entry }, action)
    expect([again.status, again.url.pathname, problemAt(again, field)], `'${entry}'`).toEqual([
      400,
      path,
      expect.stringContaining(shown),
    ])
    expect(alertOn(again) ?? '', `'${entry}'`).not.toContain('Something went wrong')
  }
})

test.each([
  '/ui/v2/login/loginname',
  '/ui/v2/login/password/reset',
  '/ui/v2/login/register',
  '/ui/account/profile',
])('what cannot be stored is named at %s', async (path) => {
  const browser = pageClient(server.url)
  if (path.startsWith('/ui/account')) await logIn(browser, await hostedPerson(server), path)
  else await browser.open(path)
  const entered =
    path.endsWith('name') || path.endsWith('reset') ? { loginName: unstorable } : { givenName: unstorable }
  const again = await browser.submit(path.endsWith('register') ? { ...newcomer(), ...entered } : entered)
  expect([again.status, alertOn(again)]).toEqual([400, expect.stringContaining(words.unusable)])
})

test('an over-long password leaves the link of a reset as it is', async () => {
  const { email, loginName } = await hostedPerson(server)
  const browser = pageClient(server.url)
  await browser.open('/ui/v2/login/password/reset')
  await browser.submit({ loginName })
  const { pathname, search } = linkIn((await mailsTo(email))[0])
  await browser.open(pathname + search)
  const again = await browser.submit({ password: `Aa1!${long}` })
  expect([again.status, problemAt(again, 'password')]).toEqual([
    400,
    expect.stringContaining(words.longPassword),
  ])
  expect((await browser.submit({ password: 'Other-Horse-8' })).url.pathname).toBe('/ui/v2/login/signedin')
})

test('long names give a display name that is cut, not refused', async () => {
  const browser = pageClient(server.url)
  const { userId } = await account('profile')(browser)
  const [givenName, familyName] = ['😀'.repeat(150), 'b'.repeat(150)]
  expect((await browser.submit({ givenName, familyName, displayName: '' })).status).toBe(200)
  const { user } = await users.getUserByID({ userId })
  const name = user?.type.case === 'human' ? user.type.value.profile?.displayName : undefined
  expect(name).toBe(`${givenName} ${familyName}`.slice(0, 350))
})

test.each([
  ['+41 44 668 18 02', '+41446681802'],
  ['0041446681803', '+41446681803'],
  ['(044) 668 18 04', '+41446681804'],
])('the number %s is understood on every page', async (typed, stored) => {
  for (const [open, action] of [
    [account('phone-change'), undefined],
    [setUp('otp_sms'), 'number'],
  ] as const) {
    const browser = pageClient(server.url)
    await open(browser)
    await browser.submit({ phone: typed }, action)
    expect(await smsTo(stored)).toHaveLength(1)
  }
})

test.each(['BCDFGHJK', ' bcdf ghjk '])('the code of a device may be typed as %s', async (pattern) => {
  const app = await addOidcApp(server, {
    oidc: { loginVersion: {}, grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE] },
  })
  const begun = await fetch(`${server.url}/oauth/v2/device_authorization`, {
    method: 'POST',
    body: new URLSearchParams({ scope: 'openid' }),
    headers: {
      authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}`,
    },
  })
  const { user_code: code = '' } = (await begun.json()) as { user_code?: string }
  const letters = code.replace('-', '')
  const typed = pattern.startsWith(' ')
    ? ` ${letters.slice(0, 4)} ${letters.slice(4)} `.toLowerCase()
    : letters
  const browser = pageClient(server.url)
  await browser.open('/device')
  const shown = await browser.submit({ user_code: typed })
  expect([shown.url.pathname, shown.url.searchParams.get('user_code')]).toEqual([
    '/ui/v2/login/loginname',
    code,
  ])
})

test.each(['email', 'phone'] as const)(
  'an %s that was verified in another tab is not sent another code',
  async (channel) => {
    const tab = pageClient(server.url)
    const { userId, email } = await account(`${channel}-change`)(tab)
    const address = channel === 'email' ? `moved-${email}` : '+41446681805'
    await tab.submit({ [channel]: address })
    const stale = [pageClient(server.url, tab.cookies), pageClient(server.url, tab.cookies)] as const
    for (const other of stale) await other.open(tab.page.url.href)
    const sent = async () =>
      channel === 'email'
        ? (await mailsTo(address)).map((mail) => linkIn(mail).searchParams.get('code') ?? '')
        : (await smsTo(address)).map(({ args }) => String(args['code']))
    const [code = ''] = await sent()
    await tab.submit({ code })
    const before = await eventTypesOf(server, userId)
    for (const shown of [await stale[0].submit({}, 'resend'), await stale[1].submit({ code })]) {
      expect([shown.status, shown.url.pathname]).toEqual([200, `/ui/account/${channel}`])
      expect(shown.document.querySelector('[role="status"]')?.text).toContain('is confirmed')
    }
    expect(await sent()).toEqual([])
    expect(await eventTypesOf(server, userId)).toEqual(before)
  },
)
