import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { afterAll, describe, expect, test } from 'vitest'
import { loginCall } from '../../server/src/access/pagePrincipals.ts'
import { type Database, openDatabase } from '../../server/src/database/database.ts'
import { type BrowserHandle, heldBy, readBrowser, signOut } from '../../server/src/features/browsers/index.ts'
import { linkSession } from '../../server/src/features/sessions/index.ts'
import { isRefusal } from '../../server/src/kernel/refusal.ts'
import { openProduct, type Product } from '../../server/src/product.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addOidcApp, beginLogin, codeRequest } from './oidcLogin.ts'
import { openPageBrowser, passwordCheck } from './pageBrowser.ts'
import { addPerson, byId, password, passwordSession } from './people.ts'

const server = await testServer()
const { deps } = server.product
const ada = await addPerson(server)
const bob = await addPerson(server)
const second = openDatabase({ url: server.testDatabase.url })
const other = await openOn(second)
afterAll(async () => {
  await other.close()
  await second.close()
})

/** Opens another process's product on the database of the test. */
function openOn(database: Database): Promise<Product> {
  const { config, logger, clock } = deps
  return openProduct({ config, database, masterKey: Buffer.alloc(32, 7), logger, clock })
}

describe.each([
  ['in one process', () => server.product],
  ['in two processes', () => other],
])('two tabs at once, %s', (_, product) => {
  test('without a cookie make two browsers; the last cookie wins', async () => {
    const tabs = [openPageBrowser(server), openPageBrowser(server, product())]
    const outcomes = await Promise.all(tabs.map((tab) => tab.signIn(ada.userId)))
    expect(new Set(outcomes.map(({ browser }) => browser.id)).size).toBe(2)
    for (const tab of tabs) expect(await tab.read()).toMatchObject({ accounts: [{ live: true }] })
  })

  test('of one browser both go on: the secrets of both count, and both accounts are held', async () => {
    const one = openPageBrowser(server)
    await one.signIn(bob.userId)
    const { browser } = await one.signIn(ada.userId)
    const two = openPageBrowser(server, product())
    two.cookie = one.cookie
    const outcomes = await Promise.all([one.signIn(ada.userId), two.signIn(bob.userId)])
    expect(outcomes.map((outcome) => outcome.browser.id)).toEqual([browser.id, browser.id])
    for (const tab of [one, two]) {
      const accounts = (await tab.read())?.accounts.map(({ userId, live }) => ({ userId, live }))
      expect(accounts).toHaveLength(2)
      expect(accounts).toEqual(
        expect.arrayContaining([
          { userId: ada.userId, live: true },
          { userId: bob.userId, live: true },
        ]),
      )
    }
  })

  test('of one browser, with a new person in each, end with two browsers that hold their own', async () => {
    const one = openPageBrowser(server)
    await one.signIn((await addPerson(server)).userId)
    const two = openPageBrowser(server, product())
    two.cookie = one.cookie
    const outcomes = await Promise.all([one.signIn(ada.userId), two.signIn(bob.userId)])
    expect(new Set(outcomes.map((outcome) => outcome.browser.id)).size).toBe(2)
    const [ofOne, ofTwo] = [await one.read(), await two.read()]
    expect(ofOne?.accounts[0]).toMatchObject({ userId: ada.userId, live: true })
    expect(ofTwo?.accounts[0]).toMatchObject({ userId: bob.userId, live: true })
  })

  test('signing the same person in go on with one session', async () => {
    const one = openPageBrowser(server)
    const { sessionId } = await one.signIn(ada.userId)
    const two = openPageBrowser(server, product())
    two.cookie = one.cookie
    const outcomes = await Promise.all([one.signIn(ada.userId), two.signIn(ada.userId)])
    expect(outcomes.map((outcome) => outcome.sessionId)).toEqual([sessionId, sessionId])
  })

  test('a login and a sign-out leave a session that is held, or none', async () => {
    const one = openPageBrowser(server)
    const { sessionId, browser } = await one.signIn(ada.userId)
    const two = openPageBrowser(server, product())
    two.cookie = one.cookie
    const [outcome] = await Promise.all([
      two.step({ sessionId, checks: passwordCheck() }),
      signOut(deps, pageCall(server), browser, 'all'),
    ])
    const ended = (await eventTypesOf(server, sessionId)).includes('session.terminated')
    const [account] = (await two.read())?.accounts ?? []
    expect(account?.live).toBe(!ended)
    if (isRefusal(outcome)) expect(['browser.session_not_held', 'session.terminated']).toContain(outcome.code)
  })

  test('guesses in parallel are all counted', async () => {
    const { userId } = await addPerson(server)
    const tabs = [openPageBrowser(server), openPageBrowser(server, product()), openPageBrowser(server)]
    const outcomes = await Promise.all(
      tabs.map((tab) => tab.step({ userId, checks: passwordCheck('wrong') })),
    )
    const attempts = outcomes.map((outcome) => isRefusal(outcome) && outcome.failedAttempts)
    expect(attempts.toSorted()).toEqual([1, 2, 3])
  })
})

describe('a session that a browser holds answers an authorization without its token', () => {
  const link = (
    browser: BrowserHandle,
    sessionId: string,
    before: () => Promise<void> = async () => undefined,
  ) =>
    deps.log.transact(
      { instanceId: server.first.instanceId, creator: 'login', now: new Date() },
      undefined,
      async (tx) => {
        const linked = await linkSession(deps, tx, { sessionId, heldBy: heldBy(browser) })
        await before()
        if (isRefusal(linked)) return linked.code
        const stream = tx.begin({ type: 'browser', id: `copy-${sessionId}-${linked.user.sequence}` })
        tx.seal(stream, 'none', 'none')
        await tx.append(stream, [{ type: 'browser.added', payload: { secretId: 'none' } }], {
          owner: tx.instanceId,
        })
        return 'linked'
      },
    )

  test('and no other session', async () => {
    const browser = openPageBrowser(server)
    const { sessionId, browser: handle } = await browser.signIn(ada.userId)
    expect((await link(handle, sessionId)).result).toBe('linked')
    const api = await passwordSession(server, ada.userId)
    const elsewhere = await openPageBrowser(server).signIn(ada.userId)
    expect((await link(handle, api.sessionId)).result).toBe('browser.session_not_held')
    expect((await link(handle, elsewhere.sessionId)).result).toBe('browser.session_not_held')
    expect((await link({ id: handle.id, secretId: '1' }, sessionId)).result).toBe('browser.session_not_held')
    expect((await link(elsewhere.browser, sessionId)).result).toBe('browser.session_not_held')
  })

  test('and not if it was signed out before the commit', async () => {
    const browser = openPageBrowser(server)
    const { sessionId, browser: handle } = await browser.signIn(ada.userId)
    let tries = 0
    const { result } = await link(handle, sessionId, async () => {
      tries += 1
      if (tries === 1) await signOut(other.deps, pageCall(server), handle, 'all')
    })
    expect(result).toBe('session.link_gone')
    expect(tries).toBe(2)
  })
})

describe('round trips', () => {
  let statements = 0
  const counting = new Proxy(second, {
    get(target, name: keyof Database) {
      const value = target[name]
      const counted = ['query', 'keyed', 'find', 'keyedTexts', 'pipelined', 'confirming'].includes(name)
      if (!counted || typeof value !== 'function') return value
      return (...values: unknown[]) => {
        // Subscribers are notified after the commit, whenever there is time.
        if (!String(values[0]).includes('pg_notify')) statements += 1
        return (value as (...all: unknown[]) => unknown)(...values)
      }
    },
  })
  /** The fewest of three times: the log seals itself meanwhile. */
  const sent = async <Prepared>(
    prepare: () => Promise<Prepared>,
    work: (on: Prepared) => Promise<unknown>,
  ) => {
    const times: number[] = []
    for (let n = 0; n < 3; n += 1) {
      const on = await prepare()
      const before = statements
      await work(on)
      times.push(statements - before)
    }
    return Math.min(...times)
  }
  const nothing = async () => undefined

  test('reading a browser takes one, a step with a password no more than CreateSession with one', async () => {
    const product = await openOn(counting)
    try {
      const browser = openPageBrowser(server, product)
      await browser.signIn(ada.userId)
      const reading = await sent(nothing, () => readBrowser(product.deps, pageCall(server), browser.cookie))
      expect(reading).toBe(1)
      const checks = { ...byId(ada.userId), password: { password } }
      const api = product.inProcess.client(SessionService, loginCall(pageCall(server)))
      const creating = await sent(nothing, () => api.createSession({ checks }))
      const request = { userId: ada.userId, checks: passwordCheck() }
      const first = await sent(
        async () => openPageBrowser(server, product),
        (tab) => tab.step(request),
      )
      const further = await sent(browser.read, (read) => browser.step(request, read))
      expect(creating).toBeGreaterThan(1)
      expect([first, further].map((count) => count <= creating)).toEqual([true, true])
    } finally {
      await product.close()
    }
  })

  test('answering a request takes six: the request, its application, the session twice, its organization, and the append', async () => {
    const product = await openOn(counting)
    try {
      const app = await addOidcApp(server)
      const { sessionId, sessionToken } = await passwordSession(server, ada.userId)
      const callbackKind = { case: 'session' as const, value: { sessionId, sessionToken } }
      const api = product.inProcess.client(OIDCService, loginCall(pageCall(server)))
      const begin = () => beginLogin(server, codeRequest(app).query)
      const answer = (authRequestId: string) => api.createCallback({ authRequestId, callbackKind })
      expect(await sent(begin, answer)).toBe(6)
    } finally {
      await product.close()
    }
  })
})
