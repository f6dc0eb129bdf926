import type { Decision } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { logTargetEvents, type TargetCredential, type TargetSettings } from '../events.ts'
import { credentialMissing, targetNotFound } from '../refusals.ts'
import { type LogTarget, type LogTargetsState, targetOf } from '../state.ts'
import { checkUrl } from './checkTarget.ts'

/** The new settings of a target; a credential is replaced, removed (null) or kept (undefined). */
export interface TargetChange {
  readonly id: string
  readonly settings: TargetSettings
  readonly credential: TargetCredential | null | undefined
}

/** Replaces the settings of a target. A stored credential goes to no host but the one that it was given for. */
export function changeTarget(state: LogTargetsState, change: TargetChange): Decision {
  const { id, settings, credential } = change
  const invalid = checkUrl(settings.url)
  if (invalid !== undefined) return invalid
  const before = targetOf(state, id)
  if (before === undefined) return targetNotFound
  const goesElsewhere = new URL(before.url).origin !== new URL(settings.url).origin
  if (before.credential !== null && credential === undefined && goesElsewhere) return credentialMissing
  return [
    ...(sameJson(settingsOf(before), settings) ? [] : [logTargetEvents.changed({ id, ...settings })]),
    ...(credential ? [logTargetEvents.credentialChanged({ id, ...credential })] : []),
    ...(credential === null && before.credential !== null ? [logTargetEvents.credentialRemoved({ id })] : []),
  ]
}

function settingsOf({ name, url, format, types, streamTypes }: LogTarget): TargetSettings {
  return { name, url, format, types, streamTypes }
}
