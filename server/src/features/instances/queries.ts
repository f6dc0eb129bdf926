import { emptyQuery } from '../../contract/listQuery.ts'
import {
  domainMatches,
  type Page,
  SearchConditions,
  type Source,
  searchPage,
  textMethod,
} from '../../database/search.ts'
import type { InstanceId } from '../../kernel/ids.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import { hostsToFind } from '../../kernel/text/hostName.ts'
import { instanceNotFound } from './refusals.ts'

/** A row of `instances` as lists return it. */
export interface InstanceRow {
  readonly instance_id: InstanceId
  readonly name: string
  readonly default_language: string
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
  readonly domains: readonly DomainRow[]
}

/** A row of `instance_domains` as lists return it. */
export interface DomainRow {
  readonly domain: string
  readonly is_primary: boolean
  readonly is_generated: boolean
  readonly created_at: string
  readonly sequence: string
}

const columns = `i.instance_id, i.name, i.default_language, i.created_at, i.changed_at, i.sequence,
  (select coalesce(jsonb_agg(jsonb_build_object('domain', d.domain, 'is_primary', d.is_primary,
      'is_generated', d.is_generated, 'created_at', d.created_at, 'sequence', d.sequence::text)
      order by d.created_at, d.domain collate "C"), '[]')
     from instance_domains d where d.instance_id = i.instance_id) as domains`

/** Returns one instance with its domains. */
async function findInstance(source: Source, instanceId: InstanceId): Promise<InstanceRow | undefined> {
  const [row] = await source.query<InstanceRow>(
    `select ${columns} from instances i where i.instance_id = $1`,
    [instanceId],
  )
  return row
}

/** Returns one instance with its domains; refuses an unknown id. */
export async function requireInstance(source: Source, instanceId: InstanceId): Promise<InstanceRow> {
  return accept<InstanceRow>((await findInstance(source, instanceId)) ?? instanceNotFound)
}

/** One of the contract's queries for instances. */
export interface InstanceQuery {
  readonly query:
    | { readonly case: 'idQuery' | 'inIdsFilter'; readonly value: { readonly ids: readonly string[] } }
    | {
        readonly case: 'domainQuery' | 'customDomainsFilter'
        readonly value: { readonly domains: readonly string[] }
      }
    | { readonly case: undefined }
}

/** Columns to sort by, by the numbers of `FieldName`. */
const instanceColumns: Readonly<Record<number, string>> = {
  1: 'i.instance_id',
  2: 'i.name collate "C"',
  3: 'i.created_at',
}

/** Returns the instances of the system that match every query. */
export async function listInstances(
  source: Source,
  wanted: { readonly queries: readonly InstanceQuery[]; readonly sortingColumn: number; readonly page: Page },
): Promise<{ readonly rows: readonly InstanceRow[]; readonly total: number }> {
  const search = new SearchConditions('', [])
  for (const { query } of wanted.queries) search.add(instanceCondition(search, query))
  const direction = wanted.page.asc ? 'asc' : 'desc'
  const column = instanceColumns[wanted.sortingColumn] ?? 'i.created_at'
  const orderBy = `${column} ${direction}, i.instance_id ${direction}`
  return searchPage<InstanceRow>(
    source,
    { select: columns, from: 'instances i', orderBy, page: wanted.page },
    search,
  )
}

function instanceCondition(search: SearchConditions, query: InstanceQuery['query']): string {
  switch (query.case) {
    case 'idQuery':
    case 'inIdsFilter':
      return `i.instance_id = any(${search.param(query.value.ids)}::text[])`
    case 'domainQuery':
    case 'customDomainsFilter': {
      const domains = search.param(query.value.domains.flatMap(hostsToFind))
      return `exists (select 1 from instance_domains d where d.instance_id = i.instance_id and d.domain = any(${domains}::text[]))`
    }
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

/** One of the contract's queries for the domains of an instance; trusted domains have the first kind only. */
export interface DomainQuery {
  readonly query:
    | {
        readonly case: 'domainQuery' | 'domainFilter'
        readonly value: { readonly domain: string; readonly method: number }
      }
    | { readonly case: 'generatedQuery'; readonly value: { readonly generated: boolean } }
    | { readonly case: 'primaryQuery'; readonly value: { readonly primary: boolean } }
    | { readonly case: 'generatedFilter' | 'primaryFilter'; readonly value: boolean }
    | { readonly case: undefined }
}

/** A search for hosts; `sortingColumn` is a number of the list's own enumeration. */
export interface DomainSearch {
  readonly queries: readonly DomainQuery[]
  readonly sortingColumn: number
  readonly page: Page
}

const domainColumns = ['', 'domain collate "C"', 'is_primary', 'is_generated', 'created_at']

/** Returns the domains of an instance that match every query. */
export function listDomains(source: Source, instanceId: InstanceId, wanted: DomainSearch) {
  return hosts(source, instanceId, 'instance_domains', domainColumns[wanted.sortingColumn], wanted)
}

/** Returns the trusted domains of an instance that match every query, sorted by domain (1) or creation (2 or 4). */
export function listTrustedDomains(source: Source, instanceId: InstanceId, wanted: DomainSearch) {
  const column = wanted.sortingColumn === 1 ? 'domain collate "C"' : 'created_at'
  return hosts(source, instanceId, 'instance_trusted_domains', column, wanted)
}

async function hosts(
  source: Source,
  instanceId: InstanceId,
  table: 'instance_domains' | 'instance_trusted_domains',
  column: string | undefined,
  wanted: DomainSearch,
): Promise<{ readonly rows: readonly DomainRow[]; readonly total: number }> {
  const search = new SearchConditions('instance_id = $1', [instanceId])
  for (const { query } of wanted.queries) search.add(domainCondition(search, query))
  const direction = wanted.page.asc ? 'asc' : 'desc'
  const orderBy = `${column || 'created_at'} ${direction}, domain collate "C" ${direction}`
  return searchPage<DomainRow>(source, { select: '*', from: table, orderBy, page: wanted.page }, search)
}

function domainCondition(search: SearchConditions, query: DomainQuery['query']): string {
  switch (query.case) {
    case 'domainQuery':
    case 'domainFilter':
      return domainMatches(search, 'domain', textMethod(query.value.method), query.value.domain)
    case 'generatedQuery':
      return `is_generated = ${search.param(query.value.generated)}`
    case 'primaryQuery':
      return `is_primary = ${search.param(query.value.primary)}`
    case 'generatedFilter':
      return `is_generated = ${search.param(query.value)}`
    case 'primaryFilter':
      return `is_primary = ${search.param(query.value)}`
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

/** Reports whether any instance of the system has this domain. */
export async function domainExists(source: Source, domain: string): Promise<boolean> {
  const [row] = await source.query<{ taken: boolean }>(
    'select exists (select 1 from instance_domains where domain = any($1)) as taken',
    [hostsToFind(domain)],
  )
  return row?.taken === true
}
