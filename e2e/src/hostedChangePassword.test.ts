import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testClock } from '../../server/src/testing/testClock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { type HostedPerson, hostedPerson } from './hostedPeople.ts'
import { addOidcApp, authorizePath, callbackUri } from './oidcLogin.ts'
import { type PageClient, pageClient, type ShownPage } from './pageClient.ts'

const clock = testClock()
const server = await testServer({ clock })
const users = server.client(UserService)
const app = await addOidcApp(server, { oidc: { loginVersion: {} } })
const authorize = authorizePath(app)
const minute = 60
const password = 'Another-Horse-8'
const pageOf = ({ url }: ShownPage) => url.pathname.replace('/ui/v2/login/', '')
const answered = ({ url, text }: ShownPage) => `${url} ${text}`.includes(`${callbackUri}?code=`)
const fieldsOf = ({ document }: ShownPage) =>
  document.querySelectorAll('input[type="password"]').map((input) => input.getAttribute('name'))

/** Logs a person in by a password that they have to change; the page that demands it is in `browser.page`. */
async function mustChange(person: HostedPerson, at = authorize): Promise<PageClient> {
  const browser = pageClient(server.url)
  await users.setPassword({
    userId: person.userId,
    newPassword: { password: person.password, changeRequired: true },
  })
  await browser.open(at)
  await browser.submit({ loginName: person.loginName })
  const asked = await browser.submit({ password: person.password })
  expect([pageOf(asked), asked.status]).toEqual(['password/change', 200])
  clock.advance(1)
  return browser
}

describe('a password that must be changed', () => {
  test('is replaced once without entering it again, and the login goes on', async () => {
    const person = await hostedPerson(server)
    const browser = await mustChange(person)
    expect(fieldsOf(browser.page)).toEqual(['password'])
    expect(answered(await browser.submit({ password }))).toBe(true)
    expect(await eventTypesOf(server, person.userId)).toContain('user.human.password.changed')
    clock.advance(1)
    expect(answered(await browser.open(authorize)), 'the next request needs no page').toBe(true)
    const { user } = await users.getUserByID({ userId: person.userId })
    expect(user?.type.case === 'human' && user.type.value.passwordChangeRequired).toBe(false)
  })

  test('cannot be kept, and another one obeys the rules', async () => {
    const person = await hostedPerson(server)
    const browser = await mustChange(person)
    for (const refused of ['', 'short', person.password]) {
      const shown = await browser.submit({ password: refused })
      const isAtField = shown.document.querySelector('#f-password')?.getAttribute('aria-invalid')
      expect([shown.status, pageOf(shown), isAtField]).toEqual([400, 'password/change', 'true'])
    }
    expect(answered(await browser.submit({ password }))).toBe(true)
  })

  test('is entered again if it was checked a while ago', async () => {
    const person = await hostedPerson(server)
    const browser = await mustChange(person, '/ui/v2/login/loginname')
    clock.advance(16 * minute)
    const later = await browser.open(`${browser.page.url.pathname}${browser.page.url.search}`)
    expect(fieldsOf(later)).toEqual(['current', 'password'])
    for (const current of ['', 'wrong']) {
      const wrong = await browser.submit({ current, password })
      const isAtField = wrong.document.querySelector('#f-current')?.getAttribute('aria-invalid')
      expect([wrong.status, isAtField]).toEqual([400, 'true'])
    }
    const done = await browser.submit({ current: person.password, password })
    expect(pageOf(done)).toBe('signedin')
  })

  test('that somebody else has changed meanwhile ends the proof: the tab must prove again', async () => {
    const person = await hostedPerson(server)
    const browser = await mustChange(person)
    await users.setPassword({
      userId: person.userId,
      newPassword: { password: 'Chosen-Elsewhere-9', changeRequired: true },
    })
    expect(pageOf(await browser.submit({ password }))).toBe('password')
  })

  test('two tabs change it once', async () => {
    const person = await hostedPerson(server)
    const one = await mustChange(person)
    const other = pageClient(server.url, one.cookies)
    await other.open(`${one.page.url.pathname}${one.page.url.search}`)
    const outcomes = await Promise.all([
      one.submit({ password }),
      other.submit({ password: 'Third-Horse-9' }),
    ])
    expect(
      outcomes.filter(answered),
      'the slower tab shares the login, or finds it answered',
    ).not.toHaveLength(0)
    expect(outcomes.every(({ status }) => status <= 400)).toBe(true)
    const changes = (await eventTypesOf(server, person.userId)).filter((type) =>
      /password\.changed$/.test(type),
    )
    expect(changes, 'created, set by the administrator, changed by one tab').toHaveLength(3)
  })

  test('keeps no login from its page by a typed address', async () => {
    const person = await hostedPerson(server)
    const browser = await mustChange(person)
    const query = browser.page.url.search
    for (const page of ['login', 'signedin', 'otp/time-based', 'mfa', 'password', 'password/set', 'verify']) {
      expect(pageOf(await browser.open(`/ui/v2/login/${page}${query}`)), page).toBe('password/change')
    }
  })
})

test('an expired password is changed, and says how old passwords may be', async () => {
  const person = await hostedPerson(server)
  await server.client(AdminService).updatePasswordAgePolicy({ maxAgeDays: 30 })
  const browser = pageClient(server.url)
  clock.advance(31 * 24 * 60 * minute)
  await browser.open(authorize)
  await browser.submit({ loginName: person.loginName })
  const asked = await browser.submit({ password: person.password })
  expect(pageOf(asked)).toBe('password/change')
  expect(asked.text).toContain('30 days')
  expect(pageOf(await browser.submit({ password })), 'a second factor is offered again by now').toBe(
    'mfa/set',
  )
  await server.client(AdminService).updatePasswordAgePolicy({ maxAgeDays: 0 })
})
