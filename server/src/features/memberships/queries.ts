import type { CredentialDemand, CredentialHolder } from '../../access/credentialRights.ts'
import type { Membership } from '../../access/principal.ts'
import type { RoleScope } from '../../access/roles.ts'
import { emptyQuery } from '../../contract/listQuery.ts'
import type { Database } from '../../database/database.ts'
import {
  foldedMatches,
  type Page,
  SearchConditions,
  type Source,
  searchPage,
  textMethod,
} from '../../database/search.ts'
import type { InstanceId, OrgId, UserId } from '../../kernel/ids.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { preferredLoginName } from '../users/index.ts'
import { membershipJson } from './lookupParts.ts'

/** A member, with the columns of its user that lists show. */
export interface MemberRow {
  readonly user_id: UserId
  readonly roles: readonly string[]
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
  readonly kind: 'human' | 'machine'
  /** The user's own organization. */
  readonly org_id: OrgId
  readonly email: string
  readonly given_name: string
  readonly family_name: string
  readonly display_name: string
  readonly login_name: string
  /** The organization that owns the project; null for members of the instance and of organizations. */
  readonly project_org_id: OrgId | null
}

/** One of the contract's `zitadel.member.v1.SearchQuery`. */
export interface MemberQuery {
  readonly query:
    | {
        readonly case: 'firstNameQuery'
        readonly value: { readonly firstName: string; readonly method: number }
      }
    | {
        readonly case: 'lastNameQuery'
        readonly value: { readonly lastName: string; readonly method: number }
      }
    | { readonly case: 'emailQuery'; readonly value: { readonly email: string; readonly method: number } }
    | { readonly case: 'userIdQuery'; readonly value: { readonly userId: string } }
    | { readonly case: undefined }
}

const from = `memberships m
  join users u on u.instance_id = m.instance_id and u.user_id = m.user_id`

const select = `m.user_id, m.roles, m.created_at, m.changed_at, m.sequence, u.kind, u.org_id, u.email,
  u.given_name, u.family_name, u.display_name,
  ${preferredLoginName} as login_name,
  case m.scope when 'project' then m.org_id when 'project_grant' then (select g.org_id from project_grants g
    where g.instance_id = m.instance_id and g.grant_id = m.aggregate_id limit 1) end as project_org_id`

/** Columns by number in `MemberFieldColumnName`. */
const sortColumns: Readonly<Record<number, string>> = {
  1: 'm.user_id',
  2: 'm.created_at',
  3: 'm.changed_at',
  4: 'u.org_id',
}

/** Whose members are listed. */
export interface MembersOwner {
  readonly instanceId: InstanceId
  readonly level: Exclude<RoleScope, 'system'>
  readonly id: string
  /** For a project and a grant: the organization that the project must belong to or that has the grant. */
  readonly context?: OrgId
  /** For a grant: its project. */
  readonly projectId?: string
}

/** The members that match every query. */
export async function listMembers(
  source: Source,
  owner: MembersOwner,
  wanted: { readonly queries: readonly MemberQuery[]; readonly sortingColumn?: number; readonly page: Page },
): Promise<{ readonly rows: readonly MemberRow[]; readonly total: number }> {
  const search = new SearchConditions('m.instance_id = $1 and m.scope = $2 and m.aggregate_id = $3', [
    owner.instanceId,
    owner.level,
    owner.id,
  ])
  if (owner.context !== undefined) search.add(contextCondition(search, owner, owner.context))
  for (const { query } of wanted.queries) search.add(memberCondition(search, query))
  const direction = wanted.page.asc ? 'asc' : 'desc'
  const column = sortColumns[wanted.sortingColumn ?? 0] ?? 'm.created_at'
  return searchPage<MemberRow>(
    source,
    { select, from, orderBy: `${column} ${direction}, m.user_id ${direction}`, page: wanted.page },
    search,
  )
}

function contextCondition(search: SearchConditions, { projectId }: MembersOwner, context: OrgId): string {
  const org = search.param(context)
  if (projectId === undefined) return `m.org_id = ${org}`
  return `exists (select from project_grants g where g.instance_id = m.instance_id and g.grant_id = m.aggregate_id
    and g.project_id = ${search.param(projectId)} and (g.org_id = ${org} or g.granted_org_id = ${org}))`
}

function memberCondition(search: SearchConditions, query: MemberQuery['query']): string {
  switch (query.case) {
    case 'firstNameQuery':
      return foldedMatches(search, 'u.given_name', textMethod(query.value.method), query.value.firstName)
    case 'lastNameQuery':
      return foldedMatches(search, 'u.family_name', textMethod(query.value.method), query.value.lastName)
    case 'emailQuery':
      return foldedMatches(search, 'u.email', textMethod(query.value.method), query.value.email)
    case 'userIdQuery':
      return `m.user_id = ${search.param(query.value.userId)}`
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

/** A membership of a user, with the name of the instance or organization. */
export interface UserMembershipRow {
  readonly scope: 'instance' | 'org' | 'project' | 'project_grant'
  readonly aggregate_id: string
  /** '' for the instance. */
  readonly org_id: OrgId
  readonly roles: readonly string[]
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
  readonly display_name: string
}

/** One of the contract's `zitadel.user.v1.MembershipQuery`. */
export interface MembershipQuery {
  readonly query:
    | { readonly case: 'orgQuery'; readonly value: { readonly orgId: string } }
    | { readonly case: 'projectQuery'; readonly value: { readonly projectId: string } }
    | { readonly case: 'projectGrantQuery'; readonly value: { readonly projectGrantId: string } }
    | { readonly case: 'iamQuery'; readonly value: { readonly iam: boolean } }
    | { readonly case: undefined }
}

/**
 * The memberships of a user, the instance's first. With `orgId`, users of other organizations show only the memberships in
 * that organization.
 */
export async function listMembershipsOf(
  source: Source,
  user: { readonly instanceId: InstanceId; readonly userId: UserId },
  wanted: { readonly queries: readonly MembershipQuery[]; readonly page: Page; readonly orgId?: OrgId },
): Promise<{ readonly rows: readonly UserMembershipRow[]; readonly total: number }> {
  const search = new SearchConditions('m.instance_id = $1 and m.user_id = $2', [user.instanceId, user.userId])
  for (const { query } of wanted.queries) search.add(membershipCondition(search, query))
  if (wanted.orgId !== undefined) {
    const orgId = search.param(wanted.orgId)
    search.add(`(m.org_id = ${orgId} or exists (select from users u
      where u.instance_id = m.instance_id and u.user_id = m.user_id and u.org_id = ${orgId}))`)
  }
  return searchPage<UserMembershipRow>(
    source,
    {
      select: `m.scope, m.aggregate_id, m.org_id, m.roles, m.created_at, m.changed_at, m.sequence,
        coalesce(o.name, i.name, p.name, '') as display_name`,
      from: `memberships m
        left join organizations o on o.instance_id = m.instance_id and o.org_id = m.org_id and m.scope = 'org'
        left join instances i on i.instance_id = m.instance_id and m.scope = 'instance'
        left join lateral (select q.name from projects q where q.instance_id = m.instance_id and q.project_id =
          case m.scope when 'project' then m.aggregate_id when 'project_grant' then (select g.project_id
            from project_grants g where g.instance_id = m.instance_id and g.grant_id = m.aggregate_id limit 1) end) p on true`,
      orderBy: 'm.scope, m.aggregate_id',
      page: wanted.page,
    },
    search,
  )
}

function membershipCondition(search: SearchConditions, query: MembershipQuery['query']): string {
  const of = (scope: string, id: string) => `(m.scope = '${scope}' and m.aggregate_id = ${search.param(id)})`
  switch (query.case) {
    case 'orgQuery':
      return of('org', query.value.orgId)
    case 'projectQuery':
      return of('project', query.value.projectId)
    case 'projectGrantQuery':
      return of('project_grant', query.value.projectGrantId)
    case 'iamQuery':
      return `(m.scope = 'instance') = ${search.param(query.value.iam)}`
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

/** Reads a user whose credential is to be set; instances without the setting follow the contract. */
export async function findCredentialHolder(
  source: Pick<Database, 'find'>,
  instanceId: string,
  userId: string,
): Promise<CredentialHolder | undefined> {
  const [row] = await source.find<{
    readonly org_id: string
    readonly memberships: readonly Membership[]
    readonly demand: CredentialDemand
  }>(
    `select u.org_id,
        (select coalesce(json_agg(${membershipJson}), '[]')
           from memberships m where m.instance_id = u.instance_id and m.user_id = u.user_id) as memberships,
        coalesce((select s.value->>'demand' from settings s
           where s.instance_id = u.instance_id and s.kind = 'credentialRights' and s.owner = u.instance_id
             and s.is_default), 'contract') as demand
       from users u where u.instance_id = $1 and u.user_id = $2`,
    [instanceId, userId],
  )
  return row && { orgId: row.org_id, memberships: row.memberships, demand: row.demand }
}
