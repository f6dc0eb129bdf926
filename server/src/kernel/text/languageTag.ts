import { LRUCache } from 'lru-cache'

/**
 * Returns a language tag in its canonical form (RFC 5646 §4.5): `de_ch` is `de-CH`, `iw` is `he`. Undefined if the text is not
 * well-formed (§2.2.9).
 */
export function canonicalLanguage(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'))[0]
  } catch {
    return undefined
  }
}

/** Characters of the tags whose fallbacks are kept; real ones are shorter (RFC 5646 §4.4.1). */
const longestKept = 35

const kept = new LRUCache<string, readonly string[]>({ max: 500 })

/**
 * Returns the tag and what to fall back to, by removing subtags from the end (RFC 4647 §3.4): `zh-Hant-TW`, `zh-Hant`, `zh`. A
 * malformed tag, as version 0.2.0 stored them, and `und` have no languages.
 */
export function languageFallbacks(tag: string): readonly string[] {
  const known = kept.get(tag)
  if (known) return known
  const found = fallbacksOf(tag)
  if (tag.length <= longestKept) kept.set(tag, found)
  return found
}

/** Returns whether a tag, or one that it falls back to, is among these: `de` includes `de-CH`. */
export function includesLanguage(languages: readonly string[], tag: string): boolean {
  return languageFallbacks(tag).some((one) => languages.includes(one))
}

function fallbacksOf(tag: string): readonly string[] {
  const subtags = (tag === '' ? undefined : canonicalLanguage(tag))?.split('-') ?? []
  if (subtags[0] === 'und') return []
  const tags: string[] = []
  for (; subtags.length > 0; subtags.pop()) {
    // A singleton such as `u` or `x` only introduces what follows.
    if (subtags.at(-1)?.length !== 1) tags.push(subtags.join('-'))
  }
  return tags
}
