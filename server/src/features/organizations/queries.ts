import { hasPermission } from '../../access/permission.ts'
import type { Principal } from '../../access/principal.ts'
import { emptyQuery } from '../../contract/listQuery.ts'
import {
  type Page,
  type SearchConditions,
  type Source,
  searchConditions,
  searchPage,
  textMatches,
} from '../../database/search.ts'
import { DomainError } from '../../kernel/refusal.ts'

export interface OrgRow {
  readonly org_id: string
  readonly name: string
  readonly state: 'active' | 'inactive'
  readonly primary_domain: string
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** One search query of the contract, whichever generation asks. */
export interface OrgQuery {
  readonly query:
    | {
        readonly case: 'nameQuery' | 'nameFilter'
        readonly value: { readonly name: string; readonly method: number }
      }
    | {
        readonly case: 'domainQuery' | 'domainFilter'
        readonly value: { readonly domain: string; readonly method: number }
      }
    | { readonly case: 'stateQuery' | 'stateFilter'; readonly value: { readonly state: number } }
    | { readonly case: 'idQuery' | 'idFilter'; readonly value: { readonly id: string } }
    | { readonly case: 'defaultQuery' }
    | { readonly case: undefined }
}

/** The organizations that a list may show: all of the instance, or those with these ids. */
export type Visible = 'all' | readonly string[]

/** Which organizations the caller may read (`org.read`). */
export function visibleOrganizations(principal: Principal, instanceId: string): Visible {
  if (principal.kind === 'anonymous') return []
  if (hasPermission(principal, 'org.read', { instanceId })) return 'all'
  const ids = principal.memberships.map(({ scope, aggregateId, orgId }) =>
    scope === 'org' ? aggregateId : orgId,
  )
  return [...new Set(ids)].filter(
    (orgId) => orgId !== undefined && hasPermission(principal, 'org.read', { instanceId, orgId }),
  ) as string[]
}

const columns = 'o.org_id, o.name, o.state, o.primary_domain, o.created_at, o.changed_at, o.sequence'

/** What a list of organizations asks for. */
export interface OrgSearch {
  readonly instanceId: string
  readonly defaultOrgId: string
  readonly visible: Visible
  readonly queries: readonly OrgQuery[]
  readonly sort: 'name' | 'created' | 'none'
  readonly page: Page
}

/** The visible organizations that match every query. */
export async function listOrganizations(
  source: Source,
  wanted: OrgSearch,
): Promise<{ readonly rows: readonly OrgRow[]; readonly total: number }> {
  const search = searchConditions('o.instance_id = $1', [wanted.instanceId])
  if (wanted.visible !== 'all') search.add(`o.org_id = any(${search.param(wanted.visible)}::text[])`)
  for (const { query } of wanted.queries) search.add(orgCondition(search, query, wanted.defaultOrgId))
  const direction = wanted.page.asc ? 'asc' : 'desc'
  const first = { name: `lower(o.name) ${direction}, `, created: `o.created_at ${direction}, `, none: '' }[
    wanted.sort
  ]
  const orderBy = `${first}o.org_id ${direction}`
  return searchPage<OrgRow>(
    source,
    { select: columns, from: 'organizations o', orderBy, page: wanted.page },
    search,
  )
}

const stateNames: Readonly<Record<number, string>> = { 1: 'active', 2: 'inactive', 3: 'removed' }

function orgCondition(search: SearchConditions, query: OrgQuery['query'], defaultOrgId: string): string {
  switch (query.case) {
    case 'nameQuery':
    case 'nameFilter':
      return textMatches(search, 'o.name', query.value.method, query.value.name)
    case 'domainQuery':
    case 'domainFilter':
      return `exists (select 1 from org_domains d where d.instance_id = o.instance_id and d.org_id = o.org_id
        and d.is_verified and ${textMatches(search, 'd.domain', query.value.method, query.value.domain)})`
    case 'stateQuery':
    case 'stateFilter':
      return `o.state = ${search.param(stateNames[query.value.state] ?? '')}`
    case 'idQuery':
    case 'idFilter':
      return `o.org_id = ${search.param(query.value.id)}`
    case 'defaultQuery':
      return `o.org_id = ${search.param(defaultOrgId)}`
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

/** One organization by id. */
export async function findOrganization(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<OrgRow | undefined> {
  const [row] = await source.query<OrgRow>(
    `select ${columns} from organizations o where o.instance_id = $1 and o.org_id = $2`,
    [instanceId, orgId],
  )
  return row
}

/** The organization that has verified this domain. */
export async function findOrganizationByDomain(
  source: Source,
  instanceId: string,
  domain: string,
): Promise<OrgRow | undefined> {
  const [row] = await source.query<OrgRow>(
    `select ${columns} from organizations o join org_domains d using (instance_id, org_id)
      where instance_id = $1 and lower(d.domain) = lower($2) and d.is_verified`,
    [instanceId, domain],
  )
  return row
}

/** Whether a name and a domain are free; '' asks for nothing. */
export async function isUnique(
  source: Source,
  instanceId: string,
  name: string,
  domain: string,
): Promise<boolean> {
  const [row] = await source.query<{ taken: boolean }>(
    `select exists (select 1 from organizations where instance_id = $1 and lower(name) = lower($2))
         or exists (select 1 from org_domains where instance_id = $1 and lower(domain) = lower($3) and is_verified)
       as taken`,
    [instanceId, name.trim(), domain.trim()],
  )
  return row?.taken === false
}

export interface DomainRow {
  readonly domain: string
  readonly is_verified: boolean
  readonly is_primary: boolean
  readonly validation_type: 'http' | 'dns' | null
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** A text to match, as the contract's queries carry it. */
export interface TextQuery {
  readonly text: string
  readonly method: number
}

/** The domains of one organization whose names match every query. */
export async function listDomains(
  source: Source,
  org: { readonly instanceId: string; readonly orgId: string },
  queries: readonly TextQuery[],
  page: Page,
): Promise<{ readonly rows: readonly DomainRow[]; readonly total: number }> {
  return listOwned<DomainRow>(source, org, { table: 'org_domains', column: 'domain' }, queries, page)
}

export interface MetadataRow {
  readonly key: string
  readonly value: Buffer
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** The metadata of one organization whose keys match every query. */
export async function listMetadata(
  source: Source,
  org: { readonly instanceId: string; readonly orgId: string },
  queries: readonly TextQuery[],
  page: Page,
): Promise<{ readonly rows: readonly MetadataRow[]; readonly total: number }> {
  return listOwned<MetadataRow>(source, org, { table: 'org_metadata', column: 'key' }, queries, page)
}

async function listOwned<Row extends object>(
  source: Source,
  org: { readonly instanceId: string; readonly orgId: string },
  { table, column }: { readonly table: string; readonly column: string },
  queries: readonly TextQuery[],
  page: Page,
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const search = searchConditions('instance_id = $1 and org_id = $2', [org.instanceId, org.orgId])
  for (const { text, method } of queries) search.add(textMatches(search, column, method, text))
  const orderBy = `${column} ${page.asc ? 'asc' : 'desc'}`
  return searchPage<Row>(source, { select: '*', from: table, orderBy, page }, search)
}
