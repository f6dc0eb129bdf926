import type { MessageInitShape, JsonObject as StructJson } from '@bufbuild/protobuf'
import type { ChangeSchema } from '@zitadel/proto/zitadel/change_pb.js'
import type { AggregateTypeSchema, EventSchema, EventTypeSchema } from '@zitadel/proto/zitadel/event_pb.js'
import { timestamp } from '../../../contract/details.ts'
import type { ChangeRow, EventRow } from '../queries.ts'

/** Encodes a row as `zitadel.event.v1.Event`, with the stored payload, which never holds secrets. */
export function encodeEvent(row: EventRow): MessageInitShape<typeof EventSchema> {
  return {
    editor: { userId: row.creator, displayName: row.display_name },
    aggregate: { id: row.stream_id, type: encodeAggregateType(row.stream_type), resourceOwner: row.owner },
    sequence: BigInt(row.sequence),
    creationDate: timestamp(row.created_at),
    payload: row.payload as StructJson,
    type: encodeEventType(row.type),
  }
}

/** Encodes an event type with its translation key and its name in English. */
export function encodeEventType(type: string): MessageInitShape<typeof EventTypeSchema> {
  return { type, localized: localizedType(type) }
}

/** Encodes an aggregate type with its translation key and its name in English. */
export function encodeAggregateType(type: string): MessageInitShape<typeof AggregateTypeSchema> {
  return { type, localized: { key: `AggregateTypes.${type}`, localizedMessage: words(type) } }
}

/** Encodes a row as `zitadel.change.v1.Change`. */
export function encodeChange(row: ChangeRow): MessageInitShape<typeof ChangeSchema> {
  return {
    changeDate: timestamp(row.created_at),
    eventType: localizedType(row.type),
    sequence: BigInt(row.sequence),
    editorId: row.creator,
    editorDisplayName: row.display_name,
    editorPreferredLoginName: row.login_name,
    resourceOwnerId: row.owner,
  }
}

function localizedType(type: string) {
  return { key: `EventTypes.${type}`, localizedMessage: words(type) }
}

/** Writes `user.human.mfa.otp.added` as "User human mfa otp added". */
function words(type: string): string {
  const text = type.replace(/[._]/g, ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
