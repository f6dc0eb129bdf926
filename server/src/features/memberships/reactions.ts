import type { Level } from '../../access/level.ts'
import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { userId } from '../../kernel/ids.ts'
import { accept } from '../../kernel/refusal.ts'
import { humanAdded, machineAdded, userRemoved } from '../users/index.ts'
import { removeMember } from './commands/removeMember.ts'
import type { Place } from './place.ts'
import { membersAt, projectMembersFacet } from './projectMembersState.ts'
import { type MembersState, membersFacet } from './state.ts'

const causes = [userRemoved, humanAdded, machineAdded]

/**
 * Ends every membership of a removed user in the same commit. A new user starts without any, too: if an earlier user
 * with the same id was added as a member while it was being removed, the new one must not inherit that.
 */
export const endMembershipsOfUser: Reaction<EventOf<typeof causes>> = {
  on: causes,
  async react(tx, user) {
    if (user.begun) return
    const id = userId(user.id)
    for (const stream of await streamsWithMember(tx, user.id)) {
      for (const place of placesOf(stream)) {
        const events = accept(removeMember(membersOf(stream, place), { ...place, userId: id, cascade: true }))
        if (events.length > 0) await tx.append(stream, events)
      }
    }
  },
}

/** The instance, the organizations and the projects that have the user as a member, themselves or by a grant. */
async function streamsWithMember(tx: Transaction, userId: string): Promise<readonly Stream[]> {
  const rows = await tx.find<{ type: string; id: string }>(
    `select distinct case m.scope when 'project_grant' then 'project' else m.scope end as type,
        coalesce(g.project_id, m.aggregate_id) as id
       from memberships m left join project_grants g
         on g.instance_id = m.instance_id and g.grant_id = m.aggregate_id and m.scope = 'project_grant'
      where m.instance_id = $1 and m.user_id = $2`,
    [tx.instanceId, userId],
  )
  return tx.loadAll(rows)
}

/** The places whose members a stream holds; of a project, itself and each of its grants. */
function placesOf(stream: Stream): readonly Place[] {
  if (stream.type !== 'project') return [{ level: stream.type as Level }]
  const state = stream.state(projectMembersFacet)
  const grants = state.kind === 'none' ? [] : Object.keys(state.grants)
  return [{ level: 'project' }, ...grants.map((grantId) => ({ level: 'project_grant' as const, grantId }))]
}

function membersOf(stream: Stream, place: Place): MembersState {
  if (stream.type !== 'project') return stream.state(membersFacet)
  return membersAt(stream.state(projectMembersFacet), place)
}
