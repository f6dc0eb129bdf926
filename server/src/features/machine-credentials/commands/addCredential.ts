import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { UserState } from '../../users/index.ts'
import { machineMissing } from '../refusals.ts'

const mostCredentials = 200

const tooMany = refuse(
  'machine_credential.too_many',
  'failed_precondition',
  `a machine has at most ${mostCredentials} keys and as many tokens; remove those that are not used`,
)

/** Adds a credential to a machine that has `count` others of its kind; refuses more than 200. */
export function addCredential<Event extends EventBody>(
  { kind }: Pick<UserState, 'kind'>,
  event: Event,
  count = 0,
): Decision<Event> {
  if (kind !== 'machine') return machineMissing
  return count < mostCredentials ? [event] : tooMany
}
