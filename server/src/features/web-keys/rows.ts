import type { IndexRows, StreamOrigin } from '../../kernel/facet.ts'
import type { WebKeysState } from './state.ts'

/** One row of `web_keys` per key that is not removed. */
export function webKeyRows(keys: WebKeysState, { instanceId }: StreamOrigin): IndexRows {
  return {
    web_keys: keys.map((key) => ({
      instance_id: instanceId,
      key_id: key.keyId,
      alg: key.alg,
      state: key.state,
      public_jwk: key.publicJwk,
      created_at: key.createdAt,
      changed_at: key.changedAt,
      sequence: key.sequence,
    })),
  }
}
