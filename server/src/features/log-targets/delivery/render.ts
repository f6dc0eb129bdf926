import { exported, exportTypes, type ShownEvent, shownEvent, type TrailEvent } from '../../audit/index.ts'
import type { TargetSettings } from '../events.ts'

/** The body of a request, and its media type. */
export interface RenderedEvents {
  readonly type: string
  readonly body: string
}

/** Renders events as a file of events has them, a line of JSON each, or each as the data of a CloudEvent (CloudEvents 1.0, JSON batch). */
export function renderEvents(
  format: TargetSettings['format'],
  instanceId: string,
  events: readonly TrailEvent[],
): RenderedEvents {
  return format === 'jsonl'
    ? { type: exportTypes.jsonl, body: exported('jsonl', events, false) }
    : cloudEvents(instanceId, events.map(shownEvent))
}

/** Renders an event that tries a target out: it is in no log, and has the position 0. */
export function renderTest(
  format: TargetSettings['format'],
  instanceId: string,
  given: { readonly at: string; readonly actor: string; readonly targetId: string },
): RenderedEvents {
  const event: ShownEvent = {
    position: '0',
    at: given.at,
    type: 'log_target.test',
    streamType: 'instance',
    streamId: instanceId,
    sequence: 0,
    owner: instanceId,
    actor: given.actor,
    actorName: '',
    payload: { id: given.targetId },
    verified: { hash: 'unkeyed', seal: null },
  }
  return format === 'jsonl'
    ? { type: exportTypes.jsonl, body: `${JSON.stringify(event)}\n` }
    : cloudEvents(instanceId, [event])
}

function cloudEvents(instanceId: string, events: readonly ShownEvent[]): RenderedEvents {
  const batch = events.map((event) => ({
    specversion: '1.0',
    id: event.position,
    source: `urn:sallyport:instance:${instanceId}`,
    type: event.type,
    subject: `${event.streamType}/${event.streamId}`,
    time: event.at,
    datacontenttype: 'application/json',
    data: event,
  }))
  return { type: 'application/cloudevents-batch+json; charset=utf-8', body: JSON.stringify(batch) }
}
