import type { TextKind } from './textKind.ts'

/** What an owner wrote itself for one template, by language and key. */
export type OwnTexts = { readonly [language: string]: { readonly [key: string]: string } }

/**
 * The texts that count, key by key: in the first of the languages that has the key; there the organization's own text
 * before the instance's before the product's. English is always the last language.
 */
export function effectiveTexts<Key extends string>(
  kind: Pick<TextKind<Key>, 'keys' | 'builtIn'>,
  languages: readonly string[],
  levels: readonly OwnTexts[],
): Record<Key, string> {
  const sources = [...languages, 'en'].flatMap((language) => [
    ...levels.map((level) => level[language]),
    kind.builtIn(language),
  ])
  const entries = kind.keys.map((key) => [key, textIn(sources, key)])
  return Object.fromEntries(entries)
}

function textIn(sources: readonly (Readonly<Record<string, string>> | undefined)[], key: string): string {
  for (const source of sources) {
    if (source !== undefined && Object.hasOwn(source, key)) return source[key] ?? ''
  }
  return ''
}
