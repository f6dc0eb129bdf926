import type { Call } from '../../../access/call.ts'
import { callingUser } from '../../../access/permission.ts'
import type { Deps } from '../../manifest.ts'
import { endOwnSession } from './endOwnSession.ts'

const batch = 100

/**
 * Ends every session of the caller but the one of its token, also those that have proved nothing; tokens of applications that lean on
 * them die with them. Returns how many there were. A session that is created meanwhile may stay.
 */
export async function endOtherSessions(
  { log, database }: Pick<Deps, 'log' | 'database'>,
  call: Call,
): Promise<number> {
  const { userId, token } = callingUser(call)
  const { instance, now } = call
  for (let ended = 0; ; ) {
    const rows = await database.query<{ session_id: string }>(
      `select session_id from sessions where instance_id = $1 and user_id = $2 and session_id <> $3 limit ${batch}`,
      [instance.id, userId, token.sessionId ?? ''],
    )
    for (const { session_id: sessionId } of rows) {
      await endOwnSession({ log }, { instanceId: instance.id, sessionId, userId, now })
    }
    ended += rows.length
    if (rows.length < batch) return ended
  }
}
