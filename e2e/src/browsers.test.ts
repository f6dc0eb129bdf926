import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import {
  forgetAccounts,
  readBrowser,
  setLanguage,
  signOut,
} from '../../server/src/features/browsers/index.ts'
import { instanceId } from '../../server/src/kernel/ids.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, eventTypesOf, testClock } from './factors.ts'
import { openPageBrowser, passwordCheck } from './pageBrowser.ts'
import { addPerson, passwordSession } from './people.ts'

const clock = testClock()
const server = await testServer({ clock })
const { deps } = server.product
const { database } = server.testDatabase
const sessions = server.client(SessionService)
const ada = await addPerson(server)
const bob = await addPerson(server)
const day = 86_400
const count = async (what: string) =>
  Number((await database.query<{ n: string }>(`select count(*) as n from ${what}`))[0]?.n)

describe('a first login', () => {
  test('makes browser and session in one append, as the login', async () => {
    const browser = openPageBrowser(server)
    const { sessionId, browser: handle, setCookie } = await browser.signIn(ada.userId)
    expect(setCookie).toMatchObject({ name: 'sallyport', maxAge: 400 * day })
    const appends = await database.query<{ creator: string; transactions: string }>(
      `select creator, count(distinct xmin::text)::text as transactions from events
        where stream_id = any($1) group by creator`,
      [[sessionId, handle.id]],
    )
    expect(appends).toEqual([{ creator: 'login', transactions: '1' }])
    const { session } = await sessions.getSession({ sessionId })
    expect(session?.factors?.user?.id).toBe(ada.userId)
    expect(session?.factors?.password?.verifiedAt).toBeDefined()
    expect(session?.userAgent).toMatchObject({
      fingerprintId: handle.id,
      ip: '127.0.0.1',
      description: 'Firefox, Linux',
    })
    const lasts = Number(session?.expirationDate?.seconds) - clock.now().getTime() / 1000
    expect(Math.round(lasts / day)).toBe(90)
    expect(await browser.read()).toMatchObject({
      id: handle.id,
      accounts: [{ userId: ada.userId, loginName: ada.username, live: true, proved: true, sessionId }],
    })
  })

  test('has no secret in its events', async () => {
    const browser = openPageBrowser(server)
    const { browser: handle } = await browser.signIn(ada.userId)
    const secret = browser.cookie?.slice(-43) ?? ''
    expect(secret).toHaveLength(43)
    const [row] = await database.query<{ found: boolean }>(
      `select exists (select from events e where strpos(to_jsonb(e)::text, $1) > 0)
         or exists (select from streams s where strpos(to_jsonb(s)::text, $1) > 0) as found`,
      [secret],
    )
    expect(row?.found).toBe(false)
    expect(await eventTypesOf(server, handle.id)).toEqual(['browser.added', 'browser.account.remembered'])
  })

  test('with a wrong password counts the guess, and leaves neither browser nor session', async () => {
    const { userId } = await addPerson(server)
    const browser = openPageBrowser(server)
    const before = [await count('browsers'), await count('sessions')]
    const outcome = await browser.step({ userId, checks: passwordCheck('wrong') })
    expect(outcome).toMatchObject({ code: 'password.wrong', failedAttempts: 1 })
    expect([await count('browsers'), await count('sessions')]).toEqual(before)
    expect(browser.cookie).toBeUndefined()
    expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.password.check.failed')
  })

  test('of an unknown user leaves nothing', async () => {
    const before = await count('browsers')
    const outcome = await openPageBrowser(server).step({ userId: undefined, checks: passwordCheck() })
    expect(outcome).toMatchObject({ code: 'session.user_not_found' })
    expect(await count('browsers')).toBe(before)
  })
})

describe('a cookie stands for no browser', () => {
  test.each<[string, (cookie: string) => string]>([
    ['without its secret', (cookie) => cookie.slice(0, -44)],
    ['with another secret', (cookie) => `${cookie.slice(0, -43)}${'A'.repeat(43)}`],
    ['with another browser', (cookie) => cookie.replace(/^slp_brw_[0-9a-f]+/, `slp_brw_${'0'.repeat(32)}`)],
    ['with another id of the secret', (cookie) => cookie.replace(/_\d+_/, '_1_')],
    ['as a token of another kind', (cookie) => cookie.replace('slp_brw', 'slp_ses')],
    ['that is empty', () => ''],
    ['of any text', () => "'; drop table browsers; --\u0000"],
  ])('%s', async (_, forge) => {
    const browser = openPageBrowser(server)
    await browser.signIn(ada.userId)
    expect(await browser.read(forge(browser.cookie ?? ''))).toBeUndefined()
    expect(await browser.read()).toBeDefined()
  })

  test('at another instance', async () => {
    const browser = openPageBrowser(server)
    await browser.signIn(ada.userId)
    const call = pageCall(server)
    const elsewhere = { ...call, instance: { ...call.instance, id: instanceId('1') } }
    expect(await readBrowser(deps, elsewhere, browser.cookie)).toBeUndefined()
  })

  test('and a login with it makes a new browser', async () => {
    const browser = openPageBrowser(server)
    const first = await browser.signIn(ada.userId)
    browser.cookie = `${browser.cookie?.slice(0, -43)}${'A'.repeat(43)}`
    const second = await browser.signIn(ada.userId)
    expect(second.browser.id).not.toBe(first.browser.id)
    expect(second.sessionId).not.toBe(first.sessionId)
  })
})

describe('the accounts of a browser', () => {
  test('are several people, the last one first; each goes on with their session', async () => {
    const browser = openPageBrowser(server)
    const first = await browser.signIn(ada.userId)
    await browser.signIn(bob.userId)
    expect((await browser.read())?.accounts.map(({ userId }) => userId)).toEqual([bob.userId, ada.userId])
    const again = await browser.signIn(ada.userId)
    expect(again.sessionId).toBe(first.sessionId)
    expect((await browser.read())?.accounts.map(({ userId }) => userId)).toEqual([ada.userId, bob.userId])
  })

  test('are signed out as soon as their session ends elsewhere, and get a new one', async () => {
    const browser = openPageBrowser(server)
    const { sessionId } = await browser.signIn(ada.userId)
    await browser.signIn(bob.userId)
    await sessions.deleteSession({ sessionId })
    expect((await browser.read())?.accounts[1]).toMatchObject({
      userId: ada.userId,
      live: false,
      sessionId: null,
    })
    const again = await browser.signIn(ada.userId)
    expect(again.sessionId).not.toBe(sessionId)
    expect((await browser.read())?.accounts).toHaveLength(2)
  })

  test('are signed out when their user is deactivated, and gone when the user is removed', async () => {
    const { userId } = await addPerson(server)
    const browser = openPageBrowser(server)
    await browser.signIn(userId)
    await server.client(UserService).deactivateUser({ userId })
    expect((await browser.read())?.accounts).toMatchObject([{ userId, live: false }])
    await server.client(UserService).deleteUser({ userId })
    expect((await browser.read())?.accounts).toEqual([])
  })

  test('are signed out after 90 days without a proof; a proof starts the days again', async () => {
    const { userId } = await addPerson(server)
    const browser = openPageBrowser(server)
    const { sessionId } = await browser.signIn(userId)
    clock.advance(89 * day)
    expect((await browser.signIn(userId)).sessionId).toBe(sessionId)
    clock.advance(89 * day)
    expect((await browser.read())?.accounts).toMatchObject([{ live: true }])
    clock.advance(1.1 * day)
    expect((await browser.read())?.accounts).toMatchObject([{ live: false }])
    expect((await browser.signIn(userId)).sessionId).not.toBe(sessionId)
  })

  test('no session but their own is advanced: that of the API, of another browser, or one that was signed out', async () => {
    const browser = openPageBrowser(server)
    const own = await browser.signIn(ada.userId)
    const other = await openPageBrowser(server).signIn(ada.userId)
    const api = await passwordSession(server, ada.userId)
    for (const { sessionId } of [other, api, { sessionId: '1' }]) {
      const outcome = await browser.step({ sessionId, checks: passwordCheck() })
      expect(outcome).toMatchObject({ code: 'browser.session_not_held' })
    }
    expect(await browser.step({ sessionId: own.sessionId, checks: passwordCheck() })).toMatchObject({
      sessionId: own.sessionId,
    })
    const read = await browser.read()
    if (read === undefined) throw new Error('the browser is unknown')
    await signOut(deps, pageCall(server), read, 'all')
    for (const before of [undefined, read]) {
      const outcome = await browser.step({ sessionId: own.sessionId, checks: passwordCheck() }, before)
      expect(outcome).toMatchObject({ code: 'browser.session_not_held' })
    }
  })

  test("a session is not advanced as another user's", async () => {
    const browser = openPageBrowser(server)
    const { sessionId } = await browser.signIn(ada.userId)
    const outcome = await browser.step({ sessionId, userId: bob.userId, checks: passwordCheck() })
    expect(outcome).toMatchObject({ code: 'browser.session_not_held' })
  })
})

describe('signing out', () => {
  test('ends the session and keeps the account; forgetting drops it', async () => {
    const browser = openPageBrowser(server)
    const first = await browser.signIn(ada.userId)
    const second = await browser.signIn(bob.userId)
    await signOut(deps, pageCall(server), second.browser, [first.sessionId, 'of nobody'])
    expect((await browser.read())?.accounts).toMatchObject([
      { userId: bob.userId, live: true },
      { userId: ada.userId, live: false },
    ])
    expect((await eventsOf(server, first.sessionId)).at(-1)).toEqual({
      type: 'session.terminated',
      payload: {},
    })
    await forgetAccounts(deps, pageCall(server), second.browser, [ada.userId])
    expect((await browser.read())?.accounts).toMatchObject([{ userId: bob.userId }])
    await forgetAccounts(deps, pageCall(server), second.browser, 'all')
    expect((await browser.read())?.accounts).toEqual([])
    expect((await eventTypesOf(server, second.sessionId)).at(-1)).toBe('session.terminated')
  })

  test('with a cookie that no longer counts ends nothing', async () => {
    const browser = openPageBrowser(server)
    await browser.signIn(ada.userId)
    const stale = await browser.read()
    clock.advance(1)
    const { sessionId } = await browser.signIn(ada.userId)
    clock.advance(31)
    if (stale === undefined) throw new Error('the browser is unknown')
    await signOut(deps, pageCall(server), stale, 'all')
    await forgetAccounts(deps, pageCall(server), stale, 'all')
    expect((await browser.read())?.accounts).toMatchObject([{ sessionId, live: true }])
  })
})

test('a browser holds 20 accounts: the oldest one that is signed out makes room, else the oldest', async () => {
  const browser = openPageBrowser(server)
  const people: string[] = []
  for (let n = 0; n < 20; n += 1) people.push((await addPerson(server)).userId)
  const logins: Awaited<ReturnType<typeof browser.signIn>>[] = []
  for (const userId of people) logins.push(await browser.signIn(userId))
  const last = logins.at(-1)
  if (last === undefined) throw new Error('nobody signed in')
  await signOut(deps, pageCall(server), last.browser, [logins[7]?.sessionId ?? ''])
  const kept = async () => new Set((await browser.read())?.accounts.map(({ userId }) => userId))
  await browser.signIn(ada.userId)
  expect(await kept()).toEqual(new Set([...people.filter((id) => id !== people[7]), ada.userId]))
  await browser.signIn(bob.userId)
  expect(await kept()).toEqual(
    new Set([...people.filter((id) => id !== people[7] && id !== people[0]), ada.userId, bob.userId]),
  )
  expect((await eventTypesOf(server, logins[0]?.sessionId ?? '')).at(-1)).toBe('session.terminated')
})

test('the language of a person stays in the browser, also through a login', async () => {
  const browser = openPageBrowser(server)
  browser.cookie = (await setLanguage(deps, pageCall(server), undefined, 'de'))?.value
  expect(await browser.read()).toMatchObject({ language: 'de', accounts: [] })
  await browser.signIn(ada.userId)
  const read = await browser.read()
  expect(read?.language).toBe('de')
  expect(await setLanguage(deps, pageCall(server), read, null)).toBeUndefined()
  expect((await browser.read())?.language).toBeNull()
})
