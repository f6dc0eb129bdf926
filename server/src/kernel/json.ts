/** What an event payload, a snapshot or a job may hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

/** Renders JSON with sorted keys and without undefined members, so that equal values give equal bytes (after RFC 8785). */
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

/** Sorts only what is not in order: most objects are. */
function sortedKeys(object: JsonObject): string[] {
  const keys = Object.keys(object)
  const unsorted = keys.some((key, at) => at > 0 && key < (keys[at - 1] ?? ''))
  return unsorted ? keys.sort() : keys
}
