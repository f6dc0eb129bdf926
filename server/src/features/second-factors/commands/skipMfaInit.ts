import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'

const noPerson = refuse(
  'second_factor.mfa_init_user_not_found',
  'not_found',
  'no such person; check the user id',
)

/** Records that the person put off setting up a second factor; again restarts the time until they are asked again. */
export function skipMfaInit(kind: 'none' | 'human' | 'machine'): Decision {
  return kind === 'human' ? [{ type: 'user.human.mfa.init.skipped', payload: {} }] : noPerson
}
