const colons: Readonly<Record<string, string>> = { fr: '\u202f: ', ja: '：', zh: '：' }

/** Returns the colon between a label and its value, with the spaces of a language (BCP 47). */
export function colonOf(language: string): string {
  const [general = ''] = language.toLowerCase().split('-')
  return colons[general] ?? ': '
}
