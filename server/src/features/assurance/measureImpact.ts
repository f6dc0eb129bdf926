import type { AffectedPerson } from '../../access/dryRun.ts'
import type { Reached } from '../../access/permission.ts'
import type { Stream, StreamEvent, Transaction } from '../../eventlog/types.ts'
import { effectiveLoginPolicy, loginPolicyFacet } from '../login-policies/index.ts'
import { factorsRemoved, sessionFactorRemoved } from '../sessions/index.ts'
import { preferredLoginName } from '../users/index.ts'
import {
  allowedKinds,
  allowedKindsOf,
  isFallbackKind,
  leansOn,
  lostKinds,
  type PolicyKind,
  underPolicy,
} from './policyKinds.ts'

/** The exact effect of a change of factors or policies on people. */
export type FactorImpact = {
  /** People who have a factor that counts before the change and none that counts after it. */
  readonly peopleLosingLastFactor: number
  /** Sessions that would lose a proof. */
  readonly sessionsLowered: number
}

const policyEvents = new Set<string>(loginPolicyFacet.events.map(({ type }) => type))

/** The effects of a change, with the people who lose their last factor if they are wanted. */
type Effects = { readonly impact: FactorImpact; readonly people?: readonly AffectedPerson[] }

/** The most people that a dry run names; the count stays exact. */
const mostPeople = 1000

/**
 * Counts the effects of a dry run's events, and with `readers` names the people whom these may read. The committed policy is compared with that of the unit of work. Statements
 * count whole sets, so the cost grows with the factors of the people under the policy.
 */
export async function measureImpact(
  events: readonly StreamEvent[],
  tx: Transaction,
  readers: Reached | undefined,
): Promise<Effects> {
  const lowered = new Set(
    events.filter(({ type }) => type === sessionFactorRemoved.type).map(({ stream }) => stream.id),
  ).size
  const policyEvent = events.find(({ type }) => policyEvents.has(type))
  if (policyEvent) return impactOfPolicy(tx, await tx.load(policyEvent.stream), readers)
  const loser = events.find(({ type }) => removedKind(type) !== undefined)
  const losing = loser ? await losesLastFactor(tx, loser) : 0
  const people =
    losing > 0 && loser ? { sql: 'select $2::text as user_id', values: [loser.stream.id] } : nobody
  return {
    impact: { peopleLosingLastFactor: losing, sessionsLowered: lowered },
    ...(readers && { people: await named(tx, people, readers) }),
  }
}

/** SQL that selects the `user_id` of people of the instance `$1`; its other values begin at `$2`. */
interface PeopleSql {
  readonly sql: string
  readonly values: readonly unknown[]
}

const nobody: PeopleSql = { sql: 'select null::text as user_id where false', values: [] }

/** Reads the names of people, as far as a caller with this reach may read them, in the order of their names. */
async function named(
  tx: Transaction,
  { sql, values }: PeopleSql,
  readers: Reached,
): Promise<readonly AffectedPerson[]> {
  const orgs = readers === 'all' ? null : readers.orgs
  return tx.query<AffectedPerson>(
    `select u.user_id as "userId", u.org_id as "orgId", u.display_name as "displayName", ${preferredLoginName} as "loginName"
       from (${sql}) l join users u on u.instance_id = $1 and u.user_id = l.user_id
      where $${values.length + 2}::text[] is null or u.org_id = any($${values.length + 2}::text[])
      order by u.display_name_folded, u.user_id limit ${mostPeople}`,
    [tx.instanceId, ...values, orgs],
  )
}

async function impactOfPolicy(
  tx: Transaction,
  owner: Stream,
  readers: Reached | undefined,
): Promise<Effects> {
  const org = owner.type === 'org'
  const instance = await tx.load({ type: 'instance', id: tx.instanceId })
  const before = allowedKinds(await effectiveLoginPolicy(tx, tx.instanceId, org ? owner.id : ''))
  const after =
    allowedKindsOf(owner.state(loginPolicyFacet)) ??
    allowedKindsOf(instance.state(loginPolicyFacet)) ??
    before
  const lost = lostKinds(before, after)
  if (lost.length === 0) {
    return { impact: { peopleLosingLastFactor: 0, sessionsLowered: 0 }, ...(readers && { people: [] }) }
  }
  const losing: PeopleSql = {
    sql: `with factors as (
         select f.user_id, f.kind from user_factors f
          where f.instance_id = $1 and f.state = 'ready' and ${underPolicy('f.org_id', { org })}
         union all
         select f.user_id, f.kind from user_webauthn f
          where f.instance_id = $1 and f.state = 'ready' and ${underPolicy('f.org_id', { org })})
       select distinct user_id from factors
        where kind = any($3) and user_id not in (select user_id from factors where kind = any($4))`,
    values: [owner.id, lost.filter(isOwn), after.filter(isOwn)],
  }
  const [losers, sessions, people] = await Promise.all([
    count(tx, `select count(*)::text as n from (${losing.sql}) l`, [tx.instanceId, ...losing.values]),
    count(
      tx,
      `select count(distinct p.session_id)::text as n from session_proofs p
        where p.instance_id = $1 and ${underPolicy('p.user_org_id', { org })}
          and (${lost.map((kind) => `(${leansOn(kind)})`).join(' or ')})`,
      [tx.instanceId, owner.id],
    ),
    readers && named(tx, losing, readers),
  ])
  return { impact: { peopleLosingLastFactor: losers, sessionsLowered: sessions }, ...(people && { people }) }
}

function isOwn(kind: PolicyKind): boolean {
  return !isFallbackKind(kind)
}

/** Returns the kind of factor that an event removes from a person. */
function removedKind(eventType: string) {
  return factorsRemoved.find(({ event }) => event.type === eventType)?.kind
}

async function losesLastFactor(
  tx: Transaction,
  { type, payload, stream, owner }: StreamEvent,
): Promise<number> {
  const allowed = allowedKinds(await effectiveLoginPolicy(tx, tx.instanceId, owner))
  const rows = await tx.query<{ kind: PolicyKind; factor_id: string }>(
    `select kind, factor_id from user_factors where instance_id = $1 and user_id = $2 and state = 'ready'
     union all
     select kind, factor_id from user_webauthn where instance_id = $1 and user_id = $2 and state = 'ready'`,
    [tx.instanceId, stream.id],
  )
  const counting = rows.filter(({ kind }) => allowed.includes(kind) && isOwn(kind))
  const { tokenId } = payload
  const isRemoved = (row: (typeof rows)[number]) =>
    row.kind === removedKind(type) && (tokenId === undefined || row.factor_id === tokenId)
  return counting.length > 0 && counting.every(isRemoved) ? 1 : 0
}

async function count(tx: Transaction, sql: string, values: readonly unknown[]): Promise<number> {
  const [row] = await tx.query<{ n: string }>(sql, values)
  return Number(row?.n ?? 0)
}
