import type { Decision } from '../../../kernel/facet.ts'
import { logTargetEvents, type TargetCredential, type TargetSettings, type targetStarts } from '../events.ts'
import { tooManyTargets } from '../refusals.ts'
import type { LogTargetsState } from '../state.ts'
import { checkUrl } from './checkTarget.ts'

/** The most targets of an instance: each reads the whole log for itself. */
const most = 10

/** A target as a caller describes it; the ids name its new secrets. */
export interface NewTarget extends TargetSettings {
  readonly id: string
  readonly start: (typeof targetStarts)[number]
  readonly signingKeyId: string
  readonly credential?: TargetCredential
}

/** Adds an active target. */
export function addTarget(state: LogTargetsState, target: NewTarget): Decision {
  const invalid = checkUrl(target.url)
  if (invalid !== undefined) return invalid
  if (Object.keys(state).length >= most) return tooManyTargets
  return [logTargetEvents.added(target)]
}
