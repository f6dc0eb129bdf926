import { type BrowserEvent, browserAccountForgotten, browserAccountRemembered } from '../events.ts'
import type { Account } from '../state.ts'

/** The largest number of accounts that a browser holds. */
const mostAccounts = 20

/** The events, and the accounts whose sessions nothing holds any more. */
export interface Remembering {
  readonly events: readonly BrowserEvent[]
  readonly dropped: readonly Account[]
}

/**
 * Remembers that a person has a session in the browser. Beyond 20 accounts the oldest one that is signed out is
 * forgotten, or else the oldest.
 */
export function rememberAccount(
  accounts: readonly Account[],
  account: Omit<Account, 'at' | 'sessionId'> & { readonly sessionId: string },
): Remembering {
  const { userId, orgId, sessionId, codeProved } = account
  const others = accounts.filter((other) => other.userId !== userId)
  const excess = Math.max(others.length + 1 - mostAccounts, 0)
  const dropped = [...others]
    .sort((one, other) => Number(one.sessionId !== null) - Number(other.sessionId !== null))
    .slice(0, excess)
  return {
    events: [
      ...dropped.map((other) => browserAccountForgotten({ userId: other.userId })),
      browserAccountRemembered({ userId, userOrgId: orgId, sessionId, ...(codeProved && { codeProved }) }),
    ],
    dropped,
  }
}
