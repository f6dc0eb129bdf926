import type { Call } from '../../access/call.ts'
import type { Reached } from '../../access/permission.ts'
import { SearchConditions } from '../../database/search.ts'
import type { Deps } from '../manifest.ts'
import { visibleRows } from '../projects/index.ts'
import type { Expiring } from './readAttention.ts'

/** The kinds of keys and tokens that expire. */
export const expiringKinds = ['application_key', 'machine_key', 'personal_access_token'] as const

/** A key or token, with the project of its application, and whether it has expired. */
type ListedCredential = Expiring & {
  readonly projectId: string | null
  readonly expired: boolean
}

/** Which keys and tokens are listed. */
interface WantedCredentials {
  /** Where the caller may read users, and so their keys and tokens. */
  readonly users: Reached
  /** Where the caller may read applications, and so their keys. */
  readonly applications: Reached
  /** The only organization; '' for all. */
  readonly orgId: string
  /** The only kind; '' for all. */
  readonly kind: string
  /** The days from now within which they expire. */
  readonly days: number
  readonly offset: number
  readonly limit: number
}

/** A table of keys or tokens, as `x`, with the columns that differ. */
interface Source {
  readonly kind: Expiring['kind']
  readonly table: string
  readonly id: string
  readonly owner: string
  readonly project: string
  readonly conditions: readonly string[]
}

const ofUser = { owner: 'x.user_id', project: 'null::text' }
const tables: Readonly<
  Record<Expiring['kind'], Omit<Source, 'kind' | 'conditions'> & Partial<Pick<Source, 'conditions'>>>
> = {
  application_key: { table: 'app_keys', id: 'x.key_id', owner: 'x.app_id', project: 'x.project_id' },
  machine_key: { table: 'machine_keys', id: 'x.key_id', ...ofUser },
  personal_access_token: {
    table: 'personal_access_tokens',
    id: 'x.token_id',
    ...ofUser,
    conditions: ['not x.revoked'],
  },
}

/**
 * Returns a page of the keys and tokens that have expired or expire within the days, by their expiry, and the number of all. Each table is
 * read up to the end of the page by its expiry; names are looked up for the rows of the page only.
 */
export async function readExpiring(
  { database }: Pick<Deps, 'database'>,
  { instance, now }: Pick<Call, 'instance' | 'now'>,
  wanted: WantedCredentials,
): Promise<{ readonly total: number; readonly rows: readonly ListedCredential[] }> {
  const search = new SearchConditions('', [instance.id, now.toISOString(), wanted.days])
  const sources = sourcesOf(search, wanted)
  const counts = sources.map((source) => `(select count(*)::int ${from(source)})`)
  const counting = database.query<{ total: number }>(`select ${counts.join(' + ')} as total`, [
    ...search.values,
  ])
  const [offset, limit] = [search.param(wanted.offset), search.param(wanted.limit)]
  const most = `${offset}::int + ${limit}::int`
  const reading = database.query<ListedCredential>(
    `select f.kind, f.id, f.owner_id as "ownerId", coalesce(u.display_name, a.name, '') as "ownerName",
        f.project_id as "projectId", f.org_id as "orgId", f.expires_at as "expiresAt", f.expires_at <= $2::timestamptz as expired
       from (select * from (${sources.map((source) => firstRows(source, most)).join(' union all ')}) t
         order by expires_at, id offset ${offset}::int limit ${limit}::int) f
       left join users u on u.instance_id = $1 and f.project_id is null and u.user_id = f.owner_id
       left join applications a on a.instance_id = $1 and f.project_id is not null and a.app_id = f.owner_id
      order by f.expires_at, f.id`,
    search.values,
  )
  const [[counted], rows] = await Promise.all([counting, reading])
  return { total: counted?.total ?? 0, rows }
}

function sourcesOf(search: SearchConditions, wanted: WantedCredentials): readonly Source[] {
  const inOrg = wanted.orgId === '' ? [] : [`x.org_id = ${search.param(wanted.orgId)}`]
  // A statement must use every parameter, so kinds that are not wanted add none.
  return expiringKinds
    .filter((kind) => wanted.kind === '' || wanted.kind === kind)
    .map((kind) => {
      const visible =
        kind === 'application_key'
          ? visibleRows(search, wanted.applications, { org: 'x.org_id', project: 'x.project_id' })
          : visibleRows(search, wanted.users, { org: 'x.org_id' })
      const { conditions = [], ...columns } = tables[kind]
      return { kind, ...columns, conditions: [visible, ...inOrg, ...conditions] }
    })
}

const from = ({ table, conditions }: Source) => `from ${table} x
   where x.instance_id = $1 and x.expires_at <= $2::timestamptz + make_interval(days => $3::int)
     and ${conditions.join(' and ')}`

const firstRows = (source: Source, most: string) =>
  `(select '${source.kind}' as kind, ${source.id} as id, ${source.owner} as owner_id, ${source.project} as project_id,
      x.org_id, x.expires_at ${from(source)} order by x.expires_at, ${source.id} limit ${most})`
