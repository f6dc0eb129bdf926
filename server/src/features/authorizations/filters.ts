import { emptyQuery } from '../../contract/listQuery.ts'
import { domainMatches, foldedMatches, type SearchConditions, textMethod } from '../../database/search.ts'
import { DomainError } from '../../kernel/refusal.ts'

type Text<Case extends string, Member extends string> = {
  readonly case: Case
  readonly value: { readonly method: number } & { readonly [Name in Member]: string }
}
type Id<Case extends string, Member extends string> = {
  readonly case: Case
  readonly value: { readonly [Name in Member]: string }
}

/** A filter of a list of authorizations, of any generation. */
export type AuthorizationFilter =
  | { readonly case: 'authorizationIds' | 'inUserIds'; readonly value: { readonly ids: readonly string[] } }
  | { readonly case: 'inUserIdsQuery'; readonly value: { readonly inUserIds: readonly string[] } }
  | { readonly case: 'state'; readonly value: { readonly state: number } }
  | Id<'organizationId' | 'userId' | 'userOrganizationId' | 'projectId' | 'projectGrantId', 'id'>
  | Id<'projectIdQuery', 'projectId'>
  | Id<'userIdQuery', 'userId'>
  | Id<'projectGrantIdQuery', 'projectGrantId'>
  | { readonly case: 'withGrantedQuery'; readonly value: { readonly withGranted: boolean } }
  | { readonly case: 'userTypeQuery'; readonly value: { readonly type: number } }
  | Text<'userPreferredLoginName', 'loginName'>
  | Text<'userDisplayName' | 'displayNameQuery', 'displayName'>
  | Text<'projectName', 'name'>
  | Text<'roleKey', 'key'>
  | Text<'roleKeyQuery', 'roleKey'>
  | Text<'userNameQuery', 'userName'>
  | Text<'firstNameQuery', 'firstName'>
  | Text<'lastNameQuery', 'lastName'>
  | Text<'emailQuery', 'email'>
  | Text<'orgNameQuery', 'orgName'>
  | Text<'orgDomainQuery', 'orgDomain'>
  | Text<'projectNameQuery', 'projectName'>
  | { readonly case: undefined }

const states = ['', 'active', 'inactive']
const kinds = ['', 'human', 'machine']

/** The condition of one filter on the authorization `a`, its project `p`, user `u`, organization `o` and login name `n`. */
export function authorizationCondition(search: SearchConditions, filter: AuthorizationFilter): string {
  const is = (column: string, value: string) => `${column} = ${search.param(value)}`
  const isOneOf = (column: string, values: readonly string[]) =>
    `${column} = any(${search.param(values)}::text[])`
  const matches = (column: string, text: string) => {
    const method = 'value' in filter && 'method' in filter.value ? filter.value.method : 0
    return foldedMatches(search, column, textMethod(method), text)
  }
  switch (filter.case) {
    case 'authorizationIds':
      return isOneOf('a.authorization_id', filter.value.ids)
    case 'inUserIds':
      return isOneOf('a.user_id', filter.value.ids)
    case 'inUserIdsQuery':
      return isOneOf('a.user_id', filter.value.inUserIds)
    case 'state':
      return is('a.state', states[filter.value.state] ?? '')
    case 'organizationId':
      return is('a.org_id', filter.value.id)
    case 'userId':
      return is('a.user_id', filter.value.id)
    case 'userOrganizationId':
      return is('u.org_id', filter.value.id)
    case 'projectId':
      return is('a.project_id', filter.value.id)
    case 'projectGrantId':
      return is('a.grant_id', filter.value.id)
    case 'projectIdQuery':
      return is('a.project_id', filter.value.projectId)
    case 'userIdQuery':
      return is('a.user_id', filter.value.userId)
    case 'projectGrantIdQuery':
      return is('a.grant_id', filter.value.projectGrantId)
    case 'withGrantedQuery':
      // The search itself applies it, because it widens the list.
      return 'true'
    case 'userTypeQuery':
      return is('u.kind', kinds[filter.value.type] ?? '')
    case 'userPreferredLoginName':
      return matches('n.login_name', filter.value.loginName)
    case 'userDisplayName':
    case 'displayNameQuery':
      return matches('u.display_name', filter.value.displayName)
    case 'projectName':
      return matches('p.name', filter.value.name)
    case 'projectNameQuery':
      return matches('p.name', filter.value.projectName)
    case 'roleKey':
      return hasRole(matches('r.role_key', filter.value.key))
    case 'roleKeyQuery':
      return hasRole(matches('r.role_key', filter.value.roleKey))
    case 'userNameQuery':
      return matches('u.username', filter.value.userName)
    case 'firstNameQuery':
      return matches('u.given_name', filter.value.firstName)
    case 'lastNameQuery':
      return matches('u.family_name', filter.value.lastName)
    case 'emailQuery':
      return matches('u.email', filter.value.email)
    case 'orgNameQuery':
      return matches('o.name', filter.value.orgName)
    case 'orgDomainQuery':
      return domainMatches(
        search,
        'o.primary_domain',
        textMethod(filter.value.method),
        filter.value.orgDomain,
      )
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

function hasRole(keyMatches: string): string {
  return `exists (select from project_roles r where r.instance_id = a.instance_id and r.project_id = a.project_id
    and r.added_sequence <= a.project_sequence and r.role_key = any(a.role_keys)
    and (a.grant_id is null or r.role_key = any(g.role_keys)) and ${keyMatches})`
}
