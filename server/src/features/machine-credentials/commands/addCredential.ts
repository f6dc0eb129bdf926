import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { machineMissing } from '../refusals.ts'

/** Gives a machine another credential, whichever `events` say; there is no limit to their number. */
export function addCredential(kind: 'none' | 'human' | 'machine', events: readonly EventBody[]): Decision {
  return kind === 'machine' ? events : machineMissing
}
