import type { Call } from '../../access/call.ts'
import { hasPermission } from '../../access/permission.ts'
import {
  countMatches,
  expectedMatches,
  type Found,
  limitSql,
  limitValues,
  type Page,
  readPage,
  runSearch,
  SearchConditions,
  type Source,
} from '../../database/search.ts'
import type { Deps } from '../manifest.ts'
import type { UserStatus } from '../users/index.ts'
import { readUsers, type UserRow, userColumns } from './queries.ts'
import {
  countsOfAll,
  type UserCondition,
  type UserCounts,
  type UserQuery,
  userConditions,
} from './userConditions.ts'

/** A search for users. */
export interface UserSearch {
  readonly queries: readonly UserQuery[]
  /** `UserFieldName`, the same numbers in every generation. */
  readonly sortingColumn: number
  readonly page: Page
  /** The contract generation's numbers of states. */
  readonly states: Readonly<Record<number, UserStatus>>
  /** `context`: all users of the context organization. `caller`: users of the instance that the caller may read. */
  readonly visible: 'context' | 'caller'
  /** Further conditions on `users u`; each adds its own parameters. */
  readonly conditions?: readonly ((search: SearchConditions) => string)[]
  /** Counts no further than `few`, for readers to whom an exact number is not worth its time. */
  readonly countsFew?: boolean
}

/** A page of users with the number of all matches; if there are more, `total` is `few` and `more` is true. */
export interface FoundUsers extends Found<UserRow> {
  readonly more: boolean
}

/** Each key has an index; the user id orders equal keys. */
const sortKeys: Readonly<Record<number, string>> = {
  1: 'u.username_folded',
  2: 'u.given_name_folded',
  3: 'u.family_name_folded',
  4: 'u.nick_name_folded',
  5: 'u.display_name_folded',
  6: 'u.email_folded',
  7: 'u.status_rank',
  8: 'u.kind',
  9: 'u.created_at',
}

/** Reads one page of the visible users that match every query, and the number of all matches. */
export async function listUsers(
  deps: Pick<Deps, 'database' | 'log'>,
  call: Call,
  wanted: UserSearch,
): Promise<FoundUsers> {
  const source = deps.database
  const search = new SearchConditions('u.instance_id = $1', [call.instance.id])
  const visible = wanted.visible === 'context' ? inContext(search, call) : readableBy(search, call)
  const scopedUsernames = wanted.queries.some(namesLogin) && (await hasScopedUsernames(source, call))
  const context = { search, now: call.now, states: wanted.states, scopedUsernames }
  const matching = userConditions(context, wanted.queries)
  search.add(visible.sql)
  search.add(matching.sql)
  const conditions = wanted.conditions ?? []
  for (const condition of conditions) search.add(`(${condition(search)})`)
  const counts = conditions.length === 0 ? countsOfAll([visible, matching]) : undefined
  const from = `users u where ${search.sql}`
  const isKnown = counts !== undefined || search.foundByKey
  const mayExpect = !isKnown && search.isEstimable
  const expectsMany = mayExpect && (await expectedMatches(source, search, from)) > few
  const found = isKnown || expectsMany ? undefined : await readFew(source, search, wanted)
  if (found) return { ...found, more: false }
  let more = false
  const page = await readPage(wanted.page, {
    rows: () =>
      search.foundByKey ? findUsers(source, search, wanted) : readUserPage(deps, call, { search, wanted }),
    async count(isFull) {
      if (counts !== undefined) return readCounts(source, search, counts)
      if (!wanted.countsFew || !isFull || search.foundByKey) return countMatches(source, search, from)
      // A full page that `readFew` left out is one of more than a few matches.
      const total = expectsMany ? await countMatches(source, search, from, few + 1) : few + 1
      more = total > few
      return Math.min(total, few)
    },
  })
  return { ...page, more }
}

function namesLogin({ query }: UserQuery): boolean {
  switch (query.case) {
    case 'loginNameQuery':
      return true
    case 'orQuery':
    case 'andQuery':
      return query.value.queries.some(namesLogin)
    case 'notQuery':
      return query.value.query !== undefined && namesLogin(query.value.query)
    default:
      return false
  }
}

/** Whether a domain policy of the instance makes usernames unique only within their organization. */
async function hasScopedUsernames(source: Source, { instance }: Call): Promise<boolean> {
  const rows = await source.find("select 1 from users where instance_id = $1 and scope <> '' limit 1", [
    instance.id,
  ])
  return rows.length > 0
}

function inContext(search: SearchConditions, call: Call): UserCondition {
  return { sql: `u.org_id = ${search.param(call.orgId)}`, counts: 'user_counts' }
}

/** Instance roles read all users, organization roles the users of their organization, everyone reads themselves (users notes §2). */
function readableBy(search: SearchConditions, { principal, instance }: Call): UserCondition {
  const instanceId = instance.id
  if (principal.kind === 'anonymous') return { sql: 'false', counts: 'instance_user_counts' }
  if (hasPermission(principal, 'user.read', { instanceId }))
    return { sql: 'true', counts: 'instance_user_counts' }
  const orgIds = principal.memberships
    .filter(({ scope }) => scope === 'org')
    .map(({ aggregateId }) => aggregateId)
    .filter((orgId) => hasPermission(principal, 'user.read', { instanceId, orgId }))
  const inOrgs = () => `u.org_id = any(${search.param(orgIds)}::text[])`
  if (principal.kind === 'system') return { sql: inOrgs(), counts: 'user_counts' }
  const oneself = () => `u.user_id = ${search.param(principal.userId)}`
  if (orgIds.length === 0) return { sql: oneself(), counts: undefined }
  if (orgIds.includes(principal.orgId)) return { sql: inOrgs(), counts: 'user_counts' }
  return { sql: `(${inOrgs()} or ${oneself()})`, counts: undefined }
}

/** The condition on `users u` for those that the caller may read, themselves included. */
export function readableUsers(search: SearchConditions, call: Call): string {
  return readableBy(search, call).sql
}

/** Reads the number of users by the conditions that a table of counts has columns for. */
async function readCounts(source: Source, search: SearchConditions, table: UserCounts): Promise<number> {
  const [counted] = await runSearch<{ total: string }>(
    source,
    search,
    `select coalesce(sum(u.total), 0)::text as total from ${table} u where ${search.sql}`,
  )
  return Number(counted?.total ?? 0)
}

/** Finds the page by ids, which an index of the sort holds; a list is read again and again, so its rows are often kept. */
async function readUserPage(
  deps: Pick<Deps, 'database' | 'log'>,
  call: Call,
  { search, wanted }: { readonly search: SearchConditions; readonly wanted: UserSearch },
): Promise<readonly UserRow[]> {
  const page = await runSearch<Pick<UserRow, 'user_id'>>(
    deps.database,
    search,
    pageSql(search, wanted),
    limitValues(search, wanted.page),
  )
  return readUsers(
    deps,
    call.instance.id,
    page.map(({ user_id }) => user_id),
  )
}

/** Reads the page of a search that finds few users by a key, in one statement. */
function findUsers(
  source: Source,
  search: SearchConditions,
  wanted: UserSearch,
): Promise<readonly UserRow[]> {
  const { direction } = sortOf(wanted)
  return runSearch<UserRow>(
    source,
    search,
    `with page as materialized (${pageSql(search, wanted)})
     select ${userColumns} from page join users u on u.instance_id = $1 and u.user_id = page.user_id
      order by page.sort_key ${direction}, page.user_id ${direction}`,
    limitValues(search, wanted.page),
  )
}

function pageSql(search: SearchConditions, wanted: UserSearch): string {
  const { key, direction } = sortOf(wanted)
  return `select u.user_id, ${key} as sort_key from users u where ${search.sql}
    order by ${key} ${direction}, u.user_id ${direction} ${limitSql(search, wanted.page)}`
}

/**
 * Up to so many matches are read at once. Measured with 100,000 users: 10,000 of them in 25 ms, where a walk to the first page took
 * 120 ms. If PostgreSQL expects more, the walk soon meets a page of them: where all matched, that took less than 1 ms, and finding out
 * that there were more than a few took 15 to 40 ms.
 */
const few = 20_000

/**
 * Finds all matches once, for the page and for their number; undefined if there are more than a few. To find only the page, PostgreSQL
 * may walk the index of the sort through all users before it meets a match, and would visit the matches again to count them.
 */
async function readFew(
  source: Source,
  search: SearchConditions,
  wanted: UserSearch,
): Promise<Found<UserRow> | undefined> {
  const { key, direction } = sortOf(wanted)
  const rows = await runSearch<UserRow & { readonly total: number }>(
    source,
    search,
    // The limit stands beside the search, which is planned for all matches and ends early.
    `with found as materialized (select u.user_id, ${key} as sort_key from users u where ${search.sql}),
       first as materialized (select f.user_id, f.sort_key from found f limit ${few + 1}),
       page as materialized (select f.user_id, f.sort_key from first f
         order by f.sort_key ${direction}, f.user_id ${direction} ${limitSql(search, wanted.page)})
     select ${userColumns}, (select count(*) from first)::int as total
       from page join users u on u.instance_id = $1 and u.user_id = page.user_id
      order by page.sort_key ${direction}, page.user_id ${direction}`,
    limitValues(search, wanted.page),
  )
  const total = rows[0]?.total ?? (wanted.page.offset === '0' ? 0 : few + 1)
  return total > few ? undefined : { rows, total }
}

function sortOf({ sortingColumn, page }: UserSearch) {
  return { key: sortKeys[sortingColumn] ?? 'u.user_id', direction: page.asc ? 'asc' : 'desc' }
}
