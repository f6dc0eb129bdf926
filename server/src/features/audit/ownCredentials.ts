import type { Call } from '../../access/call.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import { callingUser } from '../../access/permission.ts'
import type { Deps } from '../manifest.ts'
import { factorsProved } from '../sessions/index.ts'
import { maxStreams, securityEventTypes } from './securityEvents.ts'

/** A second factor or key of a person, with what its events say. */
export interface OwnCredential {
  readonly kind: FactorName
  /** '' for kinds of which a person has at most one. */
  readonly id: string
  /** '' if the person has given none. */
  readonly name: string
  /** ISO 8601, as all instants. */
  readonly addedAt: string
  /** null if it was not used, or only before the newest 200 logins. */
  readonly lastUsedAt: string | null
}

interface FactorRow {
  readonly kind: FactorName
  readonly factor_id: string
  readonly name: string
  readonly added_at: string
}

interface UseRow {
  readonly type: string
  readonly kind: string | null
  readonly token_id: string | null
  readonly at: string
}

const factorsOf = (table: 'user_factors' | 'user_webauthn') =>
  `select kind, factor_id, name, added_at from ${table} where instance_id = $1 and user_id = $2 and state = 'ready'`

const factorsSql = `${factorsOf('user_factors')} union all ${factorsOf('user_webauthn')} order by added_at, kind, factor_id`

const proofTypes = securityEventTypes.session.filter((type) =>
  factorsProved.some(({ event }) => event.type === type),
)

/** Reads when each factor of the user `$2` was proved last, by keys; not before their creation, when a removed user had the same id. */
export const lastUsesSql = `select e.type, e.payload->>'kind' as kind, e.payload->>'tokenId' as token_id, max(e.created_at) as at
  from (select distinct y.id from (select s.stream_id as id from events s
      where s.instance_id = $1 and s.type = 'session.user.checked' and s.payload->>'userId' = $2
        and s.created_at >= (select u.created_at from users u where u.instance_id = $1 and u.user_id = $2)
      order by s.created_at desc limit ${maxStreams}) y) z
  cross join lateral (select e.type, e.payload, e.created_at from events e
    where e.instance_id = $1 and e.stream_id = z.id and e.stream_type = 'session'
      and e.type = any('{${proofTypes.join(',')}}')) e
 group by 1, 2, 3`

/** Returns the second factors and keys of the caller that are ready, oldest first. */
export function ownCredentials(deps: Pick<Deps, 'database'>, call: Call): Promise<readonly OwnCredential[]> {
  return credentialsOf(deps, call, callingUser(call).userId)
}

/** Returns the second factors and keys of a user that are ready, oldest first. */
export async function credentialsOf(
  { database }: Pick<Deps, 'database'>,
  { instance }: Pick<Call, 'instance'>,
  userId: string,
): Promise<readonly OwnCredential[]> {
  const key = [instance.id, userId]
  const [factors, uses] = await Promise.all([
    database.find<FactorRow>(factorsSql, key),
    database.find<UseRow>(lastUsesSql, key),
  ])
  return factors.map(({ kind, factor_id: id, name, added_at: addedAt }) => {
    const own = uses.filter((use) => isUseOf(use, kind, id)).map(({ at }) => at)
    return { kind, id, name, addedAt, lastUsedAt: own.sort().at(-1) ?? null }
  })
}

/** Proofs by keys name the key, so that each has its own last use. */
function isUseOf({ type, kind: named, token_id: tokenId }: UseRow, kind: FactorName, id: string): boolean {
  const proved = factorsProved.find(({ event }) => event.type === type)
  if (proved === undefined || !proved.kinds.includes(kind)) return false
  return (named === null || named === kind) && (tokenId === null || tokenId === id)
}
