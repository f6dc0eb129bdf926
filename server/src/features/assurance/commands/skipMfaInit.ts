import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { mfaInitSkipped } from '../events.ts'

const noPerson = refuse(
  'second_factor.mfa_init_user_not_found',
  'not_found',
  'no such person; check the user id',
)

/** Records that the person put off setting up a second factor; repeating it restarts the time until the next prompt. */
export function skipMfaInit(kind: 'none' | 'human' | 'machine'): Decision {
  return kind === 'human' ? [mfaInitSkipped()] : noPerson
}
