import { decideOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import type { InstanceId, UserId } from '../../kernel/ids.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import type { SettleClash } from '../manifest.ts'
import { usernameChanged } from './events.ts'
import { userFacet } from './state.ts'

/** Renames the younger of two users whose usernames are one as folded: its id is added before an `@`, else at the end. */
export const settleUsername: SettleClash = async ({ database, log, clock }, row) => {
  const { instance_id: instanceId, user_id: userId } = row as { instance_id: InstanceId; user_id: UserId }
  const [younger, ...older] = await database.query<{ user_id: UserId; username: string }>(
    `select u.user_id, u.username from users c
       join users u on u.instance_id = c.instance_id and u.scope = c.scope
         and (u.user_id = c.user_id or u.username_folded = $3)
      where c.instance_id = $1 and c.user_id = $2
      order by u.created_at desc, u.user_id desc`,
    [instanceId, userId, foldText(String(row['username']))],
  )
  if (younger === undefined || older.length === 0) return undefined
  const { user_id: id, username: before } = younger
  const at = before.lastIndexOf('@')
  const username = at < 0 ? `${before}-${id}` : `${before.slice(0, at)}-${id}${before.slice(at)}`
  await decideOn(log, systemWriting(clock, instanceId), { type: 'user', id }, (user) => {
    const state = user.state(userFacet)
    return state.kind === 'none' ? [] : [usernameChanged({ username, scope: state.scope })]
  })
  return `user ${id} of instance ${instanceId} was renamed: an older user has the same username by RFC 8265; look for user.username.changed by system in its events`
}
