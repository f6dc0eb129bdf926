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
  { userId, orgId, sessionId }: Omit<Account, 'at' | 'sessionId'> & { readonly sessionId: string },
): Remembering {
  const others = accounts.filter((account) => account.userId !== userId)
  const excess = Math.max(others.length + 1 - mostAccounts, 0)
  const dropped = [...others]
    .sort((one, other) => Number(one.sessionId !== null) - Number(other.sessionId !== null))
    .slice(0, excess)
  return {
    events: [
      ...dropped.map((account) => browserAccountForgotten({ userId: account.userId })),
      browserAccountRemembered({ userId, userOrgId: orgId, sessionId }),
    ],
    dropped,
  }
}
