import { countQueries, emptyQuery } from '../../contract/listQuery.ts'
import { foldedMatches, type SearchConditions, textMethod } from '../../database/search.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { composeText, foldText } from '../../kernel/text/foldText.ts'
import type { UserStatus } from '../users/index.ts'
import { loginNameMatches } from './textConditions.ts'

interface Method {
  readonly method: number
}

/** A search query of any generation of the contract (`zitadel.user.v1`, `v2` and `v2beta` `SearchQuery`). */
export interface UserQuery {
  readonly query:
    | { readonly case: 'userNameQuery'; readonly value: Method & { readonly userName: string } }
    | { readonly case: 'firstNameQuery'; readonly value: Method & { readonly firstName: string } }
    | { readonly case: 'lastNameQuery'; readonly value: Method & { readonly lastName: string } }
    | { readonly case: 'nickNameQuery'; readonly value: Method & { readonly nickName: string } }
    | { readonly case: 'displayNameQuery'; readonly value: Method & { readonly displayName: string } }
    | { readonly case: 'emailQuery'; readonly value: Method & { readonly emailAddress: string } }
    | { readonly case: 'phoneQuery'; readonly value: Method & { readonly number: string } }
    | { readonly case: 'loginNameQuery'; readonly value: Method & { readonly loginName: string } }
    | { readonly case: 'stateQuery'; readonly value: { readonly state: number } }
    | { readonly case: 'typeQuery'; readonly value: { readonly type: number } }
    | { readonly case: 'organizationIdQuery'; readonly value: { readonly organizationId: string } }
    | { readonly case: 'inUserIdsQuery'; readonly value: { readonly userIds: readonly string[] } }
    | { readonly case: 'inUserEmailsQuery'; readonly value: { readonly userEmails: readonly string[] } }
    | { readonly case: 'metadataKeyFilter'; readonly value: Method & { readonly key: string } }
    | { readonly case: 'metadataValueFilter'; readonly value: Method & { readonly value: Uint8Array } }
    | { readonly case: 'orQuery' | 'andQuery'; readonly value: { readonly queries: readonly UserQuery[] } }
    | { readonly case: 'notQuery'; readonly value: { readonly query?: UserQuery | undefined } }
    | { readonly case: undefined; readonly value?: undefined }
}

/** The tables of counts: of kinds and states by instance, or by organization. */
export type UserCounts = 'instance_user_counts' | 'user_counts'

/** A condition on `users u`. */
export interface UserCondition {
  readonly sql: string
  /** The smallest table that holds the number of matches, with the columns that the condition reads; undefined if it reads others. */
  readonly counts: UserCounts | undefined
}

interface ConditionContext {
  readonly search: SearchConditions
  /** Locks that end before this instant have ended. */
  readonly now: Date
  /** The contract generation's numbers of states. */
  readonly states: Readonly<Record<number, UserStatus>>
  /** False if every username is unique in the instance; login names are then usernames, which are indexed. */
  readonly scopedUsernames: boolean
}

/** Joins all queries of a request by AND. Those on metadata must hold for one and the same entry of a user. */
export function userConditions(context: ConditionContext, queries: readonly UserQuery[]): UserCondition {
  const count = countQueries()
  let readsMetadata = false
  const condition = (query: UserQuery['query'], depth: number): UserCondition => {
    count(depth)
    switch (query.case) {
      case 'orQuery':
      case 'andQuery': {
        const parts = query.value.queries.map((part) => condition(part.query, depth + 1))
        if (parts.length === 0) throw new DomainError(emptyQuery)
        return join(parts, query.case === 'orQuery' ? ' or ' : ' and ')
      }
      case 'notQuery': {
        if (query.value.query === undefined) throw new DomainError(emptyQuery)
        const part = condition(query.value.query.query, depth + 1)
        return { ...part, sql: `not ${part.sql}` }
      }
      case 'metadataKeyFilter':
      case 'metadataValueFilter':
        readsMetadata = true
        return { sql: metadataMatches(context, query), counts: undefined }
      default:
        return single(context, query)
    }
  }
  const parts = queries.map(({ query }) => condition(query, 0))
  if (parts.length === 0) return { sql: 'true', counts: 'instance_user_counts' }
  const all = join(parts, ' and ')
  if (readsMetadata) return { ...all, sql: forSomeEntry(all.sql) }
  if (queries.some(({ query }) => namesFew(query, context))) context.search.findByKey()
  return all
}

/** Whether a query finds one name or address by its index. Many users have no address. */
function namesFew(query: UserQuery['query'], { scopedUsernames }: ConditionContext): boolean {
  switch (query.case) {
    case 'userNameQuery':
      return isExact(query.value.method, query.value.userName)
    case 'loginNameQuery':
      return !scopedUsernames && isExact(query.value.method, query.value.loginName)
    case 'emailQuery':
      return isExact(query.value.method, query.value.emailAddress)
    case 'phoneQuery':
      return isExact(query.value.method, query.value.number)
    default:
      return false
  }
}

function isExact(method: number, text: string): boolean {
  return textMethod(method).shape === 'equals' && foldText(text) !== ''
}

/** Users without metadata have one entry without a value, so that the other queries can still match them. */
function forSomeEntry(condition: string): string {
  return `exists (select from (values (1)) one left join user_metadata m
    on m.instance_id = u.instance_id and m.user_id = u.user_id where ${condition})`
}

type MetadataFilter = Extract<
  UserQuery['query'],
  { readonly case: 'metadataKeyFilter' | 'metadataValueFilter' }
>

/** A condition on the entry `m`; values are equal or not (`ByteFilterMethod`). */
function metadataMatches({ search }: ConditionContext, filter: MetadataFilter): string {
  const { case: kind, value } = filter
  if (kind === 'metadataKeyFilter') return foldedMatches(search, 'm.key', textMethod(value.method), value.key)
  return `m.value ${value.method === 0 ? '=' : '<>'} ${search.param(Buffer.from(value.value))}::bytea`
}

function join(parts: readonly UserCondition[], operator: ' and ' | ' or '): UserCondition {
  return {
    sql: `(${parts.map(({ sql }) => sql).join(operator)})`,
    counts: countsOfAll(parts),
  }
}

/** The table of counts that has the columns of all conditions. */
export function countsOfAll(parts: readonly UserCondition[]): UserCounts | undefined {
  if (parts.some(({ counts }) => counts === undefined)) return undefined
  return parts.some(({ counts }) => counts === 'user_counts') ? 'user_counts' : 'instance_user_counts'
}

type SingleQuery = Exclude<
  UserQuery['query'],
  { readonly case: 'orQuery' | 'andQuery' | 'notQuery' | MetadataFilter['case'] }
>

/** The columns that have a folded copy, `<column>_folded`. */
type SearchedColumn =
  | 'username'
  | 'given_name'
  | 'family_name'
  | 'nick_name'
  | 'display_name'
  | 'email'
  | 'phone'

function single(context: ConditionContext, query: SingleQuery): UserCondition {
  const { search } = context
  const text = (column: SearchedColumn, wanted: string, method: number): UserCondition => {
    return { sql: foldedMatches(search, `u.${column}`, textMethod(method), wanted), counts: undefined }
  }
  switch (query.case) {
    case 'userNameQuery':
      return text('username', query.value.userName, query.value.method)
    case 'firstNameQuery':
      return text('given_name', query.value.firstName, query.value.method)
    case 'lastNameQuery':
      return text('family_name', query.value.lastName, query.value.method)
    case 'nickNameQuery':
      return text('nick_name', query.value.nickName, query.value.method)
    case 'displayNameQuery':
      return text('display_name', query.value.displayName, query.value.method)
    case 'emailQuery':
      return text('email', query.value.emailAddress, query.value.method)
    case 'phoneQuery':
      return text('phone', query.value.number, query.value.method)
    case 'loginNameQuery': {
      const { loginName, method } = query.value
      return {
        sql: loginNameMatches(search, { text: loginName, method }, context.scopedUsernames),
        counts: undefined,
      }
    }
    case 'inUserIdsQuery':
      return { sql: `u.user_id = any(${search.param(query.value.userIds)}::text[])`, counts: undefined }
    case 'inUserEmailsQuery': {
      const emails = search.param(query.value.userEmails.map(composeText))
      const folded = `u.email_folded = any(${search.param(query.value.userEmails.map(foldText))}::text[])`
      return { sql: `(${folded} and u.email = any(${emails}::text[]))`, counts: undefined }
    }
    case 'stateQuery':
      return { sql: stateIs(context, query.value.state), counts: 'instance_user_counts' }
    case 'typeQuery':
      return { sql: kindIs(query.value.type), counts: 'instance_user_counts' }
    case 'organizationIdQuery':
      return { sql: `u.org_id = ${search.param(query.value.organizationId)}`, counts: 'user_counts' }
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

function kindIs(type: number): string {
  if (type === 1) return `u.kind = 'human'`
  return type === 2 ? `u.kind = 'machine'` : 'false'
}

const ranks = { active: 1, inactive: 2, locked: 4, initial: 5 } as const satisfies Record<UserStatus, number>

/** A lock that has ended counts as active. */
function stateIs({ search, now, states }: ConditionContext, state: number): string {
  const status = states[state]
  if (status === undefined) return 'false'
  const over = () => `coalesce(u.locked_until <= ${search.param(now.toISOString())}::timestamptz, false)`
  if (status === 'locked') return `(u.status_rank = ${ranks.locked} and not ${over()})`
  if (status === 'active')
    return `(u.status_rank = ${ranks.active} or (u.status_rank = ${ranks.locked} and ${over()}))`
  return `u.status_rank = ${ranks[status]}`
}
