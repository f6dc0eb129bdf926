/** A text cut at its places: after each literal follows the value of a place, except after the last. */
export interface Pieces {
  readonly literals: readonly string[]
  readonly places: readonly number[]
}

/** Cuts a text wherever one of the places stands; of places with the same text the first one counts. */
export function cut(text: string, places: readonly string[]): Pieces {
  const parts = text.split(new RegExp(`(${places.map(RegExp.escape).join('|')})`))
  return {
    literals: parts.filter((_, at) => at % 2 === 0),
    places: parts.filter((_, at) => at % 2 === 1).map((place) => places.indexOf(place)),
  }
}

/** Returns the text with other values at its places. */
export function joined({ literals, places }: Pieces, values: readonly string[]): string {
  let text = literals[0] ?? ''
  for (const [at, place] of places.entries()) text += (values[place] ?? '') + (literals[at + 1] ?? '')
  return text
}
