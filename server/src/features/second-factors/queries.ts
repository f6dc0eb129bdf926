import { confirmedFind } from '../../access/confirmedFind.ts'
import type { Authenticator } from '../../access/factorKinds.ts'
import type { Database } from '../../database/database.ts'
import type { Deps } from '../manifest.ts'

/** A factor of a person as lists show it. */
export interface FactorRow {
  readonly kind: Authenticator
  /** '' for kinds of which a person has at most one. */
  readonly factor_id: string
  readonly org_id: string
  readonly state: 'ready' | 'not_ready'
  readonly name: string
}

/**
 * SQL that selects the kinds of the factors, WebAuthn keys apart, that a user `u` of the instance `i` has set up, and whether they are
 * used up: proofs by those still count, and they cannot be checked again.
 */
export const readyFactorKindsSql = `select kind, state = 'used_up' as used_up from user_factors
  where instance_id = i.instance_id and user_id = u.user_id and state in ('ready', 'used_up')`

/** Tables that hold factors, with the columns of `user_factors`; the second is that of passkeys and security keys. */
const factorTables = ['user_factors', 'user_webauthn'] as const

const everyFactor = factorTables
  .map(
    (table) =>
      `select kind, factor_id, org_id, state, name, rp_id, added_at from ${table} where instance_id = $1 and user_id = $2`,
  )
  .join(' union all ')

/** The factors of a person, and the organization by which callers may read them; undefined for an unknown user. */
export interface FactorList {
  readonly orgId: string | undefined
  readonly rows: readonly FactorRow[]
}

const factorsSql = `select f.kind, f.factor_id, u.org_id, f.state, f.name from users u
   left join (${everyFactor}) f on f.kind = any($3::text[]) and f.state = any($4::text[])
  where u.instance_id = $1 and u.user_id = $2
  order by f.added_at, f.kind, f.factor_id`

/** The person's factors of these kinds in these states, oldest first. */
export async function listFactors(
  deps: Pick<Deps, 'database' | 'log'>,
  instanceId: string,
  userId: string,
  kinds: readonly Authenticator[],
  states: readonly FactorRow['state'][],
): Promise<FactorList> {
  const rows = await confirmedFind<FactorRow | { readonly kind: null; readonly org_id: string }>(deps, {
    name: 'second-factors/list',
    sql: factorsSql,
    instanceId,
    values: [instanceId, userId, arrayText(kinds), arrayText(states)],
    reads: () => ({ user: [userId] }),
  })
  return { orgId: rows[0]?.org_id, rows: rows.filter((row): row is FactorRow => row.kind !== null) }
}

/** Returns the text of a PostgreSQL array of words. */
function arrayText(words: readonly string[]): string {
  return `{${words.join(',')}}`
}

/** Restricts WebAuthn factors to those made for a relying party; others are not touched. */
export interface DomainRestriction {
  readonly domain: string
  /** Also admit factors stored without a relying party id (v1 registrations). */
  readonly includeWithoutDomain: boolean
}

/** The ways in which a user can log in: distinct kinds of ready factors, and whether a password is set. */
export interface LoginMethods {
  readonly orgId: string
  readonly kinds: readonly Authenticator[]
  readonly hasPassword: boolean
}

/** Undefined for an unknown user. */
export async function loginMethodsOf(
  database: Pick<Database, 'query'>,
  instanceId: string,
  userId: string,
  restriction: DomainRestriction | undefined,
): Promise<LoginMethods | undefined> {
  const [row] = await database.query<{ org_id: string; has_password: boolean; kinds: Authenticator[] }>(
    `select u.org_id, u.has_password, array(
       select distinct kind from (${everyFactor}) factors
        where state = 'ready' and (kind not in ('u2f', 'passkey') or $3::text is null or rp_id = $3
          or ($4::boolean and coalesce(rp_id, '') = ''))
        order by kind) as kinds
       from users u where u.instance_id = $1 and u.user_id = $2`,
    [instanceId, userId, restriction?.domain ?? null, restriction?.includeWithoutDomain ?? false],
    'second-factors/login-methods',
  )
  return row && { orgId: row.org_id, kinds: row.kinds, hasPassword: row.has_password }
}
