import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { MembersState } from './state.ts'

/** One row of `memberships` per member. */
export function membershipRows(state: MembersState, stream: StreamOrigin): IndexRows {
  if (state.kind === 'none') return {}
  return {
    memberships: Object.entries(state.members).map(([userId, member]) => ({
      instance_id: stream.instanceId,
      user_id: userId,
      scope: stream.type,
      aggregate_id: stream.id,
      org_id: stream.type === 'org' ? stream.id : '',
      roles: member.roles,
      created_at: member.createdAt,
      changed_at: member.changedAt,
      sequence: member.sequence,
    })),
  }
}
