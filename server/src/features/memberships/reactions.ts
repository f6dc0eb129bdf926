import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import { accept } from '../../kernel/refusal.ts'
import { removeMember } from './commands/removeMember.ts'
import type { MemberLevel } from './events.ts'
import { memberOf, membersFacet } from './state.ts'

/**
 * A removed user loses every membership in the same commit. A new user starts without any, too: an
 * addition that raced the removal of an earlier bearer of the id must not be inherited.
 */
export const endMembershipsOfUser: Reaction = {
  on: ['user.removed', 'user.human.added', 'user.machine.added'],
  async react(tx, user) {
    for (const stream of await streamsWithMember(tx, user.id)) {
      const state = stream.state(membersFacet)
      if (memberOf(state, user.id) === undefined) continue
      const level = stream.type as MemberLevel
      await tx.append(stream, accept(removeMember(state, { level, userId: user.id, cascade: true })))
    }
  },
}

async function streamsWithMember(tx: Transaction, userId: string): Promise<readonly Stream[]> {
  const rows = await tx.query<{ scope: string; aggregate_id: string }>(
    `select scope, aggregate_id from memberships
      where instance_id = $1 and user_id = $2 and scope in ('instance', 'org')`,
    [tx.instanceId, userId],
  )
  return tx.loadAll(rows.map((row) => ({ type: row.scope, id: row.aggregate_id })))
}
