import { type Call, writing } from '../../../access/call.ts'
import { decideOn, workOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { Deps } from '../../manifest.ts'
import { type KeyKind, newWebKey } from '../newWebKey.ts'
import { type WebKeysState, webKeysFacet } from '../state.ts'
import { appendKey } from './firstKeys.ts'

/** Generates a key and adds it. Returns its id. */
export async function createKey({ log }: Deps, call: Call, kind: KeyKind) {
  const key = await newWebKey(kind)
  const ref = { type: 'instance', id: call.instance.id }
  return workOn(log, writing(call), ref, async (stream, tx) => {
    await appendKey(tx, stream, key)
    return { stream, keyId: key.keyId }
  })
}

/** Decides on the keys of the caller's instance; returns the stream and whether anything changed. */
export async function writeKeys(
  { log }: Deps,
  call: Call,
  decide: (keys: WebKeysState) => Decision,
): Promise<{ readonly stream: Stream; readonly changed: boolean }> {
  let changed = false
  const stream = await decideOn(
    log,
    writing(call),
    { type: 'instance', id: call.instance.id },
    (instance) => {
      const decision = decide(instance.state(webKeysFacet))
      changed = Array.isArray(decision) && decision.length > 0
      return decision
    },
  )
  return { stream, changed }
}
