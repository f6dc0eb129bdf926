/** A value of an event payload, a snapshot or a job. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
/** A JSON object; undefined members are left out of the text. */
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

/** Renders JSON with sorted keys and without undefined members, so that equal values have equal bytes (similar to RFC 8785). */
export function canonicalJson(value: Json | undefined): string {
  if (value === undefined) return 'null'
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  let members = ''
  const object = value as JsonObject
  for (const key of sortedKeys(object)) {
    const member = object[key]
    if (member === undefined) continue
    if (members !== '') members += ','
    members += `${JSON.stringify(key)}:${canonicalJson(member)}`
  }
  return `{${members}}`
}

/** Whether two values have the same `canonicalJson`; does not render them. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return (left ?? null) === (right ?? null)
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, at) => sameJson(item, right[at]))
  if (Array.isArray(left) || Array.isArray(right)) return false
  return sameMembers(left as JsonObject, right as JsonObject)
}

function sameMembers(left: JsonObject, right: JsonObject): boolean {
  const names = definedKeys(left)
  return (
    names.length === definedKeys(right).length &&
    names.every(
      (name) => Object.hasOwn(right, name) && right[name] !== undefined && sameJson(left[name], right[name]),
    )
  )
}

function definedKeys(object: JsonObject): string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined)
}

/** Returns the keys in order; sorts only if needed, as most objects are in order. */
function sortedKeys(object: JsonObject): string[] {
  const keys = Object.keys(object)
  const unsorted = keys.some((key, at) => at > 0 && key < (keys[at - 1] ?? ''))
  return unsorted ? keys.sort() : keys
}
