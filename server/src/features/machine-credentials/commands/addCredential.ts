import type { Decision, EventBody } from '../../../kernel/facet.ts'
import type { UserState } from '../../users/index.ts'
import { machineMissing } from '../refusals.ts'

/** Adds a credential to a machine; their number is unlimited. */
export function addCredential<Event extends EventBody>(
  { kind }: Pick<UserState, 'kind'>,
  event: Event,
): Decision<Event> {
  return kind === 'machine' ? [event] : machineMissing
}
