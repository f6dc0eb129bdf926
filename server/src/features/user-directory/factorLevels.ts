import { factorKind, ownKinds } from '../../access/factorKinds.ts'
import type { Source } from '../../database/search.ts'
import type { OrgId, UserId } from '../../kernel/ids.ts'

/** Which factors a person has set up beyond the password, whether or not a policy allows them. */
export const factorLevels = ['none', 'second', 'phishing_resistant'] as const
export type FactorLevel = (typeof factorLevels)[number]

const list = (kinds: readonly string[]) => `'{${kinds.join(',')}}'::text[]`
const own = list(ownKinds)
const resistant = list(ownKinds.filter((kind) => factorKind(kind).phishingResistant))

const has = (kinds: string) =>
  `(${['user_factors', 'user_webauthn']
    .map(
      (table) => `exists (select from ${table} f where f.instance_id = u.instance_id and f.user_id = u.user_id
        and f.state = 'ready' and f.kind = any(${kinds}))`,
    )
    .join(' or ')})`

const isPerson = `u.kind = 'human'`

/** The conditions on `users u` by which people have at most, or at least, these factors. */
export const factorConditions = {
  none: `${isPerson} and not ${has(own)}`,
  second: `${isPerson} and ${has(own)}`,
  phishing_resistant: `${isPerson} and ${has(resistant)}`,
} as const satisfies Record<FactorLevel, string>

/** What a page of users shows besides their rows. */
export interface Surroundings {
  readonly user_id: UserId
  readonly org_name: string
  readonly factors: FactorLevel
  readonly invited_at: string | null
}

/** Reads the factors and the names of the organizations of users of the same instance. */
export async function readSurroundings(
  source: Source,
  instanceId: string,
  users: readonly { readonly user_id: UserId; readonly org_id: OrgId }[],
): Promise<ReadonlyMap<UserId, Surroundings>> {
  const rows = await source.query<Surroundings>(
    `select u.user_id, coalesce(o.name, '') as org_name,
        case when ${has(resistant)} then 'phishing_resistant' when ${has(own)} then 'second' else 'none' end as factors,
        case when not u.has_password and not ${has(resistant)} then i.invited_at end as invited_at
       from users u left join organizations o on o.instance_id = u.instance_id and o.org_id = u.org_id
       left join user_invitations i on i.instance_id = u.instance_id and i.user_id = u.user_id
      where u.instance_id = $1 and u.user_id = any($2::text[])`,
    [instanceId, users.map(({ user_id }) => user_id)],
  )
  return new Map(rows.map((row) => [row.user_id, row]))
}
