import type { Transaction } from '../../../eventlog/types.ts'
import { endSession, sessionFacet } from '../../sessions/index.ts'
import type { Account } from '../state.ts'

/** Ends the sessions of these accounts, unless they have ended already. */
export async function endSessions(tx: Transaction, accounts: readonly Account[]): Promise<void> {
  const refs = accounts.flatMap(({ sessionId: id }) => (id === null ? [] : [{ type: 'session', id }]))
  if (refs.length === 0) return
  for (const session of await tx.loadAll(refs)) {
    const events = endSession(session.state(sessionFacet))
    if (events.length > 0) await tx.append(session, events)
  }
}
