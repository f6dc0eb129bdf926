import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type Browser, setLanguage, signOut } from '../../server/src/features/browsers/index.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { addKey } from './keys.ts'
import { openPageBrowser, type PageBrowser, passwordCheck } from './pageBrowser.ts'
import { addPerson } from './people.ts'

const clock = testClock()
const server = await testServer({ clock })
const { deps } = server.product
const ada = await addPerson(server)
const mallory = await addPerson(server)

async function readBy(browser: PageBrowser, cookie = browser.cookie): Promise<Browser> {
  const read = await browser.read(cookie)
  if (read === undefined) throw new Error('the browser is unknown')
  return read
}

/** A browser of which an attacker knows the cookie: they have made it and planted it there. */
async function planted(): Promise<PageBrowser> {
  const browser = openPageBrowser(server)
  browser.cookie = (await setLanguage(deps, pageCall(server), undefined, 'en'))?.value
  return browser
}

const totp = (code: string) => ({ totp: { $typeName: 'zitadel.session.v2.CheckTOTP' as const, code } })
const u2f = { $typeName: 'zitadel.session.v2.RequestChallenges.WebAuthN' as const, domain: 'example.com' }

describe('the first proof of a session ends the cookie that the browser had', () => {
  test('which somebody may have planted', async () => {
    const browser = await planted()
    const { cookie } = browser
    const { setCookie } = await browser.signIn(ada.userId)
    expect(setCookie?.value).not.toBe(cookie)
    expect(await browser.read(cookie)).toBeUndefined()
    expect((await readBy(browser)).accounts).toMatchObject([{ userId: ada.userId, live: true }])
  })

  test('also if a session was there that had proved nothing', async () => {
    const person = await addPerson(server)
    await addKey(server, person.userId, 'passkey')
    const browser = openPageBrowser(server)
    const webAuthN = { ...u2f, userVerificationRequirement: 1 }
    const begun = await browser.step({ userId: person.userId, challenges: { webAuthN } })
    expect(begun).toMatchObject({ challenges: { webAuthN: expect.anything() } })
    const read = await readBy(browser)
    expect(read.accounts).toMatchObject([{ live: true, proved: false }])
    const { cookie } = browser
    await browser.signIn(person.userId)
    expect(await browser.read(cookie)).toBeUndefined()
  })

  test('also if whoever was signed in had signed out, or their session was ended elsewhere', async () => {
    for (const leave of [
      async (browser: PageBrowser) => signOut(deps, pageCall(server), await readBy(browser), 'all'),
      async (browser: PageBrowser) => {
        const [account] = (await readBy(browser)).accounts
        await server.client(SessionService).deleteSession({ sessionId: account?.sessionId ?? '' })
      },
    ]) {
      const browser = openPageBrowser(server)
      await browser.signIn(ada.userId)
      await leave(browser)
      const { cookie } = browser
      await browser.signIn(mallory.userId)
      expect(await browser.read(cookie)).toBeUndefined()
    }
  })

  test('also if the attacker had signed in there before they planted it', async () => {
    const browser = openPageBrowser(server)
    await browser.signIn(mallory.userId)
    const { cookie } = browser
    await browser.signIn(ada.userId)
    expect(await browser.read(cookie)).toBeUndefined()
  })

  test('for requests that are under way, too: whoever planted it cannot put their own account there', async () => {
    const browser = await planted()
    const attacker = openPageBrowser(server)
    attacker.cookie = browser.cookie
    const readBefore = await readBy(attacker)
    await browser.signIn(ada.userId)
    const outcome = await attacker.step({ userId: mallory.userId, checks: passwordCheck() }, readBefore)
    const own = await readBy(browser)
    expect(own.accounts.map(({ userId }) => userId)).toEqual([ada.userId])
    expect(outcome).toMatchObject({ browser: { id: expect.not.stringContaining(own.id) } })
    expect((await readBy(attacker)).accounts.map(({ userId }) => userId)).toEqual([mallory.userId])
  })
})

describe('a further proof', () => {
  test('rotates the secret; the one before counts 30 seconds longer, and only that one', async () => {
    const { userId } = await addPerson(server)
    const seed = await addApp(server, userId)
    clock.advance(60)
    const browser = openPageBrowser(server)
    const { sessionId } = await browser.signIn(userId)
    const first = browser.cookie
    await browser.step({ sessionId, checks: totp(codeAt(seed, clock.now())) })
    const second = browser.cookie
    expect(second).not.toBe(first)
    clock.advance(29)
    expect(await browser.read(first)).toMatchObject({ accounts: [{ live: true }] })
    await browser.signIn(userId)
    expect(await browser.read(first)).toBeUndefined()
    expect(await browser.read(second)).toBeDefined()
    clock.advance(31)
    expect(await browser.read(second)).toBeUndefined()
    expect(await browser.read()).toBeDefined()
  })

  test('by the cookie before, whose reply got lost, goes on in the same browser', async () => {
    const browser = openPageBrowser(server)
    const { sessionId, browser: handle } = await browser.signIn(ada.userId)
    const { cookie } = browser
    await browser.signIn(ada.userId)
    browser.cookie = cookie
    const again = await browser.signIn(ada.userId)
    expect(again).toMatchObject({ sessionId, browser: { id: handle.id } })
    clock.advance(31)
    expect(await browser.read()).toMatchObject({ id: handle.id })
    expect(await browser.read(cookie)).toBeUndefined()
  })

  test('that fails rotates nothing and leaves the browser as it is', async () => {
    const { userId } = await addPerson(server)
    const browser = openPageBrowser(server)
    const { sessionId } = await browser.signIn(userId)
    const before = await readBy(browser)
    const outcome = await browser.step({ sessionId, checks: passwordCheck('wrong') })
    expect(outcome).toMatchObject({ code: 'password.wrong' })
    expect(await readBy(browser)).toEqual(before)
  })

  test('a challenge alone rotates nothing', async () => {
    const { userId } = await addPerson(server)
    await addKey(server, userId, 'u2f')
    const browser = openPageBrowser(server)
    const { sessionId } = await browser.signIn(userId)
    const webAuthN = { ...u2f, userVerificationRequirement: 3 }
    const outcome = await browser.step({ sessionId, challenges: { webAuthN } })
    expect(outcome).not.toHaveProperty('setCookie')
    expect(outcome).toMatchObject({ sessionId, challenges: { webAuthN: expect.anything() } })
  })
})

test('the secret before leaves the store with the next rotation', async () => {
  const browser = openPageBrowser(server)
  const { browser: handle } = await browser.signIn(ada.userId)
  for (let n = 0; n < 3; n += 1) await browser.signIn(ada.userId)
  const secrets = await server.testDatabase.database.query<{ id: string }>(
    "select id from secrets where stream_type = 'browser' and stream_id = $1",
    [handle.id],
  )
  expect(secrets).toHaveLength(2)
})

test('an unproved session of a browser ends after an hour', async () => {
  const person = await addPerson(server)
  await addKey(server, person.userId, 'passkey')
  const browser = openPageBrowser(server)
  await browser.step({
    userId: person.userId,
    challenges: { webAuthN: { ...u2f, userVerificationRequirement: 1 } },
  })
  clock.advance(3599)
  expect((await readBy(browser)).accounts).toMatchObject([{ live: true }])
  clock.advance(2)
  expect((await readBy(browser)).accounts).toMatchObject([{ live: false }])
  expect(await server.client(UserService).getUserByID({ userId: person.userId })).toBeDefined()
})
