import type { Call } from '../../access/call.ts'
import { confirmedFind, confirmedFinds, type KeyedRead } from '../../access/confirmedFind.ts'
import { hasPermission, isSelf } from '../../access/permission.ts'
import { emptyQuery } from '../../contract/listQuery.ts'
import {
  foldedMatches,
  type Page,
  SearchConditions,
  type Source,
  searchPage,
  textMethod,
} from '../../database/search.ts'
import type { OrgId, UserId } from '../../kernel/ids.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { composeText, foldText } from '../../kernel/text/foldText.ts'
import type { Deps } from '../manifest.ts'
import { notHuman, type UserStatus, userNotFound } from '../users/index.ts'
import type { Target } from './target.ts'

const metadataNotFound = refuse(
  'user.metadata_not_found',
  'not_found',
  'the user has no metadata with this key; check the key and the organization',
)

/** A user as reads return it. */
export interface UserRow {
  readonly user_id: UserId
  readonly org_id: OrgId
  readonly kind: 'human' | 'machine'
  readonly status: UserStatus
  readonly locked_until: string | null
  readonly username: string
  readonly scope: string
  readonly given_name: string
  readonly family_name: string
  readonly nick_name: string
  readonly display_name: string
  readonly preferred_language: string
  readonly gender: 'unspecified' | 'female' | 'male' | 'diverse'
  readonly email: string
  readonly email_verified: boolean
  readonly phone: string
  readonly phone_verified: boolean
  readonly password_changed_at: string | null
  readonly password_change_required: boolean
  /** The store key of the picture; '' without one. */
  readonly avatar_key: string
  readonly description: string
  readonly access_token_type: 'bearer' | 'jwt'
  readonly has_secret: boolean
  readonly created_at: string
  /** The last change that counts (users notes §7). */
  readonly changed: { readonly at: string; readonly sequence: number }
  /** The last time that the person put off setting up a second factor. */
  readonly skipped_at: string | null
  /** The organization's verified domains; null if they are not part of login names. */
  readonly domains: readonly { readonly name: string; readonly primary: boolean }[] | null
}

/** The select list of a `UserRow` from `users u`. */
export const userColumns = `u.user_id, u.org_id, u.kind, u.status, u.locked_until, u.username, u.scope,
  u.given_name, u.family_name, u.nick_name, u.display_name, u.preferred_language, u.gender,
  u.email, u.email_verified, u.phone, u.phone_verified, u.password_changed_at, u.password_change_required, u.avatar_key,
  u.description, u.access_token_type, u.has_secret, u.created_at,
  (select s.facets->'userChange' from streams s
    where s.instance_id = u.instance_id and s.stream_type = 'user' and s.stream_id = u.user_id) as changed,
  (select s.skipped_at from mfa_init_skips s
    where s.instance_id = u.instance_id and s.user_id = u.user_id) as skipped_at,
  case when u.scope <> '' then (select json_agg(json_build_object('name', d.domain, 'primary', d.is_primary))
    from org_domains d where d.instance_id = u.instance_id and d.org_id = u.org_id and d.is_verified) end as domains`

const userSql = `select ${userColumns} from users u where u.instance_id = $1 and u.user_id = $2`

/** Reads the user that a target names; refuses unknown ones. */
export async function readUser(
  deps: Pick<Deps, 'database' | 'log'>,
  call: Call,
  { userId, withinOrg }: Target,
): Promise<UserRow> {
  const [row] = await confirmedFind(deps, userRead(call.instance.id, userId))
  if (!row || (withinOrg !== undefined && row.org_id !== withinOrg)) throw new DomainError(userNotFound)
  return row
}

/** Reads users by their ids, in this order and without unknown ones. */
export async function readUsers(
  deps: Pick<Deps, 'database' | 'log'>,
  instanceId: string,
  userIds: readonly string[],
): Promise<readonly UserRow[]> {
  return (
    await confirmedFinds(
      deps,
      userIds.map((userId) => userRead(instanceId, userId)),
    )
  ).flat()
}

function userRead(instanceId: string, userId: string): KeyedRead<UserRow> {
  return {
    name: 'accounts/user',
    sql: userSql,
    instanceId,
    values: [instanceId, userId],
    reads: () => ({ user: [userId] }),
  }
}

/** Reads the person that a target names; refuses machines. */
export async function readPerson(
  deps: Parameters<typeof readUser>[0],
  call: Call,
  target: Target,
): Promise<UserRow> {
  const row = await readUser(deps, call, target)
  if (row.kind !== 'human') throw new DomainError(notHuman)
  return row
}

/**
 * Whether no user has this username or this e-mail address, compared exactly; '' matches nobody. With `orgId` only users
 * of that organization count.
 */
export async function isUserUnique(
  source: Source,
  instanceId: string,
  names: { readonly username: string; readonly email: string; readonly orgId?: OrgId | undefined },
): Promise<boolean> {
  const { username, email } = names
  const taken = (column: string, place: string, folded: string) => `exists (select 1 from users
    where instance_id = $1 and ${column}_folded = ${folded} and ${column} = ${place} and ${place} <> ''
      and ($6::text is null or org_id = $6))`
  const [row] = await source.query<{ taken: boolean }>(
    `select ${taken('username', '$2::text', '$3')} or ${taken('email', '$4::text', '$5')} as taken`,
    [
      instanceId,
      composeText(username),
      foldText(username),
      composeText(email),
      foldText(email),
      names.orgId ?? null,
    ],
  )
  return row?.taken === false
}

/** A metadata entry, with the organization that owns the user. */
export interface MetadataRow {
  readonly key: string
  readonly value: Buffer
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
  readonly org_id: OrgId
}

/** A filter of the contract: v1 `MetadataQuery` or v2 `MetadataSearchFilter`. */
export type MetadataFilter =
  | {
      readonly case: 'keyQuery' | 'keyFilter'
      readonly value: { readonly key: string; readonly method: number }
    }
  | { readonly case: undefined; readonly value?: undefined }

/** A user whose metadata is read; users of other organizations than `orgId` have none. */
export interface MetadataOwner {
  readonly userId: UserId
  readonly orgId: OrgId | undefined
}

interface MetadataSearch {
  readonly filters: readonly MetadataFilter[]
  readonly page: Page
}

const metadataFrom = 'user_metadata m join users u on u.instance_id = m.instance_id and u.user_id = m.user_id'
const metadataColumns = 'm.key, m.value, m.created_at, m.changed_at, m.sequence, u.org_id'

/** Lists the entries of one user that match every filter, by creation date; an unknown user has none. */
export function listMetadata(
  source: Source,
  call: Call,
  owner: MetadataOwner,
  { filters, page }: MetadataSearch,
) {
  const search = new SearchConditions('m.instance_id = $1 and m.user_id = $2 and u.org_id = $3', [
    call.instance.id,
    owner.userId,
    owner.orgId ?? '',
  ])
  for (const filter of filters) {
    if (filter.case === undefined) throw new DomainError(emptyQuery)
    search.add(foldedMatches(search, 'm.key', textMethod(filter.value.method), filter.value.key))
  }
  const direction = page.asc ? 'asc' : 'desc'
  const orderBy = `m.created_at ${direction}, m.key collate "C" ${direction}`
  return searchPage<MetadataRow>(
    source,
    { select: metadataColumns, from: metadataFrom, orderBy, page },
    search,
  )
}

/** The same for callers that may read the user: itself, or `user.read` in its organization; other callers get none. */
export async function listReadableMetadata(
  source: Source,
  call: Call,
  userId: UserId,
  search: MetadataSearch,
): ReturnType<typeof listMetadata> {
  const instanceId = call.instance.id
  const [user] = await source.query<{ org_id: OrgId }>(
    'select org_id from users where instance_id = $1 and user_id = $2',
    [instanceId, userId],
  )
  const readable =
    isSelf(call.principal, userId) ||
    hasPermission(call.principal, 'user.read', { instanceId, orgId: user?.org_id })
  return listMetadata(source, call, { userId, orgId: readable ? user?.org_id : undefined }, search)
}

/** Reads one entry; refuses unknown keys and users. */
export async function readMetadata(
  source: Source,
  call: Call,
  owner: MetadataOwner,
  key: string,
): Promise<MetadataRow> {
  const [row] = await source.query<MetadataRow>(
    `select ${metadataColumns} from ${metadataFrom}
      where m.instance_id = $1 and m.user_id = $2 and u.org_id = $3 and m.key = $4`,
    [call.instance.id, owner.userId, owner.orgId ?? '', key],
  )
  if (!row) throw new DomainError(metadataNotFound)
  return row
}
