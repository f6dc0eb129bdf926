import type { Call } from '../../../access/call.ts'
import { hasPermission, isSelf } from '../../../access/permission.ts'
import { emptyQuery } from '../../../contract/listQuery.ts'
import { type Page, type Source, searchConditions, searchPage } from '../../../database/search.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { plainMatches, textMethod } from './textCondition.ts'

/** One entry, with the organization that owns the user. */
export interface MetadataRow {
  readonly key: string
  readonly value: Buffer
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
  readonly org_id: string
}

/** A filter of the contract: v1 `MetadataQuery` or v2 `MetadataSearchFilter`. */
export type MetadataFilter =
  | {
      readonly case: 'keyQuery' | 'keyFilter'
      readonly value: { readonly key: string; readonly method: number }
    }
  | { readonly case: undefined; readonly value?: undefined }

/** What a list of metadata asks for; an entry is there only for a user of `orgId`. */
export interface MetadataSearch {
  readonly userId: string
  readonly orgId: string
  readonly filters: readonly MetadataFilter[]
  readonly page: Page
}

const from = 'user_metadata m join users u on u.instance_id = m.instance_id and u.user_id = m.user_id'
const select = 'm.key, m.value, m.created_at, m.changed_at, m.sequence, u.org_id'

/** The entries of one user that match every filter, by creation date; an unknown user has none. */
export function listMetadata(source: Source, instanceId: string, wanted: MetadataSearch) {
  const search = searchConditions('m.instance_id = $1 and m.user_id = $2 and u.org_id = $3', [
    instanceId,
    wanted.userId,
    wanted.orgId,
  ])
  for (const filter of wanted.filters) {
    if (filter.case === undefined) throw new DomainError(emptyQuery)
    const { shape, ignoreCase } = textMethod(filter.value.method)
    search.add(plainMatches(search, 'm.key', shape, ignoreCase, filter.value.key))
  }
  const direction = wanted.page.asc ? 'asc' : 'desc'
  const orderBy = `m.created_at ${direction}, m.key ${direction}`
  return searchPage<MetadataRow>(source, { select, from, orderBy, page: wanted.page }, search)
}

/** The same for whoever may read the user: itself, or with `user.read` in the user's organization; else none. */
export async function listReadableMetadata(
  source: Source,
  call: Call,
  wanted: Omit<MetadataSearch, 'orgId'>,
): Promise<Awaited<ReturnType<typeof listMetadata>>> {
  const instanceId = call.instance.id
  const [user] = await source.query<{ org_id: string }>(
    'select org_id from users where instance_id = $1 and user_id = $2',
    [instanceId, wanted.userId],
  )
  const readable =
    isSelf(call.principal, wanted.userId) ||
    hasPermission(call.principal, 'user.read', { instanceId, orgId: user?.org_id })
  const orgId = user !== undefined && readable ? user.org_id : ''
  return listMetadata(source, instanceId, { ...wanted, orgId })
}

/** One entry of a user of this organization. */
export async function findMetadata(
  source: Source,
  instanceId: string,
  user: { readonly userId: string; readonly orgId: string },
  key: string,
): Promise<MetadataRow | undefined> {
  const [row] = await source.query<MetadataRow>(
    `select ${select} from ${from}
      where m.instance_id = $1 and m.user_id = $2 and u.org_id = $3 and m.key = $4`,
    [instanceId, user.userId, user.orgId, key],
  )
  return row
}
