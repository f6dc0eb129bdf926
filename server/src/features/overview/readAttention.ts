import type { Call } from '../../access/call.ts'
import type { Deps } from '../manifest.ts'
import { preferredLoginName } from '../users/index.ts'
import { inScope, type Scope } from './scope.ts'

/** A person who needs attention. */
export type Person = {
  readonly userId: string
  readonly orgId: string
  readonly displayName: string
  readonly loginName: string
  /** ISO 8601; the end of an automatic lock. */
  readonly until: string | null
}

/** The first rows of a list, and how many there are; with `capped` at least that many. */
export interface Capped<Row> {
  readonly total: number
  readonly capped: boolean
  readonly rows: readonly Row[]
}

/** A credential that expires soon. */
export type Expiring = {
  readonly kind: 'application_key' | 'machine_key' | 'personal_access_token'
  readonly id: string
  readonly ownerId: string
  readonly ownerName: string
  readonly orgId: string
  readonly expiresAt: string
}

/** Jobs of mails and SMS that have failed and are tried again. */
export interface FailingJobs {
  readonly task: string
  readonly jobs: number
  readonly lastError: string
  readonly nextAttemptAt: string
}

const mostCounted = 1000
const mostRows = 20
const mostExpiring = 50

const people = (
  found: string,
  until: string,
) => `with found as materialized (${found} limit ${mostCounted + 1})
  select u.user_id as "userId", u.org_id as "orgId", u.display_name as "displayName", ${preferredLoginName} as "loginName",
      ${until} as until, (select count(*)::int from found) as counted
    from (select * from found order by display_name_folded, user_id limit ${mostRows}) u
   order by u.display_name_folded, u.user_id`

/** Reads people who are locked at `$3`, by the index of states. */
const lockedSql = people(
  `select u.* from users u where u.instance_id = $1 and u.status_rank = 4
     and (u.locked_until is null or u.locked_until > $3::timestamptz) and ${inScope('u.org_id')}`,
  'u.locked_until',
)

/** The organizations whose policy forces two factors, with what the policy allows. */
const forcedSql = `select o.org_id, p.second_factors, p.passwordless_allowed
    from organizations o join lateral (select * from login_policies l where l.instance_id = $1
        and ((l.owner = o.org_id and not l.is_default) or (l.owner = $1 and l.is_default))
      order by l.is_default limit 1) p on p.force_mfa or p.force_mfa_local_only
   where o.instance_id = $1 and ${inScope('o.org_id')}`

/**
 * Reads active people whose policy forces two factors and who have none that it allows. The organizations are found first; the second
 * `with` keeps the limit from the plan, which would else look for the factors of one person after the other.
 */
const withoutFactorSql = people(
  `with forced as materialized (${forcedSql}), lacking as materialized (
     select u.* from forced p join users u on u.instance_id = $1 and u.org_id = p.org_id
      where u.kind = 'human' and u.status_rank = 1
        and not exists (select from user_factors f where f.instance_id = $1 and f.user_id = u.user_id
          and f.state = 'ready' and f.kind = any(p.second_factors))
        and not exists (select from user_webauthn f where f.instance_id = $1 and f.user_id = u.user_id
          and f.state = 'ready' and (f.kind = any(p.second_factors) or f.kind = 'passkey' and p.passwordless_allowed)))
   select * from lacking`,
  'null::timestamptz',
)

async function readPeople(
  { database }: Pick<Deps, 'database'>,
  sql: string,
  values: readonly unknown[],
): Promise<Capped<Person>> {
  const rows = await database.query<Person & { counted: number }>(sql, values)
  const counted = rows[0]?.counted ?? 0
  return {
    total: Math.min(counted, mostCounted),
    capped: counted > mostCounted,
    rows: rows.map(({ counted: _, ...person }) => person),
  }
}

/** Returns the people who are locked now. */
export function lockedPeople(deps: Pick<Deps, 'database'>, { now }: Pick<Call, 'now'>, scope: Scope) {
  return readPeople(deps, lockedSql, [scope.instanceId, scope.orgId, now.toISOString()])
}

/** Returns the active people who must have a second factor and have none. */
export function peopleWithoutFactor(deps: Pick<Deps, 'database'>, scope: Scope) {
  return readPeople(deps, withoutFactorSql, [scope.instanceId, scope.orgId])
}

const soon = (table: string) => `from ${table} x
   where x.instance_id = $1 and ${inScope('x.org_id')} and x.expires_at > $3::timestamptz
     and x.expires_at <= $3::timestamptz + interval '30 days'`
const nameOf = `(select u.display_name from users u where u.instance_id = $1 and u.user_id = x.user_id)`
const expiringSql = (ofApplications: boolean) => `with found as materialized (
    (select 'machine_key' as kind, x.key_id as id, x.user_id as owner_id, ${nameOf} as owner_name, x.org_id, x.expires_at
       ${soon('machine_keys')} order by x.expires_at limit ${mostCounted})
    union all
    (select 'personal_access_token', x.token_id, x.user_id, ${nameOf}, x.org_id, x.expires_at
       ${soon('personal_access_tokens')} and not x.revoked order by x.expires_at limit ${mostCounted})
    ${
      ofApplications
        ? `union all
    (select 'application_key', x.key_id, x.app_id, (select a.name from applications a
        where a.instance_id = $1 and a.app_id = x.app_id), x.org_id, x.expires_at
       ${soon('app_keys')} order by x.expires_at limit ${mostCounted})`
        : ''
    })
  select f.kind, f.id, f.owner_id as "ownerId", coalesce(f.owner_name, '') as "ownerName", f.org_id as "orgId",
      f.expires_at as "expiresAt", (select count(*)::int from found) as counted
    from found f order by f.expires_at, f.id limit ${mostExpiring}`

/** Returns the keys and tokens that expire within 30 days, the next one first; those of applications only if they may be read. */
export async function expiringCredentials(
  { database }: Pick<Deps, 'database'>,
  { now }: Pick<Call, 'now'>,
  { instanceId, orgId }: Scope,
  ofApplications: boolean,
): Promise<Capped<Expiring>> {
  const rows = await database.query<Expiring & { counted: number }>(expiringSql(ofApplications), [
    instanceId,
    orgId,
    now.toISOString(),
  ])
  const counted = rows[0]?.counted ?? 0
  return {
    total: Math.min(counted, mostCounted),
    capped: counted > mostCounted,
    rows: rows.map(({ counted: _, ...row }) => row),
  }
}

/** Returns the jobs of mails and SMS of an instance that have failed, by task. */
export async function failingJobs(
  { database }: Pick<Deps, 'database'>,
  instanceId: string,
): Promise<readonly FailingJobs[]> {
  return database.query<FailingJobs>(
    `select t.identifier as task, count(*)::int as jobs, left(max(j.last_error), 200) as "lastError",
        min(j.run_at) as "nextAttemptAt"
       from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.last_error is not null and starts_with(t.identifier, 'notifications.') and j.payload->>'instanceId' = $1
      group by 1 order by 1`,
    [instanceId],
  )
}
