import type { Level } from '../../access/level.ts'
import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { userId } from '../../kernel/ids.ts'
import { accept } from '../../kernel/refusal.ts'
import { humanAdded, machineAdded, userRemoved } from '../users/index.ts'
import { removeMember } from './commands/removeMember.ts'
import { memberOf, membersFacet } from './state.ts'

const causes = [userRemoved, humanAdded, machineAdded]

/**
 * Ends every membership of a removed user in the same commit. A new user starts without any, too: if an earlier user
 * with the same id was added as a member while it was being removed, the new one must not inherit that.
 */
export const endMembershipsOfUser: Reaction<EventOf<typeof causes>> = {
  on: causes,
  async react(tx, user) {
    const id = userId(user.id)
    for (const stream of await streamsWithMember(tx, user.id)) {
      const state = stream.state(membersFacet)
      if (memberOf(state, id) === undefined) continue
      const level = stream.type as Level
      await tx.append(stream, accept(removeMember(state, { level, userId: id, cascade: true })))
    }
  },
}

async function streamsWithMember(tx: Transaction, userId: string): Promise<readonly Stream[]> {
  const rows = await tx.query<{ scope: Level; aggregate_id: string }>(
    `select scope, aggregate_id from memberships
      where instance_id = $1 and user_id = $2 and scope in ('instance', 'org')`,
    [tx.instanceId, userId],
  )
  return tx.loadAll(rows.map((row) => ({ type: row.scope, id: row.aggregate_id })))
}
