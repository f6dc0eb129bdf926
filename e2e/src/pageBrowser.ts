import {
  type Advanced,
  type AdvanceRequest,
  advance,
  type Browser,
  readBrowser,
} from '../../server/src/features/browsers/index.ts'
import { accept, type Refusal } from '../../server/src/kernel/refusal.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { password } from './people.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** A browser without pages: it keeps the cookie that the steps of its logins set. */
export interface PageBrowser {
  cookie: string | undefined
  /** The browser that the cookie, or another one, stands for. */
  read(cookie?: string): Promise<Browser | undefined>
  /** Takes a step as the page would, with what it read before, and keeps the cookie. */
  step(request: AdvanceRequest, read?: Browser): Promise<Advanced | Refusal>
  /** Signs a person in by their password. */
  signIn(userId: string): Promise<Advanced>
}

/** Opens a browser that nothing knows; `on` is the process that serves it. */
export function openPageBrowser(
  server: TestServer,
  on: Pick<TestServer['product'], 'deps'> = server.product,
): PageBrowser {
  const browser: PageBrowser = {
    cookie: undefined,
    read: (cookie = browser.cookie) => readBrowser(on.deps, pageCall(server), cookie),
    async step(request, read) {
      const call = pageCall(server, { 'user-agent': firefox })
      const outcome = await advance(on.deps, call, read ?? (await browser.read()), request)
      if ('setCookie' in outcome && outcome.setCookie) browser.cookie = outcome.setCookie.value
      return outcome
    },
    signIn: async (userId) => accept<Advanced>(await browser.step({ userId, checks: passwordCheck() })),
  }
  return browser
}

/** The check of a password. */
export function passwordCheck(typed = password) {
  return { password: { $typeName: 'zitadel.session.v2.CheckPassword' as const, password: typed } }
}
