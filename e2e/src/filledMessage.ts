import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** The ids to write into fields by their name (`userId`); `id` stands for every field that does not say whose id it is. */
export type Ids = Readonly<Record<string, string>>

const maxDepth = 5
const plausible: readonly (readonly [RegExp, string])[] = [
  [/email/i, 'x@example.test'],
  [/phone/i, '+41791234567'],
  [/ur[il]/i, 'https://x.example.test'],
  [/domain|host/i, 'x.example.test'],
  [/language|locale/i, 'en'],
  [/role/i, 'ORG_OWNER_VIEWER'],
  [/password/i, 'Correct-Horse-2'],
]

/**
 * The bytes of a message whose every field is set, ids as given, the rest plausible; of a oneof, a member with an id
 * first, or the one at `choice`. Lists of messages, which are search filters mostly, have one item or, when bare, none.
 */
export function filledMessage(
  schema: DescMessage,
  ids: Ids,
  lists: 'filled' | 'bare',
  choice?: number,
): Uint8Array {
  const writer = new BinaryWriter()
  fill(writer, schema, { ids, bare: lists === 'bare', choice }, 0)
  return writer.finish()
}

/** How many members the largest oneof of the message has, so that all choices below that number set every member. */
export function choicesOf(schema: DescMessage, depth = 0): number {
  const inner = schema.fields.map(({ message }) =>
    message === undefined || depth === maxDepth ? 1 : choicesOf(message, depth + 1),
  )
  return Math.max(1, ...schema.oneofs.map(({ fields }) => fields.length), ...inner)
}

/** Whether the message has a field for an id of an unnamed kind. */
export function asksForAnyId(schema: DescMessage, ids: Ids, depth = 0): boolean {
  return schema.fields.some((field) =>
    field.message === undefined
      ? isId(field) && !(field.localName in ids)
      : depth < maxDepth && asksForAnyId(field.message, ids, depth + 1),
  )
}

interface Filling {
  readonly ids: Ids
  readonly bare: boolean
  readonly choice: number | undefined
}

function fill(writer: BinaryWriter, schema: DescMessage, filling: Filling, depth: number): void {
  for (const member of schema.members) {
    const field = member.kind === 'oneof' ? chosen(member.fields, filling) : member
    if (field !== undefined) write(writer, field, filling, depth)
  }
}

function chosen(fields: readonly DescField[], { choice }: Filling): DescField | undefined {
  return choice === undefined ? (fields.find(isId) ?? fields[0]) : fields[choice % fields.length]
}

function write(writer: BinaryWriter, field: DescField, filling: Filling, depth: number): void {
  const { message, number } = field
  if (field.fieldKind === 'map' || field.localName === 'offset') return
  if (filling.bare && field.fieldKind === 'list' && message !== undefined) return
  if (message !== undefined) {
    if (depth === maxDepth || message.typeName === 'google.protobuf.Timestamp') return
    writer.tag(number, WireType.LengthDelimited).fork()
    fill(writer, message, filling, depth + 1)
    writer.join()
  } else if (field.scalar === ScalarType.STRING) {
    writer.tag(number, WireType.LengthDelimited).string(textFor(field, filling.ids))
  } else if (field.scalar === ScalarType.BYTES) {
    writer.tag(number, WireType.LengthDelimited).bytes(Uint8Array.of(1))
  } else if (field.scalar !== ScalarType.DOUBLE && field.scalar !== ScalarType.FLOAT) {
    writer.tag(number, WireType.Varint).int32(enumValueFor(field) ?? 1)
  }
}

/** The widest way to compare texts, if it is about that. */
function enumValueFor({ enum: desc }: DescField): number | undefined {
  return (desc?.values.find(({ name }) => name.endsWith('_CONTAINS')) ?? desc?.values.at(1))?.number
}

function textFor(field: DescField, ids: Ids): string {
  const known = ids[field.localName] ?? (isId(field) ? ids['id'] : undefined)
  return known ?? plausible.find(([name]) => name.test(field.localName))?.[1] ?? 'x'
}

function isId(field: DescField): boolean {
  return field.scalar === ScalarType.STRING && /(^id|Id|Ids|ids)$/.test(field.localName)
}
