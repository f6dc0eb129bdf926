import { type JsonValue, toJson } from '@bufbuild/protobuf'
import type { WireError } from '../wireError.ts'

/** Returns an error in the contract's REST form. */
export function restErrorBody({ code, message, detail }: WireError): { readonly [key: string]: JsonValue } {
  if (detail === undefined) return { code, message }
  const json = toJson(detail.desc, detail.value)
  const fields = typeof json === 'object' && json !== null ? json : {}
  return { code, message, details: [{ '@type': `type.googleapis.com/${detail.desc.typeName}`, ...fields }] }
}
