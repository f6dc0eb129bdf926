import { type DescEnum, type DescField, getOption, hasOption, isFieldSet } from '@bufbuild/protobuf'
import {
  BytesRulesSchema,
  type FieldRules,
  RepeatedRulesSchema,
  rules,
  StringRulesSchema,
} from '@zitadel/proto/validate/validate_pb.js'
import { demandsPresence } from '../valueRules.ts'
import type { Schema } from './schema.ts'

/** Returns the `validate.rules` of a field; undefined without any. */
export function rulesOf(field: DescField): FieldRules | undefined {
  return hasOption(field, rules) ? getOption(field, rules) : undefined
}

/** Whether a request without the field, or with its default, is refused by its rules. */
export function isRequired(field: DescField): boolean {
  const own = rulesOf(field)
  if (own === undefined || field.oneof !== undefined || field.proto.proto3Optional) return false
  if (demandsPresence(own)) return true
  const { type } = own
  if (type.case === 'string')
    return !type.value.ignoreEmpty && ((type.value.minLen ?? 0n) > 0n || (type.value.len ?? 0n) > 0n)
  if (type.case === 'bytes') return (type.value.minLen ?? 0n) > 0n
  if (type.case === 'repeated') return !type.value.ignoreEmpty && (type.value.minItems ?? 0n) > 0n
  return type.case === 'enum' && type.value.notIn.includes(0)
}

/** Returns the keywords of JSON Schema that state the rules of a value. */
export function ruleKeywords(own: FieldRules | undefined, enumeration?: DescEnum): Schema {
  const type = own?.type
  switch (type?.case) {
    case 'string': {
      const { field } = StringRulesSchema
      const rule = type.value
      const min = isFieldSet(rule, field.len) ? rule.len : isFieldSet(rule, field.minLen) ? rule.minLen : 0n
      const max = isFieldSet(rule, field.len) ? rule.len : rule.maxLen
      return {
        ...(min && !rule.ignoreEmpty && { minLength: Number(min) }),
        ...(max && { maxLength: Number(max) }),
        ...(isFieldSet(rule, field.prefix) && { pattern: `^${rule.prefix.replace(/[^\w]/g, '\\$&')}` }),
        ...(rule.wellKnown.case === 'email' && { format: 'email' }),
        ...(rule.wellKnown.case === 'uriRef' && { format: 'uri-reference' }),
      }
    }
    case 'bytes': {
      const { field } = BytesRulesSchema
      const rule = type.value
      return {
        ...(isFieldSet(rule, field.minLen) && { minLength: base64Length(rule.minLen) }),
        ...(isFieldSet(rule, field.maxLen) && { maxLength: base64Length(rule.maxLen) }),
      }
    }
    case 'enum': {
      const { notIn, in: only } = type.value
      const values = enumeration?.values.filter(
        ({ number }) => !notIn.includes(number) && (only.length === 0 || only.includes(number)),
      )
      return values && values.length < (enumeration?.values.length ?? 0)
        ? { enum: values.map(({ name }) => name) }
        : {}
    }
    case 'bool':
      return { const: type.value.const ?? true }
    case 'int32':
      return { minimum: type.value.gte, maximum: type.value.lte }
    case 'uint32':
      return { exclusiveMinimum: type.value.gt }
    case 'repeated': {
      const { field } = RepeatedRulesSchema
      const rule = type.value
      return {
        ...(isFieldSet(rule, field.minItems) && !rule.ignoreEmpty && { minItems: Number(rule.minItems) }),
        ...(isFieldSet(rule, field.maxItems) && { maxItems: Number(rule.maxItems) }),
        ...(rule.unique && { uniqueItems: true }),
      }
    }
    default:
      return {}
  }
}

/** Characters of the base64 form of so many bytes, padded. */
function base64Length(bytes: bigint): number {
  return Math.ceil(Number(bytes) / 3) * 4
}
