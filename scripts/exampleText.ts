import type { JsonValue } from '@bufbuild/protobuf'

/** Members whose values are secrets, or look like some. */
const secretNames =
  /token|secret|password|code$|codes$|hash|seed|^uri$|url$|template$|key$|keyDetails|keyContent|otp|challenge|credential|signature|assertion|attestation|clientData|publicKey|^value$|^sid$|^nonce$|^raw$|customData/i
/** Codes of countries and languages, and other short words, are none. */
const plain = /^[a-z]{2}(?:-[A-Z]{2})?$/
/** Names of enum values. */
const named = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

/**
 * Returns a call's JSON as it may be published: identifiers, instants, hosts, tokens, codes and other secrets are replaced,
 * always by the same texts. Throws if a text is left that could be a secret.
 */
export function exampleText(value: JsonValue): JsonValue {
  const ids = new Map<string, string>()
  const scrub = (one: JsonValue, name: string): JsonValue => {
    if (typeof one === 'string') return scrubText(one, name, ids)
    if (Array.isArray(one)) return one.slice(0, 2).map((each) => scrub(each, name))
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, scrub(each, key)]))
  }
  return scrub(value, '')
}

function scrubText(text: string, name: string, ids: Map<string, string>): string {
  if (text === '' || plain.test(text) || named.test(text)) return text
  if (instant.test(text)) return '2026-01-01T09:00:00Z'
  if (/^\d{15,}$/.test(text)) return idOf(text, ids)
  if (secretNames.test(name)) return `<${name}>`
  if (name === 'sequence') return '1'
  const shown = text
    .replaceAll(/\d{15,}/g, (id) => idOf(id, ids))
    .replaceAll(/https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?/g, 'https://id.example.com')
    .replaceAll(/\b(?:localhost|127\.0\.0\.1):\d+/g, 'id.example.com')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}\b/g, '00000000-0000-4000-8000-000000000000')
  return secretLike(shown) ? `<${name || 'text'}>` : shown.slice(0, 200)
}

function idOf(id: string, ids: Map<string, string>): string {
  const known = ids.get(id) ?? String(100_000_000_000_000_001n + BigInt(ids.size))
  ids.set(id, known)
  return known
}

/** Whether a text holds a long run of mixed letters and digits, as tokens, keys and hashes do. */
export function secretLike(text: string): boolean {
  return [...text.matchAll(/[A-Za-z0-9+/_=-]{20,}/g)].some(
    ([run]) => /[a-z]/i.test(run) && /\d/.test(run) && !named.test(run) && !/^0{8}-0{4}-4000/.test(run),
  )
}
