import type { Call } from '../../access/call.ts'
import { reachOf } from '../../access/permission.ts'
import { type Page, SearchConditions, type Source, searchPage } from '../../database/search.ts'
import { selectLoginName } from '../users/index.ts'
import { type AdministratorFilter, administratorConditions } from './administratorFilters.ts'

/** An administrator of any resource, with its user and the names of the resource. */
export interface AdministratorRow {
  readonly scope: 'instance' | 'org' | 'project' | 'project_grant'
  /** The id of the instance, organization, project or grant. */
  readonly aggregate_id: string
  readonly roles: readonly string[]
  readonly created_at: string
  readonly changed_at: string
  readonly user_id: string
  readonly user_org_id: string
  readonly display_name: string
  readonly login_name: string
  /** The name of the organization, for members of one. */
  readonly org_name: string
  /** For members of projects and grants, else ''; the organization owns the project. */
  readonly project_id: string
  readonly project_name: string
  readonly project_org_id: string
  /** For members of grants, else ''. */
  readonly granted_org_id: string
}

const from = `memberships m
  join users u on u.instance_id = m.instance_id and u.user_id = m.user_id
  cross join lateral (${selectLoginName}) n
  left join organizations o on m.scope = 'org' and o.instance_id = m.instance_id and o.org_id = m.aggregate_id
  left join lateral (select g.project_id, g.org_id, g.granted_org_id from project_grants g
    where m.scope = 'project_grant' and g.instance_id = m.instance_id and g.grant_id = m.aggregate_id limit 1) g on true
  left join projects p on m.scope like 'project%' and p.instance_id = m.instance_id
    and p.project_id = coalesce(g.project_id, m.aggregate_id)`

const select = `m.scope, m.aggregate_id, m.roles, m.created_at, m.changed_at, m.user_id, u.org_id as user_org_id,
  u.display_name, n.login_name, coalesce(o.name, '') as org_name, coalesce(p.project_id, '') as project_id,
  coalesce(p.name, '') as project_name, coalesce(p.org_id, '') as project_org_id,
  coalesce(g.granted_org_id, '') as granted_org_id`

/** Columns by number in `AdministratorFieldName`. */
const sortColumns: Readonly<Record<number, string>> = { 1: 'm.user_id', 2: 'm.created_at', 3: 'm.changed_at' }

/** Lists the administrators that match every filter and that the caller may read: those of its own user, and of resources in its reach. */
export function listAdministrators(
  source: Source,
  call: Pick<Call, 'instance' | 'principal'>,
  wanted: {
    readonly filters: readonly AdministratorFilter[]
    readonly sort: number | undefined
    readonly page: Page
  },
): Promise<{ readonly rows: readonly AdministratorRow[]; readonly total: number }> {
  const search = new SearchConditions('m.instance_id = $1', [call.instance.id])
  search.add(readable(search, call))
  search.add(administratorConditions(search, wanted.filters))
  const direction = wanted.page.asc ? 'asc' : 'desc'
  const columns = [sortColumns[wanted.sort ?? 0] ?? 'm.created_at', 'm.user_id', 'm.scope', 'm.aggregate_id']
  const orderBy = columns.map((column) => `${column} ${direction}`).join(', ')
  return searchPage<AdministratorRow>(source, { select, from, orderBy, page: wanted.page }, search)
}

/** Returns the id of the grant of a project that an organization has; undefined without one. */
export async function findGrantId(
  source: Source,
  instanceId: string,
  projectId: string,
  grantedOrgId: string,
): Promise<string | undefined> {
  const [row] = await source.query<{ grant_id: string }>(
    'select grant_id from project_grants where instance_id = $1 and project_id = $2 and granted_org_id = $3',
    [instanceId, projectId, grantedOrgId],
  )
  return row?.grant_id
}

/** Members of a resource are read with the right to read members there (import notes §8). */
function readable(
  search: SearchConditions,
  { principal, instance }: Pick<Call, 'instance' | 'principal'>,
): string {
  const among = (column: string, ids: readonly string[]) => `${column} = any(${search.param(ids)}::text[])`
  const ways = [
    ...(reachOf(principal, 'iam.member.read', instance.id) === 'all' ? [`m.scope = 'instance'`] : []),
    ...(principal.kind === 'user' ? [`m.user_id = ${search.param(principal.userId)}`] : []),
  ]
  const kinds = [
    { scope: 'org', permission: 'org.member.read', orgs: ['m.org_id'] },
    { scope: 'project', permission: 'project.member.read', orgs: ['m.org_id'] },
    { scope: 'project_grant', permission: 'project.grant.member.read', orgs: ['m.org_id', 'g.org_id'] },
  ] as const
  for (const { scope, permission, orgs } of kinds) {
    const reached = reachOf(principal, permission, instance.id)
    if (reached === 'all') ways.push(`m.scope = '${scope}'`)
    else {
      const own = scope === 'project_grant' ? reached.grants : reached.projects
      const places = [
        ...orgs.map((column) => among(column, reached.orgs)),
        ...(scope === 'org' ? [] : [among('m.aggregate_id', own)]),
      ]
      ways.push(`(m.scope = '${scope}' and (${places.join(' or ')}))`)
    }
  }
  return `(${ways.join(' or ')})`
}
