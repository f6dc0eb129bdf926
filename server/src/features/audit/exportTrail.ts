import type { JsonObject } from '../../kernel/json.ts'
import type { TrailEvent } from './readTrail.ts'

/** The formats of a file of events. */
export const exportFormats = ['csv', 'jsonl'] as const

/** One of the formats. */
export type ExportFormat = (typeof exportFormats)[number]

/** The media types of the formats. */
export const exportTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
}

/** Shows an event as replies and files have it. */
export function shownEvent(event: TrailEvent) {
  return {
    position: event.position,
    at: event.created_at,
    type: event.type,
    streamType: event.stream_type,
    streamId: event.stream_id,
    sequence: event.sequence,
    owner: event.owner,
    actor: event.creator,
    actorName: event.actor_name,
    payload: event.payload as JsonObject,
    verified: { hash: event.hash_standing, seal: event.seal },
  }
}

/** An event as replies and files have it. */
export type ShownEvent = ReturnType<typeof shownEvent>

const header = 'position,at,type,streamType,streamId,sequence,owner,actor,actorName,payload,hash,seal\r\n'

/** Renders events as the text of a file (CSV by RFC 4180, or a line of JSON each); the header of CSV comes with the first ones. */
export function exported(format: ExportFormat, events: readonly TrailEvent[], isFirst: boolean): string {
  if (format === 'jsonl') return events.map((event) => `${JSON.stringify(shownEvent(event))}\n`).join('')
  return (isFirst ? header : '') + events.map(csvLine).join('')
}

function csvLine(event: TrailEvent): string {
  const { payload, verified, ...cells } = shownEvent(event)
  return `${[...Object.values(cells), JSON.stringify(payload), verified.hash, verified.seal ?? ''].map(cell).join(',')}\r\n`
}

/** Spreadsheets take a text that begins like this, in some places also by a wide form, for a formula; an apostrophe keeps it a text. */
const formula = /^[=+\-@＝＋－＠\t\r\n]/

function cell(value: string | number): string {
  const text = typeof value === 'string' && formula.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
