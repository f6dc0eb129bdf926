import {
  type DescEnum,
  type DescField,
  type DescMessage,
  isFieldSet,
  type MessageShape,
} from '@bufbuild/protobuf'
import type { Duration, Timestamp } from '@bufbuild/protobuf/wkt'
import {
  BoolRulesSchema,
  BytesRulesSchema,
  DurationRulesSchema,
  EnumRulesSchema,
  type FieldRules,
  Int32RulesSchema,
  StringRulesSchema,
  TimestampRulesSchema,
  UInt32RulesSchema,
  UInt64RulesSchema,
} from '@zitadel/proto/validate/validate_pb.js'
import { isEmailAddress, isUriReference } from './textFormats.ts'

/** Returns the error of a value in protoc-gen-validate's words; undefined if it is valid. */
export type ValueRule = (value: unknown) => string | undefined

type Narrow<T> = (value: T) => string | undefined

/**
 * Compiles the rules of one value. Throws for a rule that is not supported, so that a new version of the contract cannot add
 * an unchecked rule.
 */
export function compileValueRules(rules: FieldRules, enumeration: DescEnum | undefined): ValueRule[] {
  const { type } = rules
  switch (type.case) {
    case undefined:
      return []
    case 'string':
      return widen(stringRules(type.value))
    case 'bytes':
      return widen(bytesRules(type.value))
    case 'enum':
      return widen(enumRules(type.value, enumeration))
    case 'bool':
      supports(BoolRulesSchema, type.value, ['const'])
      return widen<boolean>([
        (value) => (value === type.value.const ? undefined : `value must equal ${type.value.const}`),
      ])
    case 'int32':
      return widen(int32Rules(type.value))
    case 'uint32':
      supports(UInt32RulesSchema, type.value, ['gt'])
      return widen<number>([
        (value) => (value > type.value.gt ? undefined : `value must be greater than ${type.value.gt}`),
      ])
    case 'uint64':
      supports(UInt64RulesSchema, type.value, ['gt'])
      return widen<bigint>([
        (value) => (value > type.value.gt ? undefined : `value must be greater than ${type.value.gt}`),
      ])
    case 'duration':
      return widen(durationRules(type.value))
    case 'timestamp':
      supports(TimestampRulesSchema, type.value, ['required'])
      return []
    default:
      throw new Error(`validate.rules: no support for ${type.case} rules here`)
  }
}

/** Whether the rules require that a message field is present. */
export function demandsPresence(rules: FieldRules): boolean {
  const { type } = rules
  return (
    rules.message?.required === true ||
    ((type.case === 'duration' || type.case === 'timestamp') && type.value.required)
  )
}

/** Throws if a rule other than the named ones is set. */
export function supports<Desc extends DescMessage>(
  schema: Desc,
  rules: MessageShape<Desc>,
  names: readonly string[],
): void {
  for (const field of schema.fields) {
    const isSet = isFieldSet(rules, field as DescField)
    if (isSet && !names.includes(field.localName))
      throw new Error(`validate.rules: no support for ${schema.typeName}.${field.name}`)
  }
}

/** Returns the check of a length, with both bounds, one of them or none. */
export function boundsRule(
  bounds: { readonly min: bigint | undefined; readonly max: bigint | undefined },
  words: { readonly between: string; readonly least: string; readonly most: string; readonly unit: string },
  measure: (value: unknown) => number,
): ValueRule[] {
  const { min, max } = bounds
  if (min === undefined && max === undefined) return []
  const low = min === undefined ? 0 : Number(min)
  const high = max === undefined ? Number.POSITIVE_INFINITY : Number(max)
  const text =
    min === undefined
      ? `${words.most} ${max} ${words.unit}`
      : max === undefined
        ? `${words.least} ${min} ${words.unit}`
        : `${words.between} ${min} and ${max} ${words.unit}, inclusive`
  return [
    (value) => {
      const size = measure(value)
      return size < low || size > high ? text : undefined
    },
  ]
}

const lengthWords = {
  between: 'value length must be between',
  least: 'value length must be at least',
  most: 'value length must be at most',
}

function stringRules(rules: MessageShape<typeof StringRulesSchema>): Narrow<string>[] {
  supports(StringRulesSchema, rules, [
    'len',
    'minLen',
    'maxLen',
    'maxBytes',
    'prefix',
    'email',
    'uriRef',
    'ignoreEmpty',
  ])
  const { field } = StringRulesSchema
  const min = isFieldSet(rules, field.minLen) ? rules.minLen : undefined
  const max = isFieldSet(rules, field.maxLen) ? rules.maxLen : undefined
  const maxBytes = isFieldSet(rules, field.maxBytes) ? rules.maxBytes : undefined
  const checks: Narrow<string>[] = []
  if (isFieldSet(rules, field.len)) {
    const length = Number(rules.len)
    checks.push((value) => (runes(value) === length ? undefined : `value length must be ${length} runes`))
  }
  checks.push(...boundsRule({ min, max }, { ...lengthWords, unit: 'runes' }, (value) => runes(String(value))))
  checks.push(
    ...boundsRule({ min: undefined, max: maxBytes }, { ...lengthWords, unit: 'bytes' }, (value) =>
      Buffer.byteLength(String(value)),
    ),
  )
  if (isFieldSet(rules, field.prefix)) {
    const { prefix } = rules
    checks.push((value) =>
      value.startsWith(prefix) ? undefined : `value does not have prefix ${JSON.stringify(prefix)}`,
    )
  }
  if (rules.wellKnown.case === 'email') {
    checks.push((value) => (isEmailAddress(value) ? undefined : 'value must be a valid email address'))
  }
  if (rules.wellKnown.case === 'uriRef') {
    checks.push((value) => (isUriReference(value) ? undefined : 'value must be a valid URI'))
  }
  return rules.ignoreEmpty
    ? checks.map((check) => (value) => (value === '' ? undefined : check(value)))
    : checks
}

function bytesRules(rules: MessageShape<typeof BytesRulesSchema>): Narrow<Uint8Array>[] {
  supports(BytesRulesSchema, rules, ['minLen', 'maxLen'])
  const { field } = BytesRulesSchema
  const min = isFieldSet(rules, field.minLen) ? rules.minLen : undefined
  const max = isFieldSet(rules, field.maxLen) ? rules.maxLen : undefined
  return boundsRule({ min, max }, { ...lengthWords, unit: 'bytes' }, (value) =>
    value instanceof Uint8Array ? value.length : 0,
  )
}

function enumRules(
  rules: MessageShape<typeof EnumRulesSchema>,
  enumeration: DescEnum | undefined,
): Narrow<number>[] {
  supports(EnumRulesSchema, rules, ['definedOnly', 'in', 'notIn'])
  const checks: Narrow<number>[] = []
  if (rules.in.length > 0) {
    const text = `value must be in list [${rules.in.join(' ')}]`
    checks.push((value) => (rules.in.includes(value) ? undefined : text))
  }
  if (rules.notIn.length > 0) {
    const text = `value must not be in list [${rules.notIn.join(' ')}]`
    checks.push((value) => (rules.notIn.includes(value) ? text : undefined))
  }
  if (rules.definedOnly && enumeration !== undefined) {
    const numbers = new Set(enumeration.values.map((value) => value.number))
    checks.push((value) => (numbers.has(value) ? undefined : 'value must be one of the defined enum values'))
  }
  return checks
}

function int32Rules(rules: MessageShape<typeof Int32RulesSchema>): Narrow<number>[] {
  supports(Int32RulesSchema, rules, ['gte', 'lte'])
  const { gte, lte } = rules
  return [
    (value) => (value >= gte && value <= lte ? undefined : `value must be inside range [${gte}, ${lte}]`),
  ]
}

function durationRules(rules: MessageShape<typeof DurationRulesSchema>): Narrow<Duration>[] {
  supports(DurationRulesSchema, rules, ['required', 'const', 'lt', 'lte', 'gt', 'gte'])
  if (rules.const !== undefined) {
    const exact = nanoseconds(rules.const)
    return [(value) => (nanoseconds(value) === exact ? undefined : `value must equal ${goDuration(exact)}`)]
  }
  const low = rules.gt ?? rules.gte
  const high = rules.lt ?? rules.lte
  if (low === undefined && high === undefined) return []
  const least = low === undefined ? undefined : nanoseconds(low)
  const most = high === undefined ? undefined : nanoseconds(high)
  const above = (value: bigint): boolean =>
    least === undefined || (rules.gt === undefined ? value >= least : value > least)
  const below = (value: bigint): boolean =>
    most === undefined || (rules.lt === undefined ? value <= most : value < most)
  const text = rangeText(least, most, rules.gt !== undefined, rules.lt !== undefined)
  return [
    (value) => {
      const size = nanoseconds(value)
      return above(size) && below(size) ? undefined : text
    },
  ]
}

function rangeText(
  least: bigint | undefined,
  most: bigint | undefined,
  openLow: boolean,
  openHigh: boolean,
): string {
  const low = least === undefined ? '' : goDuration(least)
  const high = most === undefined ? '' : goDuration(most)
  if (most === undefined) return `value must be greater than ${openLow ? '' : 'or equal to '}${low}`
  if (least === undefined) return `value must be less than ${openHigh ? '' : 'or equal to '}${high}`
  return `value must be inside range ${openLow ? '(' : '['}${low}, ${high}${openHigh ? ')' : ']'}`
}

function nanoseconds(value: Duration | Timestamp): bigint {
  return value.seconds * 1_000_000_000n + BigInt(value.nanos)
}

/** Renders seconds as Go does (`1m30s`); the contract's bounds are whole seconds. */
function goDuration(value: bigint): string {
  const seconds = value / 1_000_000_000n
  const hours = seconds / 3600n
  const minutes = (seconds / 60n) % 60n
  if (hours > 0n) return `${hours}h${minutes}m${seconds % 60n}s`
  return minutes > 0n ? `${minutes}m${seconds % 60n}s` : `${seconds}s`
}

/** Counts code points, not UTF-16 units; only texts with surrogates are counted one by one. */
function runes(value: string): number {
  let count = value.length
  for (let index = 0; index < value.length; index++) {
    if ((value.charCodeAt(index) & 0xfc00) === 0xd800) {
      count--
      index++
    }
  }
  return count
}

function widen<T>(rules: readonly Narrow<T>[]): ValueRule[] {
  return rules as ValueRule[]
}
