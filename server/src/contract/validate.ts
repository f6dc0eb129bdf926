import {
  clearField,
  clone,
  type DescField,
  type DescMessage,
  type DescOneof,
  getOption,
  hasOption,
  isFieldSet,
  type MessageShape,
} from '@bufbuild/protobuf'
import {
  disabled,
  type FieldRules,
  FieldRulesSchema,
  ignored,
  RepeatedRulesSchema,
  required,
  rules,
  StringRulesSchema,
} from '@zitadel/proto/validate/validate_pb.js'
import { type Refusal, refuse } from '../kernel/refusal.ts'
import { outOfRange, type SecondsAndNanos } from './instantRanges.ts'
import { boundsRule, compileValueRules, demandsPresence, supports, type ValueRule } from './valueRules.ts'

type Fields = Readonly<Record<string, unknown>>
type Failure = { readonly path: string; readonly reason: string; readonly cause?: string }
type FieldCheck = (value: unknown) => Failure | undefined
type MessageCheck = (message: Fields) => string | undefined

const compiled = new WeakMap<DescMessage, { check: MessageCheck }>()

/**
 * Checks a message against the contract's `validate.rules` and the ranges of times, nested messages included. A list for which
 * the contract sets no bound holds at most 1,000 items. Only the
 * first failed rule is reported, in protoc-gen-validate's words: `invalid AddOTPEmailRequest.UserId: value length must be …`.
 */
export function validate<Desc extends DescMessage>(
  schema: Desc,
  message: MessageShape<Desc>,
): Refusal<'request.invalid'> | undefined {
  const failure = checkOf(schema).check(message as unknown as Fields)
  return failure === undefined ? undefined : refuse('request.invalid', 'invalid_argument', failure)
}

/** Returns the check of a message type, compiled at its first use; a recursive type finds the unfinished entry. */
function checkOf(schema: DescMessage): { check: MessageCheck } {
  let entry = compiled.get(schema)
  if (entry === undefined) {
    entry = { check: () => undefined }
    compiled.set(schema, entry)
    entry.check = compileMessage(schema)
  }
  return entry
}

function compileMessage(schema: DescMessage): MessageCheck {
  const off =
    (hasOption(schema, disabled) && getOption(schema, disabled)) ||
    (hasOption(schema, ignored) && getOption(schema, ignored))
  if (off) return () => undefined
  if (schema.typeName.startsWith('google.protobuf.')) {
    return (message) => outOfRange(schema.typeName, message as unknown as SecondsAndNanos)
  }
  const checks: ((message: Fields) => Failure | undefined)[] = []
  const optional: typeof checks = []
  for (const field of schema.fields) {
    if (field.oneof !== undefined) continue
    const check = compileField(field)
    if (check === undefined) continue
    const name = field.localName
    if (field.fieldKind !== 'message' && field.proto.proto3Optional) {
      optional.push((message) => (message[name] === undefined ? undefined : check(message[name])))
    } else {
      checks.push((message) => check(message[name]))
    }
  }
  for (const oneof of schema.oneofs) checks.push(compileOneof(oneof))
  checks.push(...optional)
  return (message) => {
    for (const check of checks) {
      const failure = check(message)
      if (failure !== undefined) return failureText(schema, failure)
    }
    return undefined
  }
}

function failureText(schema: DescMessage, failure: Failure): string {
  const cause = failure.cause === undefined ? '' : ` | caused by: ${failure.cause}`
  const typeName = schema.typeName.slice(schema.file.proto.package.length + 1).replaceAll('.', '_')
  return `invalid ${typeName}.${failure.path}: ${failure.reason}${cause}`
}

function compileOneof(oneof: DescOneof): (message: Fields) => Failure | undefined {
  const isRequired = hasOption(oneof, required) && getOption(oneof, required)
  const members = new Map(oneof.fields.map((field) => [field.localName, compileField(field)]))
  const missing: Failure = { path: goName(oneof.name), reason: 'value is required' }
  return (message) => {
    const choice = message[oneof.localName] as { readonly case?: string; readonly value?: unknown }
    if (choice.case === undefined) return isRequired ? missing : undefined
    return members.get(choice.case)?.(choice.value)
  }
}

/**
 * Fields whose limit is higher than the contract's 200 characters: hashes of Keycloak and Firebase with their parameters are longer. The
 * limit is their reader's (`readHash.ts`).
 */
const longer: ReadonlySet<string> = new Set([
  'zitadel.user.v2.HashedPassword.hash',
  'zitadel.user.v2beta.HashedPassword.hash',
])

function rulesOf(field: DescField): FieldRules | undefined {
  if (!hasOption(field, rules)) return undefined
  const own = getOption(field, rules)
  if (!longer.has(`${field.parent.typeName}.${field.name}`) || own.type.case !== 'string') return own
  const changed = clone(FieldRulesSchema, own)
  if (changed.type.case === 'string') clearField(changed.type.value, StringRulesSchema.field.maxLen)
  return changed
}

function compileField(field: DescField): FieldCheck | undefined {
  const own = rulesOf(field)
  const path = goName(field.name)
  switch (field.fieldKind) {
    case 'list':
      return compileList(field, own, path)
    case 'map':
      if (own?.type.case !== undefined)
        throw new Error(`validate.rules: no support for map rules (${field.name})`)
      return field.mapKind === 'message' ? eachMapValue(field.message, path) : undefined
    case 'message':
      return compileMessageField(field.message, own, path)
    default: {
      const found = own === undefined ? [] : compileValueRules(own, field.enum)
      return found.length === 0 ? undefined : (value) => firstReason(found, value, path)
    }
  }
}

function compileMessageField(schema: DescMessage, own: FieldRules | undefined, path: string): FieldCheck {
  const missing: Failure | undefined =
    own !== undefined && demandsPresence(own) ? { path, reason: 'value is required' } : undefined
  const found = own === undefined ? [] : compileValueRules(own, undefined)
  const embedded = own?.message?.skip === true ? undefined : checkOf(schema)
  return (value) => {
    if (value === undefined) return missing
    return firstReason(found, value, path) ?? (embedded && embeddedFailure(embedded, value, path))
  }
}

function compileList(
  field: DescField & { fieldKind: 'list' },
  own: FieldRules | undefined,
  path: string,
): FieldCheck | undefined {
  const list = own?.type.case === 'repeated' ? own.type.value : undefined
  if (list === undefined && own?.type.case !== undefined)
    throw new Error(`validate.rules: ${field.name} is repeated`)
  const whole = listRules(list)
  const items = list?.items === undefined ? [] : compileValueRules(list.items, field.enum)
  const skip = list?.items?.message?.skip === true
  const embedded = field.listKind === 'message' && !skip ? checkOf(field.message) : undefined
  const { unique, ignoreEmpty } = list ?? { unique: false, ignoreEmpty: false }
  return (value) => {
    const values = value as readonly unknown[]
    if (ignoreEmpty && values.length === 0) return undefined
    const failure = firstReason(whole, values, path) ?? (unique ? duplicate(values, path) : undefined)
    if (failure !== undefined) return failure
    for (const [index, item] of values.entries()) {
      const at = `${path}[${index}]`
      const wrong = firstReason(items, item, at) ?? (embedded && embeddedFailure(embedded, item, at))
      if (wrong !== undefined) return wrong
    }
    return undefined
  }
}

/** The most items of a list for which the contract sets no bound. */
const mostItems = 1000
const tooMany: ValueRule = (value) =>
  countOf(value) > mostItems ? `value must contain no more than ${mostItems} item(s)` : undefined

function countOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

function listRules(list: MessageShape<typeof RepeatedRulesSchema> | undefined): ValueRule[] {
  if (list === undefined) return [tooMany]
  supports(RepeatedRulesSchema, list, ['minItems', 'maxItems', 'unique', 'items', 'ignoreEmpty'])
  const { field } = RepeatedRulesSchema
  const min = isFieldSet(list, field.minItems) ? list.minItems : undefined
  const max = isFieldSet(list, field.maxItems) ? list.maxItems : undefined
  if (min !== undefined && min === max) {
    return [
      (value) => (countOf(value) === Number(min) ? undefined : `value must contain exactly ${min} item(s)`),
    ]
  }
  const between = min !== undefined && max !== undefined
  const words = {
    between: 'value must contain between',
    least: 'value must contain at least',
    most: 'value must contain no more than',
    unit: between ? 'items' : 'item(s)',
  }
  const own = boundsRule({ min, max }, words, countOf)
  return max === undefined ? [...own, tooMany] : own
}

function duplicate(values: readonly unknown[], path: string): Failure | undefined {
  const seen = new Set<unknown>()
  for (const [index, value] of values.entries()) {
    if (seen.has(value))
      return { path: `${path}[${index}]`, reason: 'repeated value must contain unique items' }
    seen.add(value)
  }
  return undefined
}

function eachMapValue(schema: DescMessage, path: string): FieldCheck {
  const embedded = checkOf(schema)
  return (value) => {
    for (const [key, item] of Object.entries(value as Fields)) {
      const failure = embeddedFailure(embedded, item, `${path}[${key}]`)
      if (failure !== undefined) return failure
    }
    return undefined
  }
}

function embeddedFailure(
  embedded: { check: MessageCheck },
  value: unknown,
  path: string,
): Failure | undefined {
  const cause = embedded.check(value as Fields)
  return cause === undefined ? undefined : { path, reason: 'embedded message failed validation', cause }
}

function firstReason(found: readonly ValueRule[], value: unknown, path: string): Failure | undefined {
  for (const rule of found) {
    const reason = rule(value)
    if (reason !== undefined) return { path, reason }
  }
  return undefined
}

/** Converts `user_id` to `UserId`, the name in the contract's Go code. */
function goName(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
