import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { ClientSecretState } from '../secretState.ts'

const noSecret = refuse(
  'machine_credential.secret_not_set',
  'failed_precondition',
  'this user has no client secret; there is nothing to remove',
)

/** Takes the client secret away. */
export function removeSecret(state: ClientSecretState): Decision {
  return state.kind === 'none' ? noSecret : [{ type: 'user.machine.secret.removed', payload: {} }]
}
