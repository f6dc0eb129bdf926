import { type SearchConditions, unknownMethod } from '../../../database/search.ts'
import { DomainError } from '../../../kernel/refusal.ts'

/** A text as the contract's queries ask for it; `method` is a `TextQueryMethod`, the same numbers in every package. */
export interface TextQuery {
  readonly text: string
  readonly method: number
}

const shapes = ['equals', 'starts', 'contains', 'ends'] as const
export type TextShape = (typeof shapes)[number]

/** Takes a `TextQueryMethod` apart; an unknown number is refused. */
export function textMethod(method: number): { readonly shape: TextShape; readonly ignoreCase: boolean } {
  const shape = shapes[method >> 1]
  if (shape === undefined) throw new DomainError(unknownMethod)
  return { shape, ignoreCase: method % 2 === 1 }
}

/**
 * Matches a column that has a lower-case copy `<column>_folded` with indexes. The copy is asked first in every case,
 * because a text that matches exactly matches in lower case too; `%` and `_` mean themselves.
 */
export function foldedMatches(
  search: SearchConditions,
  column: string,
  shape: TextShape,
  ignoreCase: boolean,
  text: string,
): string {
  const operator = shape === 'equals' ? '=' : 'like'
  const wanted = search.param(patternOf(shape, text))
  const folded = `${column}_folded ${operator} lower(${wanted}::text)`
  return ignoreCase ? folded : `(${folded} and ${column} ${operator} ${wanted}::text)`
}

/** Matches any other text expression the same way. */
export function plainMatches(
  search: SearchConditions,
  expression: string,
  shape: TextShape,
  ignoreCase: boolean,
  text: string,
): string {
  const operator = shape === 'equals' ? '=' : 'like'
  const wanted = `${search.param(patternOf(shape, text))}::text`
  return ignoreCase
    ? `lower(${expression}) ${operator} lower(${wanted})`
    : `${expression} ${operator} ${wanted}`
}

function patternOf(shape: TextShape, text: string): string {
  const literal = text.replace(/[\\%_]/g, (character) => `\\${character}`)
  return { equals: text, starts: `${literal}%`, contains: `%${literal}%`, ends: `%${literal}` }[shape]
}
