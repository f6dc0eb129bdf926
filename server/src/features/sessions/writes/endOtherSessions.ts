import type { Call } from '../../../access/call.ts'
import { callingUser } from '../../../access/permission.ts'
import { creatorOf } from '../../../access/principal.ts'
import type { Deps } from '../../manifest.ts'
import { endOwnSession } from './endOwnSession.ts'

const batch = 100

/**
 * Ends every session of the caller but the one of its token, also those that have proved nothing; tokens of applications that lean on
 * them die with them. Returns how many there were. A session that is created meanwhile may stay.
 */
export async function endOtherSessions(deps: Pick<Deps, 'log' | 'database'>, call: Call): Promise<number> {
  const { userId, token } = callingUser(call)
  return endSessionsOf(deps, call, { userId, except: token.sessionId ?? '' })
}

/** Ends every session of a user but one, in the name of the caller, whose right was checked. Returns how many there were. */
export async function endSessionsOf(
  { log, database }: Pick<Deps, 'log' | 'database'>,
  { instance, now, principal, reason }: Call,
  { userId, except = '' }: { readonly userId: string; readonly except?: string },
): Promise<number> {
  const creator = creatorOf(principal)
  for (let ended = 0; ; ) {
    const rows = await database.query<{ session_id: string }>(
      `select session_id from sessions where instance_id = $1 and user_id = $2 and session_id <> $3 limit ${batch}`,
      [instance.id, userId, except],
    )
    for (const { session_id: sessionId } of rows) {
      await endOwnSession({ log }, { instanceId: instance.id, sessionId, userId, now, creator, reason })
    }
    ended += rows.length
    if (rows.length < batch) return ended
  }
}
