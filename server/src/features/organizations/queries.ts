import type { Call, Instance } from '../../access/call.ts'
import { hasPermission } from '../../access/permission.ts'
import { emptyQuery } from '../../contract/listQuery.ts'
import {
  domainMatches,
  foldedMatches,
  type Page,
  SearchConditions,
  type Source,
  searchPage,
  textMethod,
} from '../../database/search.ts'
import { type InstanceId, type OrgId, orgId } from '../../kernel/ids.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import { domainToFind } from '../../kernel/text/canonicalDomain.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import type { ValidationType } from './events.ts'
import { orgNotFound } from './refusals.ts'

/** A row of `organizations` as lists return it. */
export interface OrgRow {
  readonly org_id: OrgId
  readonly name: string
  readonly state: 'active' | 'inactive'
  readonly primary_domain: string
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** A search query of the contract, of any generation. */
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
export type Visible = 'all' | readonly OrgId[]

/** Returns the organizations that the caller may read (`org.read`). */
export function visibleOrganizations({ principal, instance }: Call): Visible {
  const instanceId = instance.id
  if (principal.kind === 'anonymous') return []
  if (hasPermission(principal, 'org.read', { instanceId })) return 'all'
  const ids = principal.memberships.flatMap((one) =>
    one.scope === 'org' ? orgId(one.aggregateId) : (one.orgId ?? []),
  )
  return [...new Set(ids)].filter((id) => hasPermission(principal, 'org.read', { instanceId, orgId: id }))
}

const columns = 'o.org_id, o.name, o.state, o.primary_domain, o.created_at, o.changed_at, o.sequence'

/** A search for organizations. */
export interface OrgSearch {
  readonly queries: readonly OrgQuery[]
  readonly sort: 'name' | 'created' | 'none'
  readonly page: Page
}

/** The visible organizations that match every query. */
export async function listOrganizations(
  source: Source,
  instance: Instance,
  visible: Visible,
  wanted: OrgSearch,
): Promise<{ readonly rows: readonly OrgRow[]; readonly total: number }> {
  const search = new SearchConditions('o.instance_id = $1', [instance.id])
  if (visible !== 'all') search.add(`o.org_id = any(${search.param(visible)}::text[])`)
  for (const { query } of wanted.queries) search.add(orgCondition(search, query, instance.defaultOrgId))
  const direction = wanted.page.asc ? 'asc' : 'desc'
  const first = { name: [`o.name_folded ${direction}`], created: [`o.created_at ${direction}`], none: [] }
  const orderBy = [...first[wanted.sort], `o.org_id ${direction}`].join(', ')
  return searchPage<OrgRow>(
    source,
    { select: columns, from: 'organizations o', orderBy, page: wanted.page },
    search,
  )
}

const stateNames: Readonly<Record<number, string>> = { 1: 'active', 2: 'inactive', 3: 'removed' }

function orgCondition(search: SearchConditions, query: OrgQuery['query'], defaultOrgId: OrgId): string {
  switch (query.case) {
    case 'nameQuery':
    case 'nameFilter':
      return foldedMatches(search, 'o.name', textMethod(query.value.method), query.value.name)
    case 'domainQuery':
    case 'domainFilter':
      return `exists (select 1 from org_domains d where d.instance_id = o.instance_id and d.org_id = o.org_id
        and d.is_verified and ${domainMatches(search, 'd.domain', textMethod(query.value.method), query.value.domain)})`
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

/** Returns the ids and names of those among these organizations that are visible, by name. */
export async function namesOfOrganizations(
  source: Source,
  instanceId: InstanceId,
  visible: Visible,
  ids: readonly string[],
): Promise<readonly Pick<OrgRow, 'org_id' | 'name'>[]> {
  const wanted = visible === 'all' ? ids : visible.filter((id) => ids.includes(id))
  return source.query<Pick<OrgRow, 'org_id' | 'name'>>(
    `select o.org_id, o.name from organizations o where o.instance_id = $1 and o.org_id = any($2::text[])
      order by o.name_folded, o.org_id`,
    [instanceId, wanted],
  )
}

/** Finds an organization by id. */
export async function findOrganization(
  source: Source,
  instanceId: InstanceId,
  orgId: OrgId,
): Promise<OrgRow | undefined> {
  const [row] = await source.query<OrgRow>(
    `select ${columns} from organizations o where o.instance_id = $1 and o.org_id = $2`,
    [instanceId, orgId],
  )
  return row
}

/** Reads an organization by id; one that does not exist is refused. */
export async function getOrganization(source: Source, instanceId: InstanceId, orgId: OrgId): Promise<OrgRow> {
  return accept<OrgRow>((await findOrganization(source, instanceId, orgId)) ?? orgNotFound)
}

/** Reads the organization that has verified this domain; if there is none, that is refused. */
export async function getOrganizationByDomain(
  source: Source,
  instanceId: InstanceId,
  domain: string,
): Promise<OrgRow> {
  const [row] = await source.query<OrgRow>(
    `select ${columns} from organizations o join org_domains d using (instance_id, org_id)
      where instance_id = $1 and d.domain = $2 and d.is_verified`,
    [instanceId, domainToFind(domain)],
  )
  return accept<OrgRow>(row ?? orgNotFound)
}

/** Whether a name and a domain are both free; '' is always free. */
export async function isUnique(
  source: Source,
  instanceId: InstanceId,
  name: string,
  domain: string,
): Promise<boolean> {
  const [row] = await source.query<{ taken: boolean }>(
    `select exists (select 1 from organizations where instance_id = $1 and name_folded = $2)
         or exists (select 1 from org_domains where instance_id = $1 and domain = $3 and is_verified)
       as taken`,
    [instanceId, foldText(name.trim()), domainToFind(domain)],
  )
  return row?.taken === false
}

/** A row of `org_domains` as lists return it. */
export interface DomainRow {
  readonly domain: string
  readonly is_verified: boolean
  readonly is_primary: boolean
  readonly validation_type: ValidationType | null
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** A text to match; `method` is the contract's number. */
export interface TextQuery {
  readonly text: string
  readonly method: number
}

/** A search for the domains or the metadata of an organization. */
export interface OwnedSearch {
  readonly queries: readonly TextQuery[]
  /** By the name if undefined. */
  readonly sort?: 'created' | undefined
  readonly page: Page
}

interface Owner {
  readonly instanceId: InstanceId
  readonly orgId: OrgId
}

/** Lists the domains of an organization whose names match every query. */
export function listDomains(source: Source, org: Owner, wanted: OwnedSearch) {
  return listOwned<DomainRow>(
    source,
    org,
    { table: 'org_domains', column: 'domain', matches: domainMatches },
    wanted,
  )
}

/** A row of `org_metadata` as lists return it. */
export interface MetadataRow {
  readonly key: string
  readonly value: Buffer
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** Lists the metadata of an organization whose keys match every query. */
export function listMetadata(source: Source, org: Owner, wanted: OwnedSearch) {
  return listOwned<MetadataRow>(
    source,
    org,
    { table: 'org_metadata', column: 'key', matches: foldedMatches },
    wanted,
  )
}

async function listOwned<Row extends object>(
  source: Source,
  org: Owner,
  {
    table,
    column,
    matches,
  }: { readonly table: string; readonly column: string; readonly matches: typeof foldedMatches },
  { queries, sort, page }: OwnedSearch,
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const search = new SearchConditions('instance_id = $1 and org_id = $2', [org.instanceId, org.orgId])
  for (const { text, method } of queries) search.add(matches(search, column, textMethod(method), text))
  const direction = page.asc ? 'asc' : 'desc'
  const first = sort === 'created' ? `created_at ${direction}, ` : ''
  const orderBy = `${first}${column} collate "C" ${direction}`
  return searchPage<Row>(source, { select: '*', from: table, orderBy, page }, search)
}
