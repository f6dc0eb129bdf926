import type { Fallback, SecondFactor } from '../../access/factorKinds.ts'
import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'

/** Renders the row of `user_factors` for a factor of which a person has at most one. */
export function factorRows(
  { instanceId, id, owner }: StreamOrigin,
  kind: SecondFactor | Fallback,
  state: 'ready' | 'not_ready' | 'used_up',
  addedAt: string,
): IndexRows {
  const row = {
    instance_id: instanceId,
    user_id: id,
    kind,
    factor_id: '',
    org_id: owner,
    state,
    name: '',
    rp_id: null,
    added_at: addedAt,
  }
  return { user_factors: [row] }
}
