import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { countQueries, emptyQuery, instantFilter } from '../../contract/listQuery.ts'
import { foldedMatches, type SearchConditions, textMethod } from '../../database/search.ts'
import { DomainError } from '../../kernel/refusal.ts'

interface Instant {
  readonly timestamp?: Timestamp | undefined
  readonly method: number
}

/** One of the contract's `AdministratorSearchFilter`. */
export interface AdministratorFilter {
  readonly filter:
    | { readonly case: 'creationDate' | 'changeDate'; readonly value: Instant }
    | { readonly case: 'inUserIdsFilter'; readonly value: { readonly ids: readonly string[] } }
    | { readonly case: 'userOrganizationId'; readonly value: { readonly id: string } }
    | {
        readonly case: 'userPreferredLoginName'
        readonly value: { readonly preferredLoginName: string; readonly method: number }
      }
    | {
        readonly case: 'userDisplayName'
        readonly value: { readonly displayName: string; readonly method: number }
      }
    | { readonly case: 'resource'; readonly value: { readonly resource: FilteredResource } }
    | { readonly case: 'role'; readonly value: { readonly roleKey: string } }
    | { readonly case: 'and' | 'or'; readonly value: { readonly queries: readonly AdministratorFilter[] } }
    | { readonly case: 'not'; readonly value: { readonly query?: AdministratorFilter | undefined } }
    | { readonly case: undefined; readonly value?: undefined }
}

type FilteredResource =
  | { readonly case: 'instance'; readonly value: boolean }
  | { readonly case: 'organizationId' | 'projectId' | 'projectGrantId'; readonly value: string }
  | {
      readonly case: 'projectGrant'
      readonly value: { readonly projectId: string; readonly organizationId: string }
    }
  | { readonly case: undefined; readonly value?: undefined }

/** The condition of all filters of a request, joined by AND, on the membership `m`, its user `u`, login name `n` and grant `g`. */
export function administratorConditions(
  search: SearchConditions,
  filters: readonly AdministratorFilter[],
): string {
  const count = countQueries()
  const joined = (parts: readonly AdministratorFilter[], operator: 'and' | 'or', depth: number): string => {
    if (parts.length === 0) throw new DomainError(emptyQuery)
    return `(${parts.map(({ filter }) => condition(filter, depth)).join(` ${operator} `)})`
  }
  const condition = (filter: AdministratorFilter['filter'], depth: number): string => {
    count(depth)
    switch (filter.case) {
      case 'and':
      case 'or':
        return joined(filter.value.queries, filter.case, depth + 1)
      case 'not':
        return `not ${joined(filter.value.query ? [filter.value.query] : [], 'and', depth + 1)}`
      default:
        return single(search, filter)
    }
  }
  return filters.length === 0 ? 'true' : joined(filters, 'and', 0)
}

function single(
  search: SearchConditions,
  filter: Exclude<AdministratorFilter['filter'], { readonly case: 'and' | 'or' | 'not' }>,
): string {
  switch (filter.case) {
    case 'creationDate':
      return inTime(search, 'm.created_at', filter.value)
    case 'changeDate':
      return inTime(search, 'm.changed_at', filter.value)
    case 'inUserIdsFilter':
      return `m.user_id = any(${search.param(filter.value.ids)}::text[])`
    case 'userOrganizationId':
      return `u.org_id = ${search.param(filter.value.id)}`
    case 'userPreferredLoginName': {
      const { method, preferredLoginName } = filter.value
      return foldedMatches(search, 'n.login_name', textMethod(method), preferredLoginName)
    }
    case 'userDisplayName': {
      const { method, displayName } = filter.value
      return foldedMatches(search, 'u.display_name', textMethod(method), displayName)
    }
    case 'resource':
      return ofResource(search, filter.value.resource)
    case 'role':
      return `${search.param(filter.value.roleKey)} = any(m.roles)`
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

function inTime(search: SearchConditions, column: string, value: Instant): string {
  const { operator, instant } = instantFilter(value)
  return `${column} ${operator} ${search.param(instant)}::timestamptz`
}

const scopes = { organizationId: 'org', projectId: 'project', projectGrantId: 'project_grant' } as const

function ofResource(search: SearchConditions, resource: FilteredResource): string {
  switch (resource.case) {
    case 'instance':
      return `(m.scope = 'instance') = ${search.param(resource.value)}::boolean`
    case 'projectGrant': {
      const { projectId, organizationId } = resource.value
      return `(g.project_id = ${search.param(projectId)} and g.granted_org_id = ${search.param(organizationId)})`
    }
    case undefined:
      throw new DomainError(emptyQuery)
    default:
      return `(m.scope = '${scopes[resource.case]}' and m.aggregate_id = ${search.param(resource.value)})`
  }
}
