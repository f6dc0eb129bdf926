import type { Facet, Recorded } from '../../kernel/facet.ts'
import {
  type LogTargetEvent,
  logTargetEvents,
  type TargetCredential,
  type TargetSettings,
  type targetStarts,
} from './events.ts'
import { logTargetRows } from './rows.ts'

/** A target to which the events of an instance are delivered. */
export type LogTarget = TargetSettings & {
  readonly start: (typeof targetStarts)[number]
  readonly active: boolean
  readonly signingKeyId: string
  readonly credential: TargetCredential | null
  readonly createdAt: string
  readonly changedAt: string
  readonly sequence: number
}

/** The targets of an instance by id. */
export type LogTargetsState = { readonly [id: string]: LogTarget }

/** Returns a target of an instance; undefined if there is none with this id, whatever the id is. */
export function targetOf(state: LogTargetsState, id: string): LogTarget | undefined {
  return Object.hasOwn(state, id) ? state[id] : undefined
}

/** The targets to which the events of an instance are delivered. */
export const logTargetsFacet: Facet<LogTargetsState, LogTargetEvent> = {
  name: 'logTargets',
  streams: ['instance'],
  events: Object.values(logTargetEvents),
  initial: {},
  evolve,
  rows: logTargetRows,
  secrets: (targets) =>
    Object.values(targets).flatMap(({ signingKeyId, credential }) =>
      credential === null ? [signingKeyId] : [signingKeyId, credential.secretId],
    ),
}

function evolve(state: LogTargetsState, event: Recorded<LogTargetEvent>): LogTargetsState {
  switch (event.type) {
    case logTargetEvents.added.type: {
      const { id, credential = null, ...given } = event.payload
      const { createdAt, sequence } = event
      const target = { ...given, credential, active: true, createdAt, changedAt: createdAt, sequence }
      return { ...state, [id]: target }
    }
    case logTargetEvents.changed.type: {
      const { id: _, ...settings } = event.payload
      return changed(state, event, settings)
    }
    case logTargetEvents.credentialChanged.type: {
      const { header, secretId } = event.payload
      return changed(state, event, { credential: { header, secretId } })
    }
    case logTargetEvents.credentialRemoved.type:
      return changed(state, event, { credential: null })
    case logTargetEvents.signingKeyChanged.type:
      return changed(state, event, { signingKeyId: event.payload.signingKeyId })
    case logTargetEvents.paused.type:
      return changed(state, event, { active: false })
    case logTargetEvents.resumed.type:
      return changed(state, event, { active: true })
    case logTargetEvents.removed.type: {
      const { [event.payload.id]: _, ...others } = state
      return others
    }
  }
}

function changed(
  state: LogTargetsState,
  { payload: { id }, createdAt, sequence }: Recorded<LogTargetEvent>,
  change: Partial<LogTarget>,
): LogTargetsState {
  const before = state[id]
  return before ? { ...state, [id]: { ...before, ...change, changedAt: createdAt, sequence } } : state
}
