const ascii = /^[\0-\x7f]*$/
/** The wide and narrow forms of characters (Unicode Standard Annex 11): only these have a width mapping. */
const otherWidth = /[\u3000\uff01-\uffee]/g
const ignorable = /\p{Default_Ignorable_Code_Point}/gu

/**
 * Returns the key under which names and texts are compared, searched and sorted, on every database: the rules of RFC 8265
 * §3.3.2 UsernameCaseMapped in their order (width mapping, Unicode toLowerCase, NFC). Two rules are stricter, so that no
 * invisible difference makes another name and a part of a text folds to a part of its key: default-ignorable code points
 * (zero-width characters) are dropped, and the final sigma is a sigma.
 */
export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  return mapWidth(text)
    .replace(ignorable, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC')
}

/** Whether a text has nothing that could be compared or seen: it is empty, white space or default-ignorable code points. */
export function isBlank(text: string): boolean {
  return foldText(text).trim() === ''
}

/** Maps full-width and half-width characters to their usual ones (RFC 8265 §3.3.2, rule 1); others stay. */
export function mapWidth(text: string): string {
  return text.replace(otherWidth, (character) => character.normalize('NFKC'))
}

/** Returns a text as it is stored and displayed: as it was typed, its characters composed (NFC, RFC 8265 §3.4.2 rule 4). */
export function composeText(text: string): string {
  return ascii.test(text) ? text : text.normalize('NFC')
}

/** Composes every text among the fields of a record. */
export function composeAll<Fields extends object>(fields: Fields): Fields {
  const composed = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? composeText(value) : value,
  ])
  return Object.fromEntries(composed) as Fields
}
