import type { Call } from '../../../access/call.ts'
import { callingUser } from '../../../access/permission.ts'
import type { Deps } from '../../manifest.ts'
import { revokeWhere } from './revokeWhere.ts'

/** Ends all tokens of the caller that one application has; their next use is refused, and nothing can renew them. */
export async function revokeOwnGrants(
  deps: Pick<Deps, 'log' | 'database'>,
  call: Call,
  clientId: string,
): Promise<void> {
  const { userId } = callingUser(call)
  const condition = {
    sql: 'user_id = $2 and client_id = $3 and app_id is not null',
    values: [userId, clientId],
  }
  const writing = { instanceId: call.instance.id, creator: userId, now: call.now }
  await revokeWhere(deps, writing, condition, 'user')
}
