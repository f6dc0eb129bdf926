import { workOn } from '../../../eventlog/decideOn.ts'
import { systemWriting } from '../../../eventlog/systemWriting.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { InstanceId } from '../../../kernel/ids.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addKey } from '../commands/changeKeys.ts'
import { defaultKind, type NewWebKey, newWebKey } from '../newWebKey.ts'
import { instancesWithoutKey } from '../queries.ts'
import { webKeysFacet } from '../state.ts'

/**
 * Generates the two keys of a new instance: the first one signs, the second one is published early, so that clients know it
 * when it is activated. Begin before other slow work and await late: it runs in the thread pool.
 */
export function prepareFirstKeys(): Promise<readonly NewWebKey[]> {
  return Promise.all([newWebKey(defaultKind), newWebKey(defaultKind)])
}

/** Appends keys to an instance's stream, unless it has an active one by now. */
export async function appendFirstKeys(
  tx: Transaction,
  instance: Stream,
  keys: readonly NewWebKey[],
): Promise<void> {
  if (instance.state(webKeysFacet).some(({ state }) => state === 'active')) return
  for (const key of keys) await appendKey(tx, instance, key)
}

/** Appends one key and seals its private half. */
export async function appendKey(
  tx: Transaction,
  instance: Stream,
  { privateJwk, ...key }: NewWebKey,
): Promise<void> {
  const events = accept(addKey(instance.state(webKeysFacet), key))
  tx.seal(instance, key.keyId, privateJwk)
  await tx.append(instance, events)
}

/** Gives an instance its first keys if it has no active one. */
export async function addFirstKeys(
  { log, clock }: Pick<Deps, 'log' | 'clock'>,
  instanceId: InstanceId | string,
): Promise<void> {
  const keys = await prepareFirstKeys()
  const ref = { type: 'instance', id: instanceId }
  await workOn(log, systemWriting(clock, instanceId), ref, async (instance, tx) => {
    if (instance.sequence > 0) await appendFirstKeys(tx, instance, keys)
  })
}

/** Gives keys to the instances of earlier releases, one after the other. */
export async function addMissingKeys(deps: Pick<Deps, 'log' | 'clock' | 'database'>): Promise<void> {
  for (const instanceId of await instancesWithoutKey(deps.database)) await addFirstKeys(deps, instanceId)
}
