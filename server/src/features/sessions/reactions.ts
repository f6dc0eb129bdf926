import type { FactorName } from '../../access/factorKinds.ts'
import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { userDeactivated, userLocked, userRemoved } from '../users/index.ts'
import { endSession } from './commands/endSession.ts'
import { removeFactor } from './commands/removeFactor.ts'
import { mayLose, proofsLost, takesProofs } from './factors.ts'
import { endMissedSessions } from './jobs.ts'
import { sessionFacet } from './state.ts'

const lowersSessions: Reaction = {
  on: proofsLost.map(({ event }) => event),
  async react(tx, user, event) {
    const { tokenId } = event.payload
    const credential = typeof tokenId === 'string' ? { tokenId } : {}
    for (const loss of proofsLost.filter((one) => one.event.type === event.type && mayLose(user, one))) {
      const keepsProof = !takesProofs(loss, event.creator === user.id)
      for (const session of await sessionsLeaningOn(tx, user.id, loss.kind)) {
        const lost = { kind: loss.kind, cause: event.type, keepsProof, ...credential }
        const events = removeFactor(session.state(sessionFacet), lost)
        if (events.length > 0) await tx.append(session, events)
      }
    }
  },
}

const endsSessions: Reaction<EventOf<typeof userRemoved | typeof userDeactivated | typeof userLocked>> = {
  on: [userRemoved, userDeactivated, userLocked],
  async react(tx, user, event) {
    // An automatic lock ends no session, or anyone could log others out.
    if (event.type === userLocked.type && event.payload.automatic) return
    await endSessionsOf(tx, user.id, event.type)
    tx.enqueue(endMissedSessions({ userId: user.id, cause: event.type, at: event.createdAt }))
  },
}

/** A removed factor, or another address of its codes, lowers the sessions that it raised; a removed or stopped user loses them: in the same transaction. */
export const sessionReactions: readonly Reaction[] = [lowersSessions, endsSessions as Reaction]

/** Ends the user's sessions that were bound to it up to `before` (ISO 8601; all of them without). */
export async function endSessionsOf(
  tx: Transaction,
  userId: string,
  cause: string,
  before?: string,
): Promise<void> {
  const rows = await tx.find<{ session_id: string }>(
    'select session_id from sessions where instance_id = $1 and user_id = $2',
    [tx.instanceId, userId],
  )
  for (const session of await loadSessions(tx, rows)) {
    const state = session.state(sessionFacet)
    const late = before !== undefined && state.kind === 'live' && (state.user?.checkedAt ?? '') > before
    const events = late ? [] : endSession(state, cause)
    if (events.length > 0) await tx.append(session, events)
  }
}

async function sessionsLeaningOn(
  tx: Transaction,
  userId: string,
  kind: FactorName,
): Promise<readonly Stream[]> {
  const rows = await tx.find<{ session_id: string }>(
    'select session_id from session_proofs where instance_id = $1 and user_id = $2 and kind = $3',
    [tx.instanceId, userId, kind],
  )
  return loadSessions(tx, rows)
}

function loadSessions(
  tx: Transaction,
  rows: readonly { readonly session_id: string }[],
): Promise<readonly Stream[]> {
  return tx.loadAll(rows.map(({ session_id }) => ({ type: 'session', id: session_id })))
}
