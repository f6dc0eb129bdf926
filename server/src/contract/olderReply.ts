import {
  create,
  type DescEnum,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf'
import { type ReflectMessage, reflect } from '@bufbuild/protobuf/reflect'

/**
 * Returns the function that converts replies of a v2 method for clients of v2beta. Fields and enum values that v2beta lacks are left out:
 * in JSON an unknown value is a bare number, for which clients with closed enums refuse the whole reply.
 */
export function olderReplies<From extends DescMessage, To extends DescMessage>(
  newer: From,
  older: To,
): (reply: MessageInitShape<From>) => MessageShape<To> {
  const narrows = gainsValues(newer, older, new Set())
  return (reply) => {
    const converted = fromBinary(older, toBinary(newer, create(newer, reply)), { readUnknownFields: false })
    if (narrows) leaveOutUnknown(reflect(older, converted))
    return converted
  }
}

/** Whether an enum of the newer message, at any depth, has values that the older one lacks. */
function gainsValues(newer: DescMessage, older: DescMessage, seen: Set<string>): boolean {
  if (newer.typeName === older.typeName || seen.has(newer.typeName)) return false
  seen.add(newer.typeName)
  return older.fields.some((field) => {
    const twin = newer.fields.find(({ number }) => number === field.number)
    if (twin?.enum && field.enum) return twin.enum.values.some(({ number }) => !isKnown(field.enum, number))
    return twin?.message && field.message ? gainsValues(twin.message, field.message, seen) : false
  })
}

function leaveOutUnknown(message: ReflectMessage): void {
  for (const field of message.fields) {
    if (!message.isSet(field)) continue
    if (field.fieldKind === 'message') leaveOutUnknown(message.get(field))
    if (field.fieldKind === 'enum' && !isKnown(field.enum, message.get(field))) message.clear(field)
    if (field.fieldKind !== 'list') continue
    const list = message.get(field)
    const items = [...list]
    if (field.listKind === 'message') for (const item of items) leaveOutUnknown(item as ReflectMessage)
    if (field.listKind !== 'enum' || items.every((item) => isKnown(field.enum, item))) continue
    list.clear()
    for (const item of items) if (isKnown(field.enum, item)) list.add(item)
  }
}

function isKnown({ values }: DescEnum, value: unknown): boolean {
  return values.some(({ number }) => number === value)
}
