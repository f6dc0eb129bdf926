import {
  type DescField,
  type DescMessage,
  type DescMethod,
  getOption,
  hasOption,
  ScalarType,
} from '@bufbuild/protobuf'
import { rules } from '@zitadel/proto/validate/validate_pb.js'
import { methodPermission } from './methodPermission.ts'

/** The most bytes of a body that is read before its caller is authenticated. */
export const openBodyLimit = 16 * 1024

/** The most fields, list items and messages in one request; more than any request that the contract's rules allow in 1 MiB. */
export const elementLimit = 5_000

const usualLimit = 256 * 1024
const largestLimit = 1024 * 1024

const known = new WeakMap<DescMethod, number>()

/**
 * Returns the most bytes of a method's request in any encoding, after decompression: 16 kB if the method is public, 256 kB in
 * general, and 1 MiB if the longest values that the contract's `validate.rules` allow do not fit into 256 kB (metadata,
 * SAML metadata, all texts of the login at once).
 */
export function bodyLimit(method: DescMethod): number {
  let limit = known.get(method)
  if (limit === undefined) {
    const isPublic = methodPermission(method) === undefined
    limit = isPublic ? openBodyLimit : longestBody(method.input) > usualLimit ? largestLimit : usualLimit
    known.set(method, limit)
  }
  return limit
}

/** Returns the bytes of the longest JSON whose strings and bytes have rules, each field given once. */
function longestBody(schema: DescMessage, within: readonly DescMessage[] = []): number {
  if (within.includes(schema)) return 0
  return schema.fields.reduce((sum, field) => sum + longestValue(field, [...within, schema]), 0)
}

function longestValue(field: DescField, within: readonly DescMessage[]): number {
  if (field.message !== undefined) return longestBody(field.message, within)
  const rule = hasOption(field, rules) ? getOption(field, rules).type : undefined
  if (rule?.case === 'bytes') return Math.ceil(Number(rule.value.maxLen) / 3) * 4
  if (rule?.case !== 'string' || field.scalar !== ScalarType.STRING) return 0
  // A character has up to four bytes in UTF-8.
  return Math.max(Number(rule.value.maxLen) * 4, Number(rule.value.maxBytes))
}
