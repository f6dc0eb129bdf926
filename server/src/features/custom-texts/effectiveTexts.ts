import type { TextKind } from './textKind.ts'

/** An owner's own texts of one template, by language and key. */
export type OwnTexts = { readonly [language: string]: { readonly [key: string]: string } }

/**
 * The effective texts. Each key comes from the first language that has it and, within that language, from the first level
 * that has it; the product is the last level, English the last language.
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
