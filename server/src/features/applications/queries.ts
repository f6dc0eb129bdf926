import type { Call } from '../../access/call.ts'
import { reachOf } from '../../access/permission.ts'
import { type Page, SearchConditions, type Source, searchPage } from '../../database/search.ts'
import { accept, type Refusal } from '../../kernel/refusal.ts'
import type { ApiConfig, OidcConfig, SamlConfig } from './config.ts'
import { appNotFound, keyNotFound } from './refusals.ts'

/** An app in a list, with the settings of its protocol. */
export type ApplicationRow = {
  readonly app_id: string
  readonly project_id: string
  readonly org_id: string
  readonly name: string
  readonly state: 'active' | 'inactive'
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
} & (
  | { readonly kind: 'oidc'; readonly client_id: string; readonly config: OidcConfig }
  | { readonly kind: 'api'; readonly client_id: string; readonly config: ApiConfig }
  | { readonly kind: 'saml'; readonly client_id: null; readonly config: SamlConfig }
)

/** A key of an app in a list. */
export interface AppKeyRow {
  readonly key_id: string
  readonly app_id: string
  readonly project_id: string
  readonly org_id: string
  readonly expires_at: string
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

const tables = {
  applications: {
    select:
      'app_id, project_id, org_id, name, state, kind, client_id, config, created_at, changed_at, sequence',
    id: 'app_id',
    missing: appNotFound,
  },
  app_keys: {
    select: 'key_id, app_id, project_id, org_id, expires_at, created_at, created_at as changed_at, sequence',
    id: 'key_id',
    missing: keyNotFound,
  },
} as const

/** A table of this feature with its type of row. */
interface Rows {
  applications: ApplicationRow
  app_keys: AppKeyRow
}

/** Begins a search in the instance. */
export function inInstance(call: Call): SearchConditions {
  return new SearchConditions('instance_id = $1', [call.instance.id])
}

/** Begins a search for what belongs to one project of the context organization. */
export function inProject(call: Call, projectId: string): SearchConditions {
  return new SearchConditions('instance_id = $1 and org_id = $2 and project_id = $3', [
    call.instance.id,
    call.orgId,
    projectId,
  ])
}

/** Begins a search for one app, or what belongs to it, in a project of the context organization. */
export function inApp(
  call: Call,
  app: { readonly projectId: string; readonly appId: string },
): SearchConditions {
  const search = inProject(call, app.projectId)
  narrow(search, 'app_id', app.appId)
  return search
}

/** Restricts a search to rows of organizations and projects where the caller has the permission. */
export function restrictToReadable(search: SearchConditions, call: Call, permission: string): void {
  const reached = reachOf(call.principal, permission, call.instance.id)
  if (reached === 'all') return
  const { orgs, projects } = reached
  search.add(
    `(org_id = any(${search.param(orgs)}::text[]) or project_id = any(${search.param(projects)}::text[]))`,
  )
}

/** Adds an exact condition on a column unless the value is ''. */
export function narrow(search: SearchConditions, column: string, value: string): void {
  if (value !== '') search.add(`${column} = ${search.param(value)}`)
}

/** Returns one page of apps or keys by a column, and the number of all matches. */
export function pageOf<Table extends keyof Rows>(
  source: Source,
  table: Table,
  search: SearchConditions,
  { page, column }: { readonly page: Page; readonly column: string },
) {
  const { select, id } = tables[table]
  const direction = page.asc ? 'asc' : 'desc'
  const orderBy = column === id ? `${id} ${direction}` : `${column} ${direction}, ${id} ${direction}`
  return searchPage<Rows[Table]>(source, { select, from: table, orderBy, page }, search)
}

/** Returns the only app or key that a search finds; refuses if there is none. */
export async function only<Table extends keyof Rows>(
  source: Source,
  table: Table,
  search: SearchConditions,
): Promise<Rows[Table]> {
  const { select, missing } = tables[table]
  const [row] = await source.query<Rows[Table]>(
    `select ${select} from ${table} where ${search.sql} limit 1`,
    search.values,
  )
  return accept<Rows[Table]>(row ?? (missing as Refusal))
}
