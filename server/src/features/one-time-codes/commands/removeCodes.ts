import type { Decision } from '../../../kernel/facet.ts'
import { factorNotFound } from '../../second-factors/index.ts'
import type { Channel } from '../channel.ts'
import { codeEvents } from '../events.ts'
import type { CodesState } from '../state.ts'

/** Turns off one-time codes over a channel; the channel stays proved. */
export function removeCodes(channel: Channel, state: CodesState): Decision {
  return state.kind === 'ready' ? [codeEvents[channel].removed()] : factorNotFound
}
