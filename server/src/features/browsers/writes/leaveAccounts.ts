import { type Call, writing } from '../../../access/call.ts'
import { loginCall } from '../../../access/pagePrincipals.ts'
import type { Transaction } from '../../../eventlog/types.ts'
import type { Deps } from '../../manifest.ts'
import { type BrowserEvent, browserAccountForgotten, browserAccountSignedOut } from '../events.ts'
import type { BrowserHandle } from '../queries.ts'
import type { Account } from '../state.ts'
import { endSessions } from './endSessions.ts'
import { loadBrowser } from './loadBrowser.ts'

type Log = Pick<Deps, 'log'>

/**
 * Ends sessions that the browser holds, and keeps their accounts as signed out. Tokens and clients hear of it as for every ended
 * session. Sessions that the browser does not hold stay.
 */
export async function signOut(
  deps: Log,
  call: Call,
  browser: BrowserHandle,
  sessionIds: readonly string[] | 'all',
): Promise<void> {
  await leave(deps, call, browser, {
    chosen: ({ sessionId: id }) => id !== null && (sessionIds === 'all' || sessionIds.includes(id)),
    event: ({ userId }) => browserAccountSignedOut({ userId }),
  })
}

/** Drops accounts from the browser, and ends their sessions. */
export async function forgetAccounts(
  deps: Log,
  call: Call,
  browser: BrowserHandle,
  userIds: readonly string[] | 'all',
): Promise<void> {
  await leave(deps, call, browser, {
    chosen: ({ userId }) => userIds === 'all' || userIds.includes(userId),
    event: ({ userId }) => browserAccountForgotten({ userId }),
  })
}

interface Leaving {
  chosen(account: Account): boolean
  event(account: Account): BrowserEvent
}

async function leave(
  { log }: Log,
  call: Call,
  browser: BrowserHandle,
  { chosen, event }: Leaving,
): Promise<void> {
  const ref = { type: 'browser', id: browser.id }
  await log.transact(writing(loginCall(call)), ref, async (tx: Transaction) => {
    const { stream, known } = await loadBrowser(tx, browser)
    const accounts = (known?.accounts ?? []).filter(chosen)
    if (accounts.length === 0) return
    await endSessions(tx, accounts)
    await tx.append(stream, accounts.map(event))
  })
}
