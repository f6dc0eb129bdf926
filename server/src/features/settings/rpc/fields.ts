import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type Message,
  type MessageInitShape,
  ScalarType,
} from '@bufbuild/protobuf'
import { type Duration, DurationSchema } from '@bufbuild/protobuf/wkt'
import type { Json, JsonObject } from '../../../kernel/json.ts'
import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'

const numberTooLarge = refuse(
  'setting.number_too_large',
  'invalid_argument',
  'a number of a setting must not exceed 4294967295',
)

const enumUnknown = refuse(
  'setting.enum_unknown',
  'invalid_argument',
  'the setting has a choice that the contract does not define',
)

/**
 * Reads the members of a setting that a request message has by the same names: counts as numbers, durations as
 * seconds (unset: 0), enums by their lower-case names (unspecified: as in `initial`).
 */
export function decodeFields(desc: DescMessage, message: Message, initial: JsonObject): JsonObject | Refusal {
  const values = message as unknown as Readonly<Record<string, unknown>>
  const decoded: Record<string, Json> = {}
  for (const field of desc.fields) {
    const unset = initial[field.localName]
    if (unset === undefined) continue
    const value = decodeField(field, values[field.localName], unset)
    if (isRefusal(value)) return value
    decoded[field.localName] = value
  }
  return decoded
}

/** Renders the members of a setting that a reply message has by the same names; the inverse of `decodeFields`. */
export function encodeFields<Desc extends DescMessage>(
  desc: Desc,
  setting: JsonObject,
): MessageInitShape<Desc> {
  const encoded: Record<string, unknown> = {}
  for (const field of desc.fields) {
    const value = setting[field.localName]
    if (value !== undefined) encoded[field.localName] = encodeField(field, value)
  }
  return encoded as MessageInitShape<Desc>
}

function decodeField(field: DescField, value: unknown, unset: Json): Json | Refusal {
  if (field.fieldKind === 'enum') return value === 0 ? unset : enumName(field.enum, value as number)
  if (isDuration(field)) return secondsOf(value as Duration | undefined)
  if (typeof value === 'bigint') return value > 0xffff_ffffn ? numberTooLarge : Number(value)
  return value as Json
}

function encodeField(field: DescField, value: Json): unknown {
  if (field.fieldKind === 'enum') {
    return field.enum.values.find(({ localName }) => localName.toLowerCase() === value)?.number
  }
  if (isDuration(field)) return duration(value as number)
  return field.fieldKind === 'scalar' && field.scalar === ScalarType.UINT64 ? BigInt(value as number) : value
}

function isDuration(field: DescField): boolean {
  return field.fieldKind === 'message' && field.message.typeName === DurationSchema.typeName
}

function enumName(desc: DescEnum, number: number): string | Refusal {
  return desc.value[number]?.localName.toLowerCase() ?? enumUnknown
}

/** The contract's duration in seconds; unset is 0. */
export function secondsOf(value: Duration | undefined): number {
  return value === undefined ? 0 : Number(value.seconds) + value.nanos / 1e9
}

/** Seconds as the contract's duration. */
export function duration(value: number) {
  const whole = Math.trunc(value)
  return { seconds: BigInt(whole), nanos: Math.round((value - whole) * 1e9) }
}
