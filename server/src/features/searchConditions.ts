import { DomainError, refuse } from '../kernel/refusal.ts'

/** Anything that answers SQL: the database, or a transaction. */
export interface Source {
  query<Row extends object>(sql: string, values?: readonly unknown[], name?: string): Promise<Row[]>
}

/** Which part of a list is wanted; without `limit` all of it. */
export interface Page {
  readonly offset: string
  readonly limit?: number
  readonly asc: boolean
}

/** The WHERE part of a search: conditions joined by AND, every value a parameter. */
export interface SearchConditions {
  /** Adds a value and answers its placeholder. */
  param(value: unknown): string
  add(condition: string): void
  readonly sql: string
  readonly values: readonly unknown[]
}

/** Starts a search; `conditions` with placeholders $1… for `values` are there from the beginning. */
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

/** Matches text by the contract's `TextQueryMethod` (the same numbers in every package), literally: `%` and `_` mean themselves. */
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

/** Reads one page and the number of all matches; `orderBy` must end in a unique column. */
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
    [...search.values, page.limit ?? null, page.offset],
  )
  const [[counted], rows] = await Promise.all([counting, reading])
  return { rows, total: Number(counted?.total ?? 0) }
}

/** The page of a v1 or v2 `ListQuery`: limit 0 or none means all (platform notes §8). */
export function listQueryPage(
  query: { readonly offset: bigint; readonly limit: number; readonly asc: boolean } | undefined,
): Page {
  const offset = offsetOf(query)
  const asc = query?.asc ?? false
  return query?.limit ? { offset, limit: query.limit, asc } : { offset, asc }
}

/** The page of a `PaginationRequest`: 100 rows unless told, refused above 1000 (platform notes §8). */
export function paginationPage(
  pagination: { readonly offset: bigint; readonly limit: number; readonly asc: boolean } | undefined,
): Page & { readonly limit: number } {
  const limit = pagination?.limit || 100
  if (limit > 1000) throw new DomainError(limitTooHigh)
  return { offset: offsetOf(pagination), limit, asc: pagination?.asc ?? false }
}

const largestOffset = 2n ** 63n - 1n

/** The wire's 64 bits are unsigned, the database's are not; nothing lies behind either. */
function offsetOf(page: { readonly offset: bigint } | undefined): string {
  const offset = page?.offset ?? 0n
  return String(offset < largestOffset ? offset : largestOffset)
}

/** Refusal of a text query method that the contract does not know. */
export const unknownMethod = refuse(
  'search.unknown_method',
  'invalid_argument',
  'this text query method is unknown; use one of the contract',
)
const limitTooHigh = refuse(
  'search.limit_too_high',
  'invalid_argument',
  'at most 1000 rows can be read at once; lower the limit',
)
/** Refusal of a search query that names nothing to search for. */
export const emptyQuery = refuse(
  'search.empty_query',
  'invalid_argument',
  'a search query is empty; fill it in or leave it out',
)
