import { DomainError, refuse } from '../kernel/refusal.ts'
import { domainToFind } from '../kernel/text/canonicalDomain.ts'
import { composeText, foldText } from '../kernel/text/foldText.ts'

/** Runs SQL: the database, or a transaction. */
export interface Source {
  query<Row extends object>(sql: string, values?: readonly unknown[], name?: string): Promise<Row[]>
}

/** One page of a list. */
export interface Page {
  readonly offset: string
  readonly limit: number
  readonly asc: boolean
}

/** The WHERE part of a search: conditions joined by AND, every value a parameter. */
export interface SearchConditions {
  /** Adds a value and returns its placeholder. */
  param(value: unknown): string
  add(condition: string): void
  readonly sql: string
  readonly values: readonly unknown[]
}

/** Begins a search with a condition whose placeholders `$1`… stand for `values`; '' is no condition. */
export function searchConditions(condition: string, values: readonly unknown[]): SearchConditions {
  const conditions = condition === '' ? [] : [condition]
  const all = [...values]
  return {
    param: (value) => `$${all.push(value)}`,
    add: (next) => void conditions.push(next),
    get sql() {
      return conditions.length === 0 ? 'true' : conditions.join(' and ')
    },
    values: all,
  }
}

const shapes = ['equals', 'starts', 'contains', 'ends'] as const

/** How a text is to be matched. */
export interface TextMatch {
  readonly shape: (typeof shapes)[number]
  readonly ignoreCase: boolean
}

/** Splits a `TextQueryMethod` (the same numbers in every package) into its parts; refuses an unknown number. */
export function textMethod(method: number): TextMatch {
  const shape = shapes[method >> 1]
  if (shape === undefined) throw new DomainError(unknownMethod)
  return { shape, ignoreCase: method % 2 === 1 }
}

/**
 * Matches a column that has a folded copy, `<column>_folded`. Exact matches query the copy too, for its index; `%` and `_` match
 * themselves.
 */
export function foldedMatches(
  search: SearchConditions,
  column: string,
  { shape, ignoreCase }: TextMatch,
  text: string,
): string {
  const folded = compare(search, `${column}_folded`, shape, foldText(text))
  return ignoreCase ? folded : `(${folded} and ${compare(search, column, shape, composeText(text))})`
}

/** Matches a column of domains, which are stored in their canonical form. */
export function domainMatches(
  search: SearchConditions,
  column: string,
  { shape, ignoreCase }: TextMatch,
  text: string,
): string {
  if (!ignoreCase) return compare(search, column, shape, text)
  return compare(search, column, shape, shape === 'equals' ? domainToFind(text) : foldText(text))
}

function compare(search: SearchConditions, column: string, shape: TextMatch['shape'], text: string): string {
  if (shape === 'equals') return `${column} = ${search.param(text)}::text`
  const literal = text.replace(/[\\%_]/g, (character) => `\\${character}`)
  const pattern = { starts: `${literal}%`, contains: `%${literal}%`, ends: `%${literal}` }[shape]
  return `${column} like ${search.param(pattern)}::text`
}

/** Reads one page and the total number of matches; `orderBy` must end in a unique column. */
export async function searchPage<Row extends object>(
  source: Source,
  query: { readonly select: string; readonly from: string; readonly orderBy: string; readonly page: Page },
  search: SearchConditions,
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const { select, from, orderBy, page } = query
  const counting = source.query<{ total: string }>(
    `select count(*)::text as total from ${from} where ${search.sql}`,
    search.values,
  )
  const size = search.values.length
  const reading = source.query<Row>(
    `select ${select} from ${from} where ${search.sql} order by ${orderBy} limit $${size + 1} offset $${size + 2}`,
    [...search.values, page.limit, page.offset],
  )
  const [[counted], rows] = await Promise.all([counting, reading])
  return { rows, total: Number(counted?.total ?? 0) }
}

/** Refusal of a text query method outside the contract. */
const unknownMethod = refuse(
  'search.unknown_method',
  'invalid_argument',
  'this text query method is unknown; use a TEXT_QUERY_METHOD of the contract',
)
