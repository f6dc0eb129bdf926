import { type Call, writing } from '../../../access/call.ts'
import type { Level } from '../../../access/level.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { Deps } from '../../manifest.ts'
import { type SettingsState, settingsFacet } from '../state.ts'

/** The owner of a setting: `id` is the instance's or the organization's. */
export interface Target {
  readonly type: Level
  readonly id: string
}

/** Decides on the settings of an owner. */
export function writeSettings(
  { log }: Deps,
  call: Call,
  target: Target,
  decide: (state: SettingsState) => Decision,
): Promise<Stream> {
  return decideOn(log, writing(call), target, (owner) => decide(owner.state(settingsFacet)))
}
