import type { CDPSession, Page } from 'playwright-core'

const sessions = new WeakMap<Page, Promise<CDPSession>>()

/**
 * Returns the session of a page in the protocol of its browser. It ends with the page: one that is detached takes the virtual authenticators
 * of the page's other sessions away.
 */
export function pageSession(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? page.context().newCDPSession(page)
  sessions.set(page, session)
  return session
}
