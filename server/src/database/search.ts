import { DomainError, refuse } from '../kernel/refusal.ts'

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

/** Returns the SQL condition of a `TextQueryMethod` (the same numbers in every package); `%` and `_` match themselves. */
export function textMatches(search: SearchConditions, column: string, method: number, text: string): string {
  const ignoreCase = method % 2 === 1
  const left = ignoreCase ? `lower(${column})` : column
  const wanted = ignoreCase ? text.toLowerCase() : text
  const literal = wanted.replace(/[\\%_]/g, (character) => `\\${character}`)
  switch (method - (method % 2)) {
    case 0:
      return `${left} = ${search.param(wanted)}`
    case 2:
      return `${left} like ${search.param(`${literal}%`)}`
    case 4:
      return `${left} like ${search.param(`%${literal}%`)}`
    case 6:
      return `${left} like ${search.param(`%${literal}`)}`
    default:
      throw new DomainError(unknownMethod)
  }
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
export const unknownMethod = refuse(
  'search.unknown_method',
  'invalid_argument',
  'this text query method is unknown; use a TEXT_QUERY_METHOD of the contract',
)
