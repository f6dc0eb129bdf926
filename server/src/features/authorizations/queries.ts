import type { Reached } from '../../access/permission.ts'
import { type Page, SearchConditions, type Source, searchPage } from '../../database/search.ts'
import type { InstanceId } from '../../kernel/ids.ts'
import { selectLoginName } from '../users/index.ts'
import { type AuthorizationFilter, authorizationCondition } from './filters.ts'

/** A role that an authorization gives. */
export interface AuthorizedRole {
  readonly key: string
  readonly displayName: string
  readonly group: string
}

/** An authorization as lists return it, with its user, project and organizations. */
export interface AuthorizationRow {
  readonly authorization_id: string
  readonly user_id: string
  /** The organization that gives it. */
  readonly org_id: string
  readonly org_name: string
  readonly org_domain: string
  readonly project_id: string
  readonly project_name: string
  /** The organization that owns the project. */
  readonly project_org_id: string
  readonly grant_id: string | null
  /** Those that count. */
  readonly roles: readonly AuthorizedRole[]
  readonly state: 'active' | 'inactive'
  readonly username: string
  readonly login_name: string
  readonly given_name: string
  readonly family_name: string
  readonly display_name: string
  readonly email: string
  readonly user_kind: 'human' | 'machine'
  readonly user_org_id: string
  readonly avatar_key: string
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/**
 * SQL for the roles of an authorization `a` that count: its project has had them since they were given and, under a grant `g`, the
 * grant has them, too.
 */
export const effectiveRoles = `array(${roleOfAuthorization('x.role_key')} order by x.at)`

/** The same roles as `AuthorizedRole`s. */
const describedRoles = `array_to_json(array(${roleOfAuthorization(`json_build_object(
    'key', x.role_key, 'displayName', r.display_name, 'group', r.role_group)`)} order by x.at))`

function roleOfAuthorization(column: string): string {
  return `select ${column} from unnest(a.role_keys) with ordinality x(role_key, at)
    join project_roles r on r.instance_id = a.instance_id and r.project_id = a.project_id
      and r.role_key = x.role_key and r.added_sequence <= a.project_sequence
    where a.grant_id is null or x.role_key = any(g.role_keys)`
}

/** SQL for the authorizations `a` whose project `p` and grant `g` still are those that they were given for. */
export const standingAuthorizations = `authorizations a
  join projects p on p.instance_id = a.instance_id and p.project_id = a.project_id
    and p.added_sequence <= a.project_sequence
  left join project_grants g on g.instance_id = a.instance_id and g.project_id = a.project_id
    and g.grant_id = a.grant_id`
/** Condition of `standingAuthorizations`. */
export const grantStands = '(a.grant_id is null or g.grant_id is not null)'

const from = `${standingAuthorizations}
  join users u on u.instance_id = a.instance_id and u.user_id = a.user_id
  left join organizations o on o.instance_id = a.instance_id and o.org_id = a.org_id
  cross join lateral (${selectLoginName}) n`
const select = `a.authorization_id, a.user_id, a.org_id, coalesce(o.name, '') as org_name,
  coalesce(o.primary_domain, '') as org_domain, a.project_id, p.name as project_name, p.org_id as project_org_id,
  a.grant_id, ${describedRoles} as roles, a.state, u.username, n.login_name, u.given_name, u.family_name,
  u.display_name, u.email, u.kind as user_kind, u.org_id as user_org_id, u.avatar_key,
  a.created_at, a.changed_at, a.sequence`

/** Columns by number in `AuthorizationFieldName`. */
const sortColumns: Readonly<Record<number, string>> = {
  1: 'a.created_at',
  2: 'a.changed_at',
  3: 'a.authorization_id',
  4: 'a.user_id',
  5: 'a.project_id',
  6: 'a.org_id',
  7: 'u.org_id',
}

/** A search for authorizations, all conditions joined by AND. */
export interface AuthorizationSearch {
  /** Those that this organization gives; `withGranted` adds those that others give on its projects. */
  readonly context?: { readonly orgId: string; readonly withGranted: boolean }
  readonly id?: string
  readonly userId?: string
  readonly filters?: readonly AuthorizationFilter[]
  readonly sort?: number | undefined
  readonly page: Page
}

/** Lists the authorizations that match and that the caller, the user `self` of which is not filtered, may read. */
export async function listAuthorizations(
  source: Source,
  instanceId: InstanceId,
  reader: { readonly reached: Reached; readonly self: string | undefined },
  { context, id, userId, filters = [], sort = 0, page }: AuthorizationSearch,
): Promise<{ readonly rows: readonly AuthorizationRow[]; readonly total: number }> {
  const search = new SearchConditions(`a.instance_id = $1 and ${grantStands}`, [instanceId])
  search.add(readable(search, { ...reader, withGranted: context?.withGranted === true }))
  if (context !== undefined) {
    const orgId = search.param(context.orgId)
    search.add(`(a.org_id = ${orgId}${context.withGranted ? ` or p.org_id = ${orgId}` : ''})`)
  }
  if (id !== undefined) search.add(`a.authorization_id = ${search.param(id)}`)
  if (userId !== undefined) search.add(`a.user_id = ${search.param(userId)}`)
  for (const filter of filters) search.add(authorizationCondition(search, filter))
  const direction = page.asc ? 'asc' : 'desc'
  const orderBy = `${sortColumns[sort] ?? 'a.created_at'} ${direction}, a.authorization_id ${direction}`
  return searchPage<AuthorizationRow>(source, { select, from, orderBy, page }, search)
}

/** Roles on a project count where its organization gives the authorization, roles on a grant where the other one does. */
function readable(
  search: SearchConditions,
  reader: { readonly reached: Reached; readonly self: string | undefined; readonly withGranted: boolean },
): string {
  const { reached, self, withGranted } = reader
  if (reached === 'all') return 'true'
  const among = (column: string, ids: readonly string[]) => `${column} = any(${search.param(ids)}::text[])`
  const ways = [
    among('a.org_id', reached.orgs),
    `(a.grant_id is null and ${among('a.project_id', reached.projects)})`,
    among('a.grant_id', reached.grants),
    ...(withGranted ? [among('p.org_id', reached.orgs)] : []),
    ...(self === undefined ? [] : [`a.user_id = ${search.param(self)}`]),
  ]
  return `(${ways.join(' or ')})`
}
