import type { Reached } from '../../access/permission.ts'
import { emptyQuery } from '../../contract/listQuery.ts'
import {
  foldedMatches,
  type Page,
  SearchConditions,
  type Source,
  searchPage,
  textMethod,
} from '../../database/search.ts'
import type { InstanceId } from '../../kernel/ids.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { visibleRows } from './visible.ts'

/** A project grant as lists return it. */
export interface GrantRow {
  readonly grant_id: string
  readonly project_id: string
  readonly project_name: string
  /** The organization that owns the project. */
  readonly org_id: string
  readonly org_name: string
  readonly granted_org_id: string
  readonly granted_org_name: string
  readonly role_keys: readonly string[]
  readonly state: 'active' | 'inactive'
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** A filter of a list of grants, of any generation. */
export type GrantFilter =
  | {
      readonly case: 'projectNameQuery' | 'nameQuery'
      readonly value: { readonly name: string; readonly method: number }
    }
  | {
      readonly case: 'projectNameFilter'
      readonly value: { readonly projectName: string; readonly method: number }
    }
  | { readonly case: 'roleKeyQuery'; readonly value: { readonly roleKey: string; readonly method: number } }
  | { readonly case: 'roleKeyFilter'; readonly value: { readonly key: string; readonly method: number } }
  | { readonly case: 'projectIdQuery'; readonly value: { readonly projectId: string } }
  | { readonly case: 'grantedOrgIdQuery'; readonly value: { readonly grantedOrgId: string } }
  | { readonly case: 'projectResourceOwnerQuery'; readonly value: { readonly resourceOwner: string } }
  | { readonly case: 'inProjectIdsFilter'; readonly value: { readonly ids: readonly string[] } }
  | {
      readonly case:
        | 'projectResourceOwnerFilter'
        | 'organizationIdFilter'
        | 'projectGrantResourceOwnerFilter'
        | 'grantedOrganizationIdFilter'
      readonly value: { readonly id: string }
    }
  | { readonly case: undefined }

/** A search for grants, all conditions joined by AND. */
export interface GrantSearch {
  /** The organization that owns the projects. */
  readonly orgId?: string
  readonly grantedOrgId?: string
  readonly projectId?: string
  readonly grantId?: string
  readonly filters?: readonly GrantFilter[]
  /** A column number of the contract's second generation. */
  readonly sort?: number | undefined
  readonly page: Page
}

const sortColumns: Readonly<Record<number, string>> = {
  1: 'g.project_id',
  2: 'g.created_at',
  3: 'g.changed_at',
}

/** Lists the grants that match and that the caller may read: those of its projects, and those it was given. */
export async function listGrants(
  source: Source,
  instanceId: InstanceId,
  reached: Reached,
  { filters = [], sort = 0, page, ...ids }: GrantSearch,
): Promise<{ readonly rows: readonly GrantRow[]; readonly total: number }> {
  const search = new SearchConditions('g.instance_id = $1', [instanceId])
  const by = { org: 'g.org_id', project: 'g.project_id', grantedOrg: 'g.granted_org_id', grant: 'g.grant_id' }
  search.add(visibleRows(search, reached, by))
  if (ids.orgId !== undefined) search.add(`g.org_id = ${search.param(ids.orgId)}`)
  if (ids.grantedOrgId !== undefined) search.add(`g.granted_org_id = ${search.param(ids.grantedOrgId)}`)
  if (ids.projectId !== undefined) search.add(`g.project_id = ${search.param(ids.projectId)}`)
  if (ids.grantId !== undefined) search.add(`g.grant_id = ${search.param(ids.grantId)}`)
  for (const filter of filters) search.add(grantCondition(search, filter))
  const direction = page.asc ? 'asc' : 'desc'
  return searchPage<GrantRow>(
    source,
    {
      select: `g.*, p.name as project_name, coalesce(w.name, '') as org_name, coalesce(o.name, '') as granted_org_name`,
      from: `project_grants g
        join projects p on p.instance_id = g.instance_id and p.project_id = g.project_id
        left join organizations w on w.instance_id = g.instance_id and w.org_id = g.org_id
        left join organizations o on o.instance_id = g.instance_id and o.org_id = g.granted_org_id`,
      orderBy: `${sortColumns[sort] ?? 'g.created_at'} ${direction}, g.grant_id ${direction}`,
      page,
    },
    search,
  )
}

function grantCondition(search: SearchConditions, filter: GrantFilter): string {
  const nameIs = (name: string, method: number) => foldedMatches(search, 'p.name', textMethod(method), name)
  const hasRole = (key: string, method: number) =>
    `exists (select from project_roles r where r.instance_id = g.instance_id and r.project_id = g.project_id
      and r.role_key = any(g.role_keys) and ${foldedMatches(search, 'r.role_key', textMethod(method), key)})`
  switch (filter.case) {
    case 'projectNameQuery':
    case 'nameQuery':
      return nameIs(filter.value.name, filter.value.method)
    case 'projectNameFilter':
      return nameIs(filter.value.projectName, filter.value.method)
    case 'roleKeyQuery':
      return hasRole(filter.value.roleKey, filter.value.method)
    case 'roleKeyFilter':
      return hasRole(filter.value.key, filter.value.method)
    case 'projectIdQuery':
      return `g.project_id = ${search.param(filter.value.projectId)}`
    case 'grantedOrgIdQuery':
      return `g.granted_org_id = ${search.param(filter.value.grantedOrgId)}`
    case 'projectResourceOwnerQuery':
      return `g.org_id = ${search.param(filter.value.resourceOwner)}`
    case 'inProjectIdsFilter':
      return `g.project_id = any(${search.param(filter.value.ids)}::text[])`
    case 'projectResourceOwnerFilter':
    case 'organizationIdFilter':
      return `g.org_id = ${search.param(filter.value.id)}`
    case 'projectGrantResourceOwnerFilter':
    case 'grantedOrganizationIdFilter':
      return `g.granted_org_id = ${search.param(filter.value.id)}`
    case undefined:
      throw new DomainError(emptyQuery)
  }
}
