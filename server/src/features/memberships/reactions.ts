import type { Level } from '../../access/level.ts'
import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { userId } from '../../kernel/ids.ts'
import { accept } from '../../kernel/refusal.ts'
import { humanAdded, machineAdded, userRemoved } from '../users/index.ts'
import { removeMember } from './commands/removeMember.ts'
import type { Place } from './place.ts'
import { membersAt, projectMembersFacet } from './projectMembersState.ts'
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
    for (const project of await projectsWithMember(tx, user.id)) {
      for (const place of placesOf(project)) {
        const members = membersAt(project.state(projectMembersFacet), place)
        const events = accept(removeMember(members, { ...place, userId: id, cascade: true }))
        if (events.length > 0) await tx.append(project, events)
      }
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

/** A project and each of its grants. */
function placesOf(project: Stream): readonly Place[] {
  const state = project.state(projectMembersFacet)
  if (state.kind === 'none') return []
  const grants = Object.keys(state.grants).map((grantId) => ({ level: 'project_grant' as const, grantId }))
  return [{ level: 'project' }, ...grants]
}

async function projectsWithMember(tx: Transaction, userId: string): Promise<readonly Stream[]> {
  const rows = await tx.query<{ project_id: string }>(
    `select distinct coalesce(g.project_id, m.aggregate_id) as project_id
       from memberships m left join project_grants g
         on g.instance_id = m.instance_id and g.grant_id = m.aggregate_id and m.scope = 'project_grant'
      where m.instance_id = $1 and m.user_id = $2 and m.scope in ('project', 'project_grant')`,
    [tx.instanceId, userId],
  )
  return tx.loadAll(rows.map(({ project_id }) => ({ type: 'project', id: project_id })))
}
