import { type Call, writing } from '../../../access/call.ts'
import { systemStream } from '../../../access/level.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import type { FlagLevel } from '../flags.ts'
import { type FlagsState, flagsFacet } from '../state.ts'

/** Decides on the flags of the system or of the addressed instance. */
export async function writeFlags(
  { log }: Pick<Deps, 'log'>,
  call: Call,
  level: FlagLevel,
  decide: (state: FlagsState) => Decision,
): Promise<FlagsState> {
  const ofSystem = { ...writing(call), instanceId: systemStream.instanceId, memos: undefined }
  const stream = await decideOn(
    log,
    level === 'system' ? ofSystem : writing(call),
    level === 'system' ? systemStream : { type: 'instance', id: call.instance.id },
    (stream) => {
      const decision = decide(stream.state(flagsFacet))
      return isRefusal(decision) || level === 'instance' ? decision : { events: decision, owner: 'system' }
    },
  )
  return stream.state(flagsFacet)
}
