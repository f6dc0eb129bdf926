import { type Call, writing } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import type { Level } from '../events.ts'
import { type LoginPolicyState, loginPolicyFacet } from '../state.ts'

/** Decides on the policy of the call's instance or context organization, appends, and answers the stream as it then is. */
export async function write(
  deps: Deps,
  call: Call,
  level: Level,
  decide: (state: LoginPolicyState) => Decision,
): Promise<Stream> {
  const ref = { type: level, id: level === 'instance' ? call.instance.id : call.orgId }
  const written = await deps.log.transact(writing(call), ref, async (tx) => {
    const stream = await tx.load(ref)
    await tx.append(stream, accept(decide(stream.state(loginPolicyFacet))))
    return stream
  })
  return written.result
}
