import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'

/** One row of `user_factors`: a factor of which a person has at most one. */
export function factorRows(
  { instanceId, id, owner }: StreamOrigin,
  kind: 'totp' | 'otp_sms' | 'otp_email',
  state: 'ready' | 'not_ready',
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
