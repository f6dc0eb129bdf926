import type { Call } from '../../../access/call.ts'
import type { Standing } from '../../../contract/details.ts'
import type { Database } from '../../../database/database.ts'
import type { LoginNames, UserStatus } from '../../users/index.ts'

/** A user as reads show it. */
export interface UserRow {
  readonly user_id: string
  readonly org_id: string
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
  /** Names the picture; '' without one. */
  readonly avatar_key: string
  readonly description: string
  readonly access_token_type: 'bearer' | 'jwt'
  readonly has_secret: boolean
  readonly created_at: string
  /** The last change that counts (users notes §7). */
  readonly changed: { readonly at: string; readonly sequence: number }
  /** When setting up a second factor was put off last. */
  readonly skipped_at: string | null
  /** The verified domains of the organization where they are part of login names; null elsewhere. */
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
  (select json_agg(json_build_object('name', d.domain, 'primary', d.is_primary)) from org_domains d
    where u.scope <> '' and d.instance_id = u.instance_id and d.org_id = u.org_id and d.is_verified) as domains`

/** One user by id. */
export async function findUser(
  database: Pick<Database, 'find'>,
  instanceId: string,
  userId: string,
): Promise<UserRow | undefined> {
  const [row] = await database.find<UserRow>(
    `select ${userColumns} from users u where u.instance_id = $1 and u.user_id = $2`,
    [instanceId, userId],
  )
  return row
}

/** Login names sorted ascending; the preferred one has the primary domain. */
export function loginNames({ username, domains }: Pick<UserRow, 'username' | 'domains'>): LoginNames {
  if (domains === null) return { preferred: username, all: [username] }
  const primary = domains.find((domain) => domain.primary) ?? domains[0]
  const all = domains.map(({ name }) => `${username}@${name}`).sort()
  return { preferred: primary === undefined ? username : `${username}@${primary.name}`, all }
}

/** The state to show at this instant: an automatic lock whose time is over has ended. */
export function statusAt({ status, locked_until }: UserRow, now: Date): UserStatus {
  const over = locked_until !== null && new Date(locked_until) <= now
  return status === 'locked' && over ? 'active' : status
}

/** Where the picture of a person is shown; '' without one. */
export function avatarUrl(
  { org_id, user_id, avatar_key }: UserRow,
  { origin }: Pick<Call, 'origin'>,
): string {
  const path = ['assets', 'v1', org_id, 'users', user_id, avatar_key].map(encodeURIComponent).join('/')
  return avatar_key === '' ? '' : `${origin.url}/${path}`
}

/** Where a user stands, for its details. */
export function userStanding({ changed, created_at, org_id }: UserRow): Standing {
  return { sequence: changed.sequence, createdAt: created_at, changedAt: changed.at, owner: org_id }
}

/** Our word for each number of the contract that stands for one: what a query names by number. */
export function wordsByNumber<Word extends string>(
  numbers: Readonly<Record<Word, number>>,
): Readonly<Record<number, Word>> {
  return Object.fromEntries(Object.entries(numbers).map(([word, number]) => [number, word]))
}
