import { type Call, writing } from '../../../access/call.ts'
import { type Level, levelRef } from '../../../access/level.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { Deps } from '../../manifest.ts'
import { type LoginPolicyState, loginPolicyFacet } from '../state.ts'

/** Decides on the login policy of a level. */
export function writeLoginPolicy(
  { log }: Deps,
  call: Call,
  level: Level,
  decide: (state: LoginPolicyState) => Decision,
): Promise<Stream> {
  return decideOn(log, writing(call), levelRef(call, level), (owner) => decide(owner.state(loginPolicyFacet)))
}
