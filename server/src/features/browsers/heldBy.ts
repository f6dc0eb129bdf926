import type { Transaction } from '../../eventlog/types.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { SessionHolder } from '../sessions/index.ts'
import type { BrowserHandle } from './queries.ts'
import { sessionNotHeld } from './refusals.ts'
import { loadBrowser } from './writes/loadBrowser.ts'

/**
 * Returns the holder of a browser's sessions for `linkSession`: instead of a token, the browser must hold the session until
 * the commit.
 */
export function heldBy(browser: BrowserHandle): SessionHolder {
  return {
    async refuses(tx: Transaction, sessionId: string): Promise<Refusal | undefined> {
      const { stream, known } = await loadBrowser(tx, browser)
      tx.guard(stream)
      return known?.accounts.some((account) => account.sessionId === sessionId) ? undefined : sessionNotHeld
    },
  }
}
