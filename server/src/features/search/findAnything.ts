import type { Call } from '../../access/call.ts'
import { reachOf } from '../../access/permission.ts'
import { SearchConditions } from '../../database/search.ts'
import { composeText, foldText } from '../../kernel/text/foldText.ts'
import { readableUsers } from '../accounts/index.ts'
import type { Deps } from '../manifest.ts'
import { visibleOrganizations } from '../organizations/index.ts'
import { visibleRows } from '../projects/index.ts'
import { loginNameKey, preferredLoginName, userByLoginNameSql } from '../users/index.ts'

/** An object that a search has found. */
export interface Hit {
  readonly kind: 'person' | 'machine' | 'organization' | 'project' | 'application'
  readonly id: string
  readonly name: string
  /** The login name of a user, the primary domain of an organization, the client id of an application; else ''. */
  readonly detail: string
  readonly org_id: string
  readonly org_name: string
  readonly project_id: string | null
  readonly project_name: string | null
  readonly state: string
  /** 0: the id or a name is the text; 1: a name begins with it; 2: a name contains it. */
  readonly rank: 0 | 1 | 2
}

/** Shorter texts are not looked for inside of names: their trigrams do not narrow an index. */
const shortestPart = 3

/** A search that is being composed: the texts as parameters, and the number of rows that each way may give. */
interface Texts {
  readonly search: SearchConditions
  readonly text: string
  readonly id: string
  readonly folded: string
  readonly prefix: string
  /** undefined for texts that are too short. */
  readonly part: string | undefined
  readonly limit: string
}

/** A kind of object: its table with an alias, its key, and its folded columns. */
interface Searched {
  readonly from: string
  readonly key: string
  readonly visible: string
  /** SQL of further exact matches, each a select of the key. */
  readonly exact: readonly string[]
  readonly columns: readonly string[]
}

/**
 * Finds objects by id or name among all that the caller may read, in one statement; exact matches first, then every kind in turn. A kind
 * is searched for parts of names only if beginnings of names gave fewer than `limit`.
 */
export async function findAnything(
  { database }: Pick<Deps, 'database'>,
  call: Call,
  wanted: { readonly text: string; readonly limit: number },
): Promise<readonly Hit[]> {
  const search = new SearchConditions('', [call.instance.id])
  const texts = textsOf(search, wanted)
  const kinds = [
    users(texts, call),
    organizations(texts, call),
    projects(texts, call),
    applications(texts, call),
  ]
  return database.query<Hit>(
    `select h.kind, h.id, h.name, h.detail, h.org_id, coalesce(o.name, '') as org_name, h.project_id, h.project_name, h.state, h.rank
      from (select k.*, row_number() over (partition by k.kind, k.rank order by k.sorted, k.id) as nth
        from (${kinds.join('\n union all ')}) k) h
      left join organizations o on o.instance_id = $1 and o.org_id = h.org_id
     order by h.rank, h.nth, h.kind limit ${texts.limit}`,
    search.values,
  )
}

function textsOf(
  search: SearchConditions,
  { text, limit }: { readonly text: string; readonly limit: number },
): Texts {
  const folded = foldText(text)
  const literal = folded.replace(/[\\%_]/g, (character) => `\\${character}`)
  const param = (value: string) => `${search.param(value)}::text`
  return {
    search,
    text,
    id: param(composeText(text)),
    folded: param(folded),
    prefix: param(`${literal}%`),
    part: folded.length < shortestPart ? undefined : param(`%${literal}%`),
    limit: `${search.param(limit)}::int`,
  }
}

/** SQL that selects the keys of one kind with their rank; every way is a scan of one index with its own limit. */
function ranked(
  { id, folded, prefix, part, limit }: Texts,
  { from, key, visible, exact, columns }: Searched,
): string {
  const [, alias = ''] = from.split(' ')
  const inInstance = `${alias}.instance_id = $1 and ${visible}`
  const near = [
    `(select ${key} as id, 0 as rank from ${from} where ${inInstance} and ${key} = ${id})`,
    ...exact.map((sql) => `(select x.id, 0 as rank from (${sql}) x)`),
    ...columns.map(
      (
        column,
      ) => `(select ${key} as id, case when ${column} = ${folded} then 0 else 1 end as rank from ${from}
        where ${inInstance} and ${column} like ${prefix} order by ${column} limit ${limit})`,
    ),
  ]
  const far =
    part &&
    `union all (select ${key} as id, 2 as rank from ${from}
      where (select count(distinct n.id) from near n) < ${limit} and ${inInstance}
        and (${columns.map((column) => `${column} like ${part}`).join(' or ')}) limit ${limit})`
  return `(with near as materialized (${near.join(' union all ')})
    select r.id, min(r.rank) as rank from (select n.id, n.rank from near n ${far ?? ''}) r group by r.id)`
}

function users(texts: Texts, call: Call): string {
  const { search, text } = texts
  const visible = readableUsers(search, call)
  const { login_name, login_user, login_domain } = loginNameKey(text)
  const byLoginName = userByLoginNameSql('u.user_id, u.org_id', '$1', {
    login_name: search.param(login_name),
    login_user: search.param(login_user),
    login_domain: search.param(login_domain),
  })
  const named = `select l.user_id as id from (${byLoginName}) l join users u on u.instance_id = $1 and u.user_id = l.user_id
      where ${visible}`
  const columns = ['username', 'display_name', 'family_name', 'email', 'phone'].map(
    (name) => `u.${name}_folded`,
  )
  const found = ranked(texts, { from: 'users u', key: 'u.user_id', visible, exact: [named], columns })
  return `select case u.kind when 'human' then 'person' else 'machine' end as kind, u.user_id as id, u.display_name as name,
      ${preferredLoginName} as detail, u.org_id, null::text as project_id, null::text as project_name,
      case when u.status = 'locked' and u.locked_until <= now() then 'active' else u.status end as state,
      f.rank, u.display_name_folded as sorted
    from ${found} f join users u on u.instance_id = $1 and u.user_id = f.id`
}

function organizations(texts: Texts, call: Call): string {
  const { search, folded } = texts
  const seen = visibleOrganizations(call)
  const visible = seen === 'all' ? 'true' : `o.org_id = any(${search.param(seen)}::text[])`
  const byDomain = `select d.org_id as id from org_domains d join organizations o on o.instance_id = $1 and o.org_id = d.org_id
    where d.instance_id = $1 and d.is_verified and d.domain = ${folded} and ${visible}`
  const found = ranked(texts, {
    from: 'organizations o',
    key: 'o.org_id',
    visible,
    exact: [byDomain],
    columns: ['o.name_folded'],
  })
  return `select 'organization' as kind, o.org_id as id, o.name, o.primary_domain as detail, o.org_id, null as project_id,
      null as project_name, o.state, f.rank, o.name_folded as sorted
    from ${found} f join organizations o on o.instance_id = $1 and o.org_id = f.id`
}

function projects(texts: Texts, call: Call): string {
  const { search } = texts
  const reached = reachOf(call.principal, 'project.read', call.instance.id)
  const owned = visibleRows(search, reached, { org: 'p.org_id', project: 'p.project_id' })
  const granted = visibleRows(search, reached, { grantedOrg: 'g.granted_org_id', grant: 'g.grant_id' })
  const visible = `(${owned} or exists (select from project_grants g
    where g.instance_id = p.instance_id and g.project_id = p.project_id and ${granted}))`
  const found = ranked(texts, {
    from: 'projects p',
    key: 'p.project_id',
    visible,
    exact: [],
    columns: ['p.name_folded'],
  })
  return `select 'project' as kind, p.project_id as id, p.name, '' as detail, p.org_id, p.project_id, p.name as project_name, p.state,
      f.rank, p.name_folded as sorted
    from ${found} f join projects p on p.instance_id = $1 and p.project_id = f.id`
}

function applications(texts: Texts, call: Call): string {
  const { search, id } = texts
  const reached = reachOf(call.principal, 'project.app.read', call.instance.id)
  const visible = visibleRows(search, reached, { org: 'a.org_id', project: 'a.project_id' })
  const byClient = `select a.app_id as id from applications a where a.instance_id = $1 and a.client_id = ${id} and ${visible}`
  const found = ranked(texts, {
    from: 'applications a',
    key: 'a.app_id',
    visible,
    exact: [byClient],
    columns: ['a.name_folded'],
  })
  return `select 'application' as kind, a.app_id as id, a.name, coalesce(a.client_id, '') as detail, a.org_id, a.project_id,
      (select p.name from projects p where p.instance_id = $1 and p.project_id = a.project_id) as project_name, a.state,
      f.rank, a.name_folded as sorted
    from ${found} f join applications a on a.instance_id = $1 and a.app_id = f.id`
}
