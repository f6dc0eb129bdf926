import type { Decision } from '../../../kernel/facet.ts'
import { logTargetEvents } from '../events.ts'
import { targetNotFound } from '../refusals.ts'
import { type LogTargetsState, targetOf } from '../state.ts'

/** Stops delivery until the target is resumed; nothing to do if it is paused already. */
export function pauseTarget(state: LogTargetsState, id: string): Decision {
  const target = targetOf(state, id)
  if (target === undefined) return targetNotFound
  return target.active ? [logTargetEvents.paused({ id })] : []
}

/** Goes on with the first event that was not delivered; nothing to do if the target is active already. */
export function resumeTarget(state: LogTargetsState, id: string): Decision {
  const target = targetOf(state, id)
  if (target === undefined) return targetNotFound
  return target.active ? [] : [logTargetEvents.resumed({ id })]
}

/** Replaces the key with which requests are signed. */
export function replaceSigningKey(state: LogTargetsState, id: string, signingKeyId: string): Decision {
  return targetOf(state, id) === undefined
    ? targetNotFound
    : [logTargetEvents.signingKeyChanged({ id, signingKeyId })]
}

/** Removes a target with its secrets. */
export function removeTarget(state: LogTargetsState, id: string): Decision {
  return targetOf(state, id) === undefined ? targetNotFound : [logTargetEvents.removed({ id })]
}
