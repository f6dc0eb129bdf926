import type { Call } from '../../access/call.ts'
import { callingUser } from '../../access/permission.ts'
import type { Deps } from '../manifest.ts'
import { standingSql } from './standingSql.ts'
import { type TokenRow, toJudge } from './tokenRow.ts'
import { type StandingFacts, tokenStanding } from './tokenStanding.ts'

/** An application that has tokens of a person which can be used. */
export interface GrantedApp {
  readonly clientId: string
  /** null if the application has no name that is known here. */
  readonly name: string | null
  readonly project: string | null
  /** Of all its tokens, in alphabetical order. */
  readonly scopes: readonly string[]
  /** ISO 8601: when the first of its tokens was granted, and when it got the newest one. */
  readonly since: string
  readonly lastIssuedAt: string
  /** Whether it can renew its tokens without the person. */
  readonly renews: boolean
  /** Whether some of them were made for another party that acts in the person's name (RFC 8693). */
  readonly actsFor: boolean
  readonly grants: number
}

/** A grant as `grantsSql` reads it. */
export interface GrantRow {
  readonly token: TokenRow & { readonly created_at: string }
  readonly standing: StandingFacts
  readonly name: string | null
  readonly project: string | null
}

/** Only the newest grants of a person are read. */
const maxGrants = 200

/**
 * Reads the newest grants of the user `$2` that fulfil a condition on `oidc_sessions x`, by keys; none of a removed user who had the same
 * id.
 */
export const grantsSql = (condition: string) => `select to_json(t) as token, ${standingSql('t')} as standing,
    coalesce((select a.name from applications a where a.instance_id = t.instance_id and a.app_id = t.app_id),
      (select d.name from client_documents d where d.instance_id = t.instance_id and d.client_id = t.client_id)) as name,
    (select p.name from projects p where p.instance_id = t.instance_id and p.project_id = t.project_id) as project
  from (select $1::text as instance_id) i
  cross join lateral (select * from oidc_sessions x
    where x.instance_id = i.instance_id and x.user_id = $2 and x.app_id is not null and ${condition}
      and x.created_at >= (select u.created_at from users u where u.instance_id = $1 and u.user_id = $2)
    order by x.created_at desc limit ${maxGrants}) t
 order by t.created_at desc`

/** Those that can still be used at `$3`. */
export const ownGrantsSql = grantsSql('x.revoked_at is null and x.dies_at > $3::timestamptz')

/**
 * Returns the applications that have tokens of the caller, the one with the newest token first. A token counts while it could be
 * used at this instant, by the same rule as everywhere.
 */
export async function ownGrants({ database }: Pick<Deps, 'database'>, call: Call): Promise<GrantedApp[]> {
  const { userId } = callingUser(call)
  const rows = await database.find<GrantRow>(ownGrantsSql, [call.instance.id, userId, call.now.toISOString()])
  const apps = new Map<string, GrantedApp>()
  for (const row of rows) {
    const granted = grantedBy(row, call.now)
    if (granted === undefined) continue
    const known = apps.get(granted.clientId)
    apps.set(granted.clientId, known === undefined ? granted : merged(known, granted))
  }
  return [...apps.values()].sort(
    (one, other) => Date.parse(other.lastIssuedAt) - Date.parse(one.lastIssuedAt),
  )
}

/** Returns what one grant gives its application; undefined if none of its tokens can be used. */
function grantedBy({ token, standing, name, project }: GrantRow, now: Date): GrantedApp | undefined {
  const stands = (kind: 'access' | 'refresh') =>
    tokenStanding(toJudge(token, kind, undefined), standing, now) === undefined
  const renews = stands('refresh')
  if (!renews && !stands('access')) return undefined
  const since = new Date(token.created_at).toISOString()
  return {
    clientId: token.client_id,
    name,
    project,
    scopes: token.scopes.toSorted(),
    since,
    lastIssuedAt: token.access_issued_at === null ? since : new Date(token.access_issued_at).toISOString(),
    renews,
    actsFor: token.actor !== null,
    grants: 1,
  }
}

function merged(one: GrantedApp, other: GrantedApp): GrantedApp {
  return {
    ...one,
    scopes: [...new Set([...one.scopes, ...other.scopes])].sort(),
    since: one.since < other.since ? one.since : other.since,
    lastIssuedAt: one.lastIssuedAt > other.lastIssuedAt ? one.lastIssuedAt : other.lastIssuedAt,
    renews: one.renews || other.renews,
    actsFor: one.actsFor || other.actsFor,
    grants: one.grants + other.grants,
  }
}
