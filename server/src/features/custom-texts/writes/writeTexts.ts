import { type Call, writing } from '../../../access/call.ts'
import { type Level, levelRef } from '../../../access/level.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { Deps } from '../../manifest.ts'
import { ownerNotFound } from '../refusals.ts'
import { type CustomTextsState, customTextsFacet } from '../state.ts'

/** Decides on the texts of a level; a context organization that does not exist is refused. */
export function writeTexts(
  { log }: Deps,
  call: Call,
  level: Level,
  decide: (state: CustomTextsState) => Decision,
): Promise<Stream> {
  return decideOn(log, writing(call), levelRef(call, level), (owner) =>
    owner.sequence === 0 ? ownerNotFound : decide(owner.state(customTextsFacet)),
  )
}
