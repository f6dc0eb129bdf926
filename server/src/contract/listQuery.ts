import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { instantOf } from '../kernel/instant.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'

interface ListQuery {
  readonly offset: bigint
  readonly limit: number
  readonly asc: boolean
}

/** The rows of a page if the request names no number. */
const defaultRows = 1000
/** The most rows of one page. */
const maxRows = 10_000

/**
 * Returns the page of a v1 or v2 `ListQuery`: without a limit 1,000 rows, and never more than 10,000. The total of the reply
 * says how many there are.
 */
export function listQueryPage(query: ListQuery | undefined) {
  const limit = Math.min(query?.limit || defaultRows, maxRows)
  return { offset: offsetOf(query), limit, asc: query?.asc ?? false }
}

/** Returns the page of a `PaginationRequest`, by default 100 rows; refuses more than 1000 (platform notes §8). */
export function paginationPage(pagination: ListQuery | undefined) {
  const limit = pagination?.limit || 100
  if (limit > 1000) throw new DomainError(limitTooHigh)
  return { offset: offsetOf(pagination), limit, asc: pagination?.asc ?? false }
}

/** Returns the `PaginationResponse` of a list; the limit is the one that was applied. */
export function paginated(total: number, limit: number) {
  return { totalResult: BigInt(total), appliedLimit: BigInt(limit) }
}

const largestOffset = 2n ** 63n - 1n

/** Caps the offset, which is unsigned on the wire and signed in the database. */
function offsetOf(page: ListQuery | undefined): string {
  const offset = page?.offset ?? 0n
  return String(offset < largestOffset ? offset : largestOffset)
}

const limitTooHigh = refuse(
  'search.limit_too_high',
  'invalid_argument',
  'the limit is above 1000 rows; lower it',
)
/** Refusal of a search query without a filter. */
export const emptyQuery = refuse(
  'search.empty_query',
  'invalid_argument',
  'a search query has no filter; set one or omit the query',
)

const maxDepth = 20
const maxConditions = 1000

const tooDeep = refuse(
  'user.query_too_deep',
  'invalid_argument',
  `search queries are nested deeper than ${maxDepth} levels; flatten them`,
)
const tooMany = refuse(
  'user.too_many_queries',
  'invalid_argument',
  `a search holds at most ${maxConditions} queries; send ids or addresses as one list`,
)

/** Counts the queries of a search as they are read, each with its depth; refuses one too many and one nested too deep. */
export function countQueries(): (depth: number) => void {
  let count = 0
  return (depth) => {
    if (depth > maxDepth) throw new DomainError(tooDeep)
    if (++count > maxConditions) throw new DomainError(tooMany)
  }
}

/** `TimestampFilterMethod`, by number. */
const comparisons = ['=', '>', '>=', '<', '<='] as const

/** Returns the operator of a `TimestampFilter` and its instant as ISO 8601; refuses one without either. */
export function instantFilter({
  timestamp,
  method,
}: {
  readonly timestamp?: Timestamp | undefined
  readonly method: number
}) {
  const operator = comparisons[method]
  if (timestamp === undefined || operator === undefined) throw new DomainError(emptyQuery)
  return { operator, instant: instantOf(timestamp).toISOString() }
}
