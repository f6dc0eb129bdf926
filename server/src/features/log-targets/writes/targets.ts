import { type Call, writing } from '../../../access/call.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { newId } from '../../../kernel/ids.ts'
import { accept, DomainError } from '../../../kernel/refusal.ts'
import { newSigningKey } from '../../../outbound/requestSignature.ts'
import type { Deps } from '../../manifest.ts'
import { addTarget, type NewTarget } from '../commands/addTarget.ts'
import { removeTarget, replaceSigningKey } from '../commands/changeState.ts'
import { changeTarget } from '../commands/changeTarget.ts'
import { checkCredential, checkUrl } from '../commands/checkTarget.ts'
import { beginDelivery, endDelivery, makeDue } from '../delivery/deliveryRows.ts'
import type { TargetCredential, TargetSettings } from '../events.ts'
import { addressDenied } from '../refusals.ts'
import { type LogTargetsState, logTargetsFacet } from '../state.ts'

/** A header with its value, as a request gives it. */
export interface GivenCredential {
  readonly header: string
  readonly value: string
}

/** Adds a target with a new signing key, which is returned only here. */
export async function createTarget(
  deps: Deps,
  call: Call,
  {
    start,
    credential,
    ...settings
  }: TargetSettings & Pick<NewTarget, 'start'> & { credential?: GivenCredential | undefined },
): Promise<{ readonly id: string; readonly signingKey: string }> {
  await checkGiven(deps, settings, credential)
  const [id, signingKeyId, signingKey] = [newId(), newId(), newSigningKey()]
  const sealed = sealedCredential(credential)
  // The cursor comes first: whatever is committed after the target exists is delivered.
  await beginDelivery(deps, { instanceId: call.instance.id, targetId: id, start })
  try {
    await write(deps, call, { [signingKeyId]: signingKey, ...sealed?.secrets }, (state) =>
      addTarget(state, { id, ...settings, start, signingKeyId, ...(sealed && { credential: sealed.named }) }),
    )
  } catch (error) {
    await endDelivery(deps, { instanceId: call.instance.id, targetId: id })
    throw error
  }
  return { id, signingKey }
}

/** Replaces the settings of a target; a credential is replaced, removed (null) or kept (undefined). */
export async function updateTarget(
  deps: Deps,
  call: Call,
  id: string,
  { credential, ...settings }: TargetSettings & { credential?: GivenCredential | null | undefined },
): Promise<void> {
  await checkGiven(deps, settings, credential)
  const sealed = credential && sealedCredential(credential)
  await write(deps, call, sealed?.secrets ?? {}, (state) =>
    changeTarget(state, {
      id,
      settings,
      credential: sealed ? sealed.named : (credential as null | undefined),
    }),
  )
  await makeDue(deps, { instanceId: call.instance.id, targetId: id })
}

/** Gives a target a new signing key, which is returned only here and replaces the old one at once. */
export async function renewSigningKey(deps: Deps, call: Call, id: string): Promise<string> {
  const [signingKeyId, signingKey] = [newId(), newSigningKey()]
  await write(deps, call, { [signingKeyId]: signingKey }, (state) =>
    replaceSigningKey(state, id, signingKeyId),
  )
  await makeDue(deps, { instanceId: call.instance.id, targetId: id })
  return signingKey
}

/** Pauses or resumes a target; one that fails is tried again at once. */
export async function changeActivity(
  deps: Deps,
  call: Call,
  id: string,
  decide: (state: LogTargetsState) => Decision,
): Promise<void> {
  await write(deps, call, {}, decide)
  await makeDue(deps, { instanceId: call.instance.id, targetId: id })
}

/** Removes a target, its secrets and its place in the log. A request that is on its way is not called back. */
export async function deleteTarget(deps: Deps, call: Call, id: string): Promise<void> {
  await write(deps, call, {}, (state) => removeTarget(state, id))
  await endDelivery(deps, { instanceId: call.instance.id, targetId: id })
}

/** Refuses an address or a credential before anything is written. */
async function checkGiven(
  { outbound }: Pick<Deps, 'outbound'>,
  { url }: TargetSettings,
  credential: GivenCredential | null | undefined,
): Promise<void> {
  accept(checkUrl(url))
  if (credential) accept(checkCredential(credential))
  if (!(await outbound.permits(new URL(url).hostname))) throw new DomainError(addressDenied)
}

function sealedCredential(given: GivenCredential | undefined) {
  if (given === undefined) return undefined
  const named: TargetCredential = { header: given.header, secretId: newId() }
  return { named, secrets: { [named.secretId]: given.value } }
}

/** Decides on the targets of the instance; `secrets` are sealed under the ids that the events name. */
async function write(
  { log }: Pick<Deps, 'log'>,
  call: Call,
  secrets: Readonly<Record<string, string>>,
  decide: (state: LogTargetsState) => Decision,
): Promise<void> {
  const ref = { type: 'instance', id: call.instance.id }
  await decideOn(log, writing(call), ref, (instance, tx) => {
    const decision = decide(instance.state(logTargetsFacet))
    if (Array.isArray(decision)) {
      for (const [id, plain] of Object.entries(secrets)) tx.seal(instance, id, plain)
    }
    return decision
  })
}
