import type { Call } from '../../../access/call.ts'
import { callingUser } from '../../../access/permission.ts'
import { creatorOf } from '../../../access/principal.ts'
import type { Deps } from '../../manifest.ts'
import { revokeWhere } from './revokeWhere.ts'

/** Ends all grants of a user, or one of them, in the name of the caller, whose right was checked. Returns how many there were. */
export function revokeGrantsOf(
  deps: Pick<Deps, 'log' | 'database'>,
  { instance, principal, now, reason }: Call,
  { userId, grantId }: { readonly userId: string; readonly grantId?: string },
): Promise<number> {
  const own = 'user_id = $2 and app_id is not null'
  const condition =
    grantId === undefined
      ? { sql: own, values: [userId] }
      : { sql: `${own} and oidc_session_id = $3`, values: [userId, grantId] }
  const creator = creatorOf(principal)
  const cause = creator === userId ? 'user' : 'administrator'
  return revokeWhere(deps, { instanceId: instance.id, creator, now, reason }, condition, cause)
}

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
  const writing = { instanceId: call.instance.id, creator: userId, now: call.now, reason: call.reason }
  await revokeWhere(deps, writing, condition, 'user')
}
