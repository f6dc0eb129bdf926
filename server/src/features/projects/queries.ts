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

interface Dates {
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** A project as lists return it; a granted one as the organization sees it that has the grant. */
export interface ProjectRow extends Dates {
  readonly project_id: string
  readonly org_id: string
  readonly name: string
  readonly state: 'active' | 'inactive'
  readonly role_assertion: boolean
  readonly authorization_required: boolean
  readonly access_required: boolean
  readonly private_labeling: 'unspecified' | 'enforce' | 'allow'
  readonly required_acr: string | null
  readonly documents_since: string | null
  readonly dynamic_registration: boolean
  readonly grant_id: string | null
  readonly granted_org_id: string | null
  readonly granted_org_name: string | null
  readonly grant_state: 'active' | 'inactive' | null
}

type ById<Case extends string> = { readonly case: Case; readonly value: { readonly id: string } }

/** A filter of a list of projects, of any generation. */
export type ProjectFilter =
  | { readonly case: 'nameQuery'; readonly value: { readonly name: string; readonly method: number } }
  | {
      readonly case: 'projectNameFilter'
      readonly value: { readonly projectName: string; readonly method: number }
    }
  | { readonly case: 'projectResourceOwnerQuery'; readonly value: { readonly resourceOwner: string } }
  | { readonly case: 'inProjectIdsFilter'; readonly value: { readonly ids: readonly string[] } }
  | ById<'projectResourceOwnerFilter' | 'projectGrantResourceOwnerFilter' | 'projectOrganizationIdFilter'>
  | {
      readonly case: 'organizationIdFilter'
      /** The number of a type: any project of the organization, one that it owns, or one that it was granted. */
      readonly value: { readonly organizationId: string; readonly type: number }
    }
  | { readonly case: undefined }

/** Which projects a list holds: those of `orgId` alone, those granted to it, or of the whole instance both kinds. */
export type ProjectScope =
  | { readonly kind: 'owned' | 'granted'; readonly orgId: string }
  | { readonly kind: 'instance' }

/** A search for projects; `sort` is a column number of the contract's second generation. */
export interface ProjectSearch {
  readonly scope: ProjectScope
  readonly filters: readonly ProjectFilter[]
  readonly sort?: number | undefined
  readonly page: Page
}

const columns = `p.instance_id, p.project_id, p.org_id, p.name, p.name_folded, p.state, p.role_assertion, p.authorization_required,
  p.access_required, p.private_labeling, p.required_acr, p.documents_since, p.dynamic_registration`
const from = `(
  select ${columns}, p.created_at, p.changed_at, p.sequence, null as grant_id, null as granted_org_id,
      null as granted_org_name, null as grant_state
    from projects p
  union all
  select ${columns}, p.created_at, p.changed_at, p.sequence, g.grant_id, g.granted_org_id, o.name, g.state
    from project_grants g
    join projects p on p.instance_id = g.instance_id and p.project_id = g.project_id
    left join organizations o on o.instance_id = g.instance_id and o.org_id = g.granted_org_id
) p`
const sortColumns: Readonly<Record<number, string>> = {
  1: 'p.project_id',
  2: 'p.created_at',
  3: 'p.changed_at',
  4: 'p.name_folded',
}

/** Lists the projects that match every filter and that the caller may read. */
export async function listProjects(
  source: Source,
  instanceId: InstanceId,
  reached: Reached,
  { scope, filters, sort = 0, page }: ProjectSearch,
): Promise<{ readonly rows: readonly ProjectRow[]; readonly total: number }> {
  const search = new SearchConditions('p.instance_id = $1', [instanceId])
  const owned = visibleRows(search, reached, { org: 'p.org_id', project: 'p.project_id' })
  const granted = visibleRows(search, reached, { grantedOrg: 'p.granted_org_id', grant: 'p.grant_id' })
  search.add(`case when p.grant_id is null then ${owned} else ${granted} end`)
  if (scope.kind === 'owned') search.add(`p.grant_id is null and p.org_id = ${search.param(scope.orgId)}`)
  if (scope.kind === 'granted') search.add(`p.granted_org_id = ${search.param(scope.orgId)}`)
  for (const filter of filters) search.add(projectCondition(search, filter))
  const direction = page.asc ? 'asc' : 'desc'
  const orderBy = `${sortColumns[sort] ?? 'p.created_at'} ${direction}, p.project_id ${direction}, p.grant_id ${direction}`
  return searchPage<ProjectRow>(source, { select: 'p.*', from, orderBy, page }, search)
}

function projectCondition(search: SearchConditions, filter: ProjectFilter): string {
  switch (filter.case) {
    case 'nameQuery':
      return foldedMatches(search, 'p.name', textMethod(filter.value.method), filter.value.name)
    case 'projectNameFilter':
      return foldedMatches(search, 'p.name', textMethod(filter.value.method), filter.value.projectName)
    case 'projectResourceOwnerQuery':
      return `p.org_id = ${search.param(filter.value.resourceOwner)}`
    case 'inProjectIdsFilter':
      return `p.project_id = any(${search.param(filter.value.ids)}::text[])`
    case 'projectResourceOwnerFilter':
      return ofOrganization(search, filter.value.id).owned
    case 'projectGrantResourceOwnerFilter':
      return ofOrganization(search, filter.value.id).granted
    case 'projectOrganizationIdFilter':
      return ofOrganization(search, filter.value.id).any
    case 'organizationIdFilter': {
      const { any, owned, granted } = ofOrganization(search, filter.value.organizationId)
      return [any, owned, granted][filter.value.type] ?? any
    }
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

/** The conditions for projects that an organization owns, was granted, or either. */
function ofOrganization(search: SearchConditions, orgId: string) {
  const id = search.param(orgId)
  const owned = `(p.grant_id is null and p.org_id = ${id})`
  const granted = `p.granted_org_id = ${id}`
  return { owned, granted, any: `(${owned} or ${granted})` }
}

/** Finds a project that the caller may read: as its owner sees it, or else as one that was granted. */
export async function findProject(
  source: Source,
  instanceId: InstanceId,
  reached: Reached,
  projectId: string,
): Promise<ProjectRow | undefined> {
  const filters = [{ case: 'inProjectIdsFilter' as const, value: { ids: [projectId] } }]
  const page = { offset: '0', limit: 1000, asc: true }
  const { rows } = await listProjects(source, instanceId, reached, {
    scope: { kind: 'instance' },
    filters,
    page,
  })
  return rows.find(({ grant_id }) => grant_id === null) ?? rows[0]
}

/** A role as lists return it. */
export interface RoleRow extends Dates {
  readonly project_id: string
  readonly org_id: string
  readonly role_key: string
  readonly display_name: string
  readonly role_group: string
}

/** A filter of a list of roles, of any generation. */
export type RoleFilter =
  | {
      readonly case: 'keyQuery' | 'roleKeyFilter'
      readonly value: { readonly key: string; readonly method: number }
    }
  | {
      readonly case: 'displayNameQuery' | 'displayNameFilter'
      readonly value: { readonly displayName: string; readonly method: number }
    }
  | { readonly case: undefined }

/** A search for the roles of a project: one that this organization owns, or those of a grant that it gave or was given. */
export interface RoleSearch {
  readonly projectId: string
  readonly orgId?: string
  readonly grant?: { readonly grantId: string; readonly orgId: string }
  readonly filters: readonly RoleFilter[]
  readonly sort?: number | undefined
  readonly page: Page
}

const roleSortColumns: Readonly<Record<number, string>> = {
  1: 'r.role_key_folded',
  2: 'r.created_at',
  3: 'r.changed_at',
}
const grantsOfRole = `select from project_grants g where g.instance_id = r.instance_id and g.project_id = r.project_id
  and r.role_key = any(g.role_keys)`

/** Lists the roles of a project that match every filter; callers that see a grant of the project only see its roles. */
export async function listRoles(
  source: Source,
  instanceId: InstanceId,
  reached: Reached,
  { projectId, orgId, grant, filters, sort = 0, page }: RoleSearch,
): Promise<{ readonly rows: readonly RoleRow[]; readonly total: number }> {
  const search = new SearchConditions('r.instance_id = $1 and r.project_id = $2', [instanceId, projectId])
  const owned = visibleRows(search, reached, { org: 'p.org_id', project: 'p.project_id' })
  const granted = visibleRows(search, reached, { grantedOrg: 'g.granted_org_id', grant: 'g.grant_id' })
  search.add(`(${owned} or exists (${grantsOfRole} and ${granted}))`)
  if (orgId !== undefined) search.add(`p.org_id = ${search.param(orgId)}`)
  if (grant !== undefined) {
    const org = search.param(grant.orgId)
    search.add(`exists (${grantsOfRole} and g.grant_id = ${search.param(grant.grantId)}
      and (g.granted_org_id = ${org} or g.org_id = ${org}))`)
  }
  for (const filter of filters) search.add(roleCondition(search, filter))
  const direction = page.asc ? 'asc' : 'desc'
  return searchPage<RoleRow>(
    source,
    {
      select: 'r.*, p.org_id',
      from: 'project_roles r join projects p on p.instance_id = r.instance_id and p.project_id = r.project_id',
      orderBy: `${roleSortColumns[sort] ?? 'r.created_at'} ${direction}, r.role_key collate "C" ${direction}`,
      page,
    },
    search,
  )
}

function roleCondition(search: SearchConditions, filter: RoleFilter): string {
  switch (filter.case) {
    case 'keyQuery':
    case 'roleKeyFilter':
      return foldedMatches(search, 'r.role_key', textMethod(filter.value.method), filter.value.key)
    case 'displayNameQuery':
    case 'displayNameFilter':
      return foldedMatches(
        search,
        'r.display_name',
        textMethod(filter.value.method),
        filter.value.displayName,
      )
    case undefined:
      throw new DomainError(emptyQuery)
  }
}
