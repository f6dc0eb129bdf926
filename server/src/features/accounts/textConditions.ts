import { type SearchConditions, unknownMethod } from '../../database/search.ts'
import { DomainError } from '../../kernel/refusal.ts'

/** A text query of the contract; `method` is a `TextQueryMethod`, the same numbers in every package. */
interface TextQuery {
  readonly text: string
  readonly method: number
}

const shapes = ['equals', 'starts', 'contains', 'ends'] as const
type TextShape = (typeof shapes)[number]

/** Splits a `TextQueryMethod` into its parts; refuses an unknown number. */
export function textMethod(method: number): { readonly shape: TextShape; readonly ignoreCase: boolean } {
  const shape = shapes[method >> 1]
  if (shape === undefined) throw new DomainError(unknownMethod)
  return { shape, ignoreCase: method % 2 === 1 }
}

/**
 * Matches a column that has an indexed lower-case copy `<column>_folded`. Exact matches query the copy too, for its
 * index; `%` and `_` mean themselves.
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

/** Matches a text expression without a lower-case copy. */
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

/**
 * Matches any login name of a user: its username, or `username@domain` with each verified domain where usernames are
 * unique only within an organization. A domain holds no `@`, so the text is split at its last one and each side is
 * matched by an index.
 */
export function loginNameMatches(
  search: SearchConditions,
  { text, method }: TextQuery,
  scopedUsernames: boolean,
): string {
  const { shape, ignoreCase } = textMethod(method)
  const username = (side: TextShape, part: string) =>
    foldedMatches(search, 'u.username', side, ignoreCase, part)
  if (!scopedUsernames) return username(shape, text)
  // An array, so that the organizations are queried once and not for every user; $1 is the instance.
  const domain = (side: TextShape, part: string) => `u.org_id = any(array(select d.org_id from org_domains d
    where d.instance_id = $1 and d.is_verified and ${plainMatches(search, 'd.domain', side, ignoreCase, part)}))`
  const at = text.lastIndexOf('@')
  const joined = (head: TextShape, tail: TextShape) =>
    at < 0 ? 'false' : `(${username(head, text.slice(0, at))} and ${domain(tail, text.slice(at + 1))})`

  switch (shape) {
    case 'equals':
      return eitherScope(username('equals', text), joined('equals', 'equals'))
    case 'starts':
      return `(${username('starts', text)} or (u.scope <> '' and ${joined('equals', 'starts')}))`
    case 'contains': {
      const beyond = at < 0 ? domain('contains', text) : joined('ends', 'starts')
      return `(${username('contains', text)} or (u.scope <> '' and ${beyond}))`
    }
    case 'ends':
      return eitherScope(username('ends', text), at < 0 ? domain('ends', text) : joined('ends', 'equals'))
  }
}

function eitherScope(inInstance: string, inOrganization: string): string {
  return `((u.scope = '' and ${inInstance}) or (u.scope <> '' and ${inOrganization}))`
}
