import type { EventBody } from '../../kernel/facet.ts'
import { accept } from '../../kernel/refusal.ts'
import { setFlags } from './commands/changeFlags.ts'
import { flagsFacet } from './state.ts'

/** The events that give a new instance its flags (platform notes §2). */
export function initialFlagEvents(): readonly EventBody[] {
  return accept(
    setFlags(flagsFacet.initial, 'instance', {
      loginDefaultOrg: true,
      consoleUseV2UserApi: true,
      loginV2: { required: true, baseUri: '' },
    }),
  )
}
