import { clientSql, documentAddressSql } from '../applications/index.ts'
import { hasGrantSql, isAuthorizedSql } from '../authorizations/index.ts'
import { policyOfUserSql, voidedSql } from '../login-policies/index.ts'
import {
  machineKeyRemoved,
  machineSecretRemoved,
  machineSecretSet,
  tokenRemoved,
} from '../machine-credentials/events.ts'
import { membershipsSql } from '../memberships/index.ts'
import { proofsLost } from '../sessions/index.ts'
import { impersonationSql } from '../settings/index.ts'
import { userDeactivated, userLocked, userRemoved } from '../users/events.ts'
import type { ActingFacts } from './actingParty.ts'
import { sessionEndedSql } from './sessionEndedSql.ts'
import type { LeanFacts, StandingFacts } from './tokenStanding.ts'

/** The events of users by which they lose what a token may lean on. */
const losses = [
  ...new Set(
    [
      userDeactivated,
      userLocked,
      userRemoved,
      machineSecretSet,
      machineSecretRemoved,
      machineKeyRemoved,
      tokenRemoved,
      ...proofsLost.map(({ event }) => event),
    ].map(({ type }) => type),
  ),
]

/** SQL expressions of what a token leans on. */
interface LeanSql {
  readonly userId: string
  readonly userSequence: string
  /** null without one. */
  readonly sessionId: string
  /** null without proofs. */
  readonly proofs: string
  /** When the tokens were granted; a user of the same id that was added later is another one. */
  readonly grantedAt: string
}

/** SQL of `LeanFacts` as JSON; `i` is the instance. Parts that the token does not lean on are not read. */
function leanSql({ userId, userSequence, sessionId, proofs, grantedAt }: LeanSql): string {
  const members: { readonly [Member in keyof LeanFacts]: string } = {
    status: `case when u.created_at <= ${grantedAt} then u.status end`,
    lockedUntil: 'u.locked_until',
    orgActive: `exists (select from organizations o
      where o.instance_id = i.instance_id and o.org_id = u.org_id and o.state = 'active')`,
    losses: `case when us.sequence > ${userSequence} then (
      select json_agg(json_build_object('type', e.type, 'payload', e.payload, 'own', e.creator = ${userId})) from events e
       where e.instance_id = i.instance_id and e.stream_type = 'user' and e.stream_id = ${userId}
         and e.sequence > ${userSequence} and e.type = any('{${losses.join(',')}}')) end`,
    sessionEnded: `case when ${sessionId} is not null then ${sessionEndedSql('i.instance_id', sessionId)} end`,
    voided: `case when ${proofs} is not null then (
      select ${voidedSql} from (select) z left join lateral (${policyOfUserSql}) p on true) end`,
  }
  return `(select json_build_object(${membersOf(members)}) from (select) y
    left join users u on u.instance_id = i.instance_id and u.user_id = ${userId}
    left join streams us on us.instance_id = i.instance_id and us.stream_type = 'user' and us.stream_id = ${userId})`
}

/** SQL of `ActingFacts` as JSON, by the alias of a row with an actor; the parties from the user inwards, as `act` nests them. */
function actingSql(t: string): string {
  const members: { readonly [Member in keyof ActingFacts]: string } = {
    instanceId: 'i.instance_id',
    allowed: `coalesce(${impersonationSql('i.instance_id')}, false)`,
    parties: `(select json_agg(json_build_object('userId', p.user_id, 'orgId', coalesce(u.org_id, ''),
        'memberships', coalesce(${membershipsSql}, '[]')) order by p.at)
      from (select ${t}.user_id as user_id, 0 as at
        union all select a.sub #>> '{}', a.at from jsonb_path_query(${t}.actor, '$.**.sub') with ordinality a(sub, at)) p
      left join lateral (select x.user_id, x.org_id from users x
        where x.instance_id = i.instance_id and x.user_id = p.user_id offset 0) u on true)`,
  }
  return `json_build_object(${membersOf(members)})`
}

/** SQL of whether what admitted the login of a row has been in force since then; null for what the project did not demand. */
function admittingSql(
  t: string,
  admittedAt: string,
): Pick<Record<keyof StandingFacts, string>, 'authorized' | 'hasAccess'> {
  return {
    authorized: `case when 'authorization' = any(${t}.admitted_by) then ${isAuthorizedSql({
      instanceId: 'i.instance_id',
      projectId: `${t}.project_id`,
      userId: `${t}.user_id`,
      since: admittedAt,
    })} end`,
    hasAccess: `case when 'access' = any(${t}.admitted_by) then exists (select from projects p
      where p.instance_id = i.instance_id and p.project_id = ${t}.project_id and (p.org_id = ${t}.org_id
        or ${hasGrantSql({ project: 'p', orgId: `${t}.org_id`, since: admittedAt })})) end`,
  }
}

/**
 * SQL of `StandingFacts` as JSON, by the alias of a row of `oidc_sessions`; `i` is the instance. `admittedAt` is SQL of the instant when
 * the project admitted the login, at the latest.
 */
export function standingSql(t: string, admittedAt = `${t}.created_at`): string {
  const admitting = admittingSql(t, admittedAt)
  const source = admittingSql('xs', 'xs.created_at')
  const members: { readonly [Member in keyof StandingFacts]: string } = {
    clientActive: `(${t}.app_id is null or exists (select from
      (${clientSql('i.instance_id', `x.app_id = ${t}.app_id and x.created_at <= ${t}.created_at`)}) r
      where r.state = 'active' and r.project_state = 'active' and r.org_state = 'active')
      or ${t}.app_id = ${t}.client_id and ${documentAddressSql(`${t}.client_id`)} and exists (select from projects p
      cross join lateral (select from organizations o
        where o.instance_id = p.instance_id and o.org_id = p.org_id and o.state = 'active' offset 0) o
      where p.instance_id = i.instance_id and p.project_id = ${t}.project_id and p.state = 'active'
        and p.documents_since <= ${t}.created_at))`,
    ...admitting,
    sourceEnded: `case when ${t}.exchanged_from is not null then exists (select from oidc_sessions xs
      where xs.instance_id = i.instance_id and xs.oidc_session_id = any(${t}.exchanged_from)
        and (xs.revoked_at is not null or not coalesce(${source.authorized}, true) or not coalesce(${source.hasAccess}, true))) end`,
    acting: `case when ${t}.actor is not null then ${actingSql(t)} end`,
    lean: leanSql({
      userId: `${t}.user_id`,
      userSequence: `${t}.user_sequence`,
      sessionId: `${t}.session_id`,
      proofs: `${t}.proofs`,
      grantedAt: `${t}.created_at`,
    }),
    otherLeans: `case when ${t}.other_leans is not null then (select json_agg(${leanSql({
      userId: `l.lean->>'userId'`,
      userSequence: `(l.lean->>'userSequence')::int`,
      sessionId: `l.lean->>'sessionId'`,
      proofs: `nullif(l.lean->'proofs', '[]')`,
      grantedAt: `${t}.created_at`,
    })} order by l.at) from jsonb_array_elements(${t}.other_leans) with ordinality l(lean, at)) end`,
  }
  return `json_build_object(${membersOf(members)})`
}

function membersOf(members: Readonly<Record<string, string>>): string {
  return Object.entries(members)
    .map(([name, sql]) => `'${name}', ${sql}`)
    .join(',\n      ')
}
