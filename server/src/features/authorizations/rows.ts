import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { AuthorizationState } from './state.ts'

/** The row of `authorizations`; none for a removed one. */
export function authorizationRows(state: AuthorizationState, stream: StreamOrigin): IndexRows {
  if (state.kind === 'none') return {}
  return {
    authorizations: [
      {
        instance_id: stream.instanceId,
        authorization_id: stream.id,
        user_id: state.userId,
        org_id: stream.owner,
        project_id: state.projectId,
        grant_id: state.grantId,
        role_keys: state.roleKeys,
        project_sequence: state.projectSequence,
        state: state.status,
        reactivated_at: state.reactivatedAt ?? null,
        created_at: state.createdAt,
        changed_at: state.changedAt,
        sequence: state.sequence,
      },
    ],
  }
}
