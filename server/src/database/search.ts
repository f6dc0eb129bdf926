import { DomainError, refuse } from '../kernel/refusal.ts'
import { domainToFind } from '../kernel/text/canonicalDomain.ts'
import { composeText, foldText } from '../kernel/text/foldText.ts'
import type { Find } from './batchedFind.ts'
import { statementNames } from './statementNames.ts'

/** Runs SQL: the database, or a transaction. */
export interface Source {
  query<Row extends object>(sql: string, values?: readonly unknown[], name?: string): Promise<Row[]>
  /** For reads by key, whose text is fixed and whose parameters are texts; concurrent calls are batched. */
  readonly find: Find
}

/** One page of a list. */
export interface Page {
  readonly offset: string
  readonly limit: number
  readonly asc: boolean
}

/** The WHERE part of a search: conditions joined by AND, every value a parameter. */
export class SearchConditions {
  readonly #conditions: string[]
  readonly #values: unknown[]
  #plannedByValues = false
  #foundByKey = false

  /** Begins with a condition whose placeholders `$1`… stand for `values`; '' is no condition. */
  constructor(condition: string, values: readonly unknown[]) {
    this.#conditions = condition === '' ? [] : [condition]
    this.#values = [...values]
  }

  /** Adds a value and returns its placeholder. */
  param(value: unknown): string {
    return `$${this.#values.push(value)}`
  }

  add(condition: string): void {
    this.#conditions.push(condition)
  }

  /** States that the best plan depends on the values, as that of a search for parts of words does: it is then made for each search. */
  planByValues(): void {
    this.#plannedByValues = true
  }

  get plannedByValues(): boolean {
    return this.#plannedByValues
  }

  /** States that a condition which must hold has an index of exact values, so that the search finds few rows, whatever the values are. */
  findByKey(): void {
    this.#foundByKey = true
  }

  get foundByKey(): boolean {
    return this.#foundByKey
  }

  get sql(): string {
    return this.#conditions.length === 0 ? 'true' : this.#conditions.join(' and ')
  }

  /** Whether PostgreSQL has statistics for all conditions: of a sub-query it expects that half of the rows pass, whatever it finds. */
  get isEstimable(): boolean {
    return !/\bselect\b/i.test(this.sql)
  }

  get values(): readonly unknown[] {
    return this.#values
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
  const folded = compareFolded(search, `${column}_folded`, shape, foldText(text))
  return ignoreCase ? folded : `(${folded} and ${compare(search, column, shape, composeText(text))})`
}

/** A beginning is a range of the collation "C", which an index finds in a plan that knows no values. */
function compareFolded(
  search: SearchConditions,
  column: string,
  shape: TextMatch['shape'],
  text: string,
): string {
  if (shape === 'contains' || shape === 'ends') search.planByValues()
  if (shape !== 'starts') return compare(search, column, shape, text)
  const from = `${column} >= ${search.param(text)}::text`
  const end = endOfPrefix(text)
  return end === '' ? from : `(${from} and ${column} < ${search.param(end)}::text)`
}

/** Returns the least text, by code points, that is greater than all that begin with the prefix; '' if there is none. */
function endOfPrefix(prefix: string): string {
  const points = [...prefix]
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0
    if (point === lastPoint) continue
    const next = point + 1 === firstSurrogate ? afterSurrogates : point + 1
    return points.join('') + String.fromCodePoint(next)
  }
  return ''
}

const lastPoint = 0x10_ffff
const firstSurrogate = 0xd800
const afterSurrogates = 0xe000

/** Matches a column of domains, which are stored in their canonical form. */
export function domainMatches(
  search: SearchConditions,
  column: string,
  { shape, ignoreCase }: TextMatch,
  text: string,
): string {
  if (shape !== 'equals') search.planByValues()
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
): Promise<Found<Row>> {
  const { select, from, orderBy, page } = query
  return readPage(page, {
    rows: () =>
      runSearch<Row>(
        source,
        search,
        `select ${select} from ${from} where ${search.sql} order by ${orderBy} ${limitSql(search, page)}`,
        limitValues(search, page),
      ),
    count: () => countMatches(source, search, `${from} where ${search.sql}`),
  })
}

/**
 * SQL of a page. The limit is no parameter: PostgreSQL would take a tenth of all rows for it in a plan that knows no values. It takes them
 * for the offset, and plans again for each page; so a first page has none if one plan is right for all its values.
 */
export function limitSql(search: SearchConditions, page: Page): string {
  const limit = `limit ${page.limit}`
  return limitValues(search, page).length === 0 ? limit : `${limit} offset $${search.values.length + 1}`
}

/** The values of `limitSql`, after those of the search. */
export function limitValues({ values, foundByKey }: SearchConditions, { offset }: Page): readonly string[] {
  const isPlannedOnce = foundByKey || values.length === 1
  return offset === '0' && isPlannedOnce ? [] : [offset]
}

const nameOf = statementNames('list')

/**
 * Runs a statement of a search with its values, and further ones after them. Concurrent searches by a key are batched if their text has
 * a name: `Find` is for a bounded set of statements.
 */
export function runSearch<Row extends object>(
  source: Source,
  search: SearchConditions,
  sql: string,
  further: readonly unknown[] = [],
): Promise<Row[]> {
  const values = [...search.values, ...further]
  const name = search.plannedByValues ? undefined : nameOf(sql)
  const isByKey = search.foundByKey && name !== undefined && further.length === 0
  if (isByKey && values.every(isText)) return source.find<Row>(sql, values)
  return source.query<Row>(sql, values, name)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** Counts the rows of a table that match a search, no further than `most` if it is given. */
export async function countMatches(
  source: Source,
  search: SearchConditions,
  from: string,
  most?: number,
): Promise<number> {
  const counted = most === undefined ? from : `(select from ${from} limit ${most}) matches`
  const [row] = await runSearch<{ total: string }>(
    source,
    search,
    `select count(*)::text as total from ${counted}`,
  )
  return Number(row?.total ?? 0)
}

/** Returns how many rows PostgreSQL expects to match an estimable search, by its statistics of the table; it reads no row for that. */
export async function expectedMatches(
  source: Source,
  search: SearchConditions,
  from: string,
): Promise<number> {
  const [row] = await source.query<{ 'QUERY PLAN': Explained | string }>(
    `explain (format json) select from ${from}`,
    search.values,
  )
  const plan = row?.['QUERY PLAN'] ?? []
  const [explained] = typeof plan === 'string' ? (JSON.parse(plan) as Explained) : plan
  return explained?.Plan['Plan Rows'] ?? 0
}

/** PostgreSQL, EXPLAIN. */
type Explained = readonly { readonly Plan: { readonly 'Plan Rows': number } }[]

/** The rows of a page and the number of all matches. */
export interface Found<Row> {
  readonly rows: readonly Row[]
  readonly total: number
}

/** The number of all matches follows from a page that has room left; else it is counted. */
export async function readPage<Row>(
  page: Page,
  read: { rows(): Promise<readonly Row[]>; count(isFull: boolean): Promise<number> },
): Promise<Found<Row>> {
  const rows = await read.rows()
  const isLast = rows.length < page.limit && (rows.length > 0 || page.offset === '0')
  return { rows, total: isLast ? Number(page.offset) + rows.length : await read.count(rows.length > 0) }
}

/** Refusal of a text query method outside the contract. */
const unknownMethod = refuse(
  'search.unknown_method',
  'invalid_argument',
  'this text query method is unknown; use a TEXT_QUERY_METHOD of the contract',
)
