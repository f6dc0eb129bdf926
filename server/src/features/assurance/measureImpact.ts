import type { Stream, StreamEvent, Transaction } from '../../eventlog/types.ts'
import { effectiveLoginPolicy, loginPolicyFacet } from '../login-policies/index.ts'
import { factorsRemoved, sessionFactorRemoved } from '../sessions/index.ts'
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

/**
 * Counts the effects of a dry run's events. The committed policy is compared with that of the unit of work. Statements
 * count whole sets, so the cost grows with the factors of the people under the policy.
 */
export async function measureImpact(events: readonly StreamEvent[], tx: Transaction): Promise<FactorImpact> {
  const lowered = new Set(
    events.filter(({ type }) => type === sessionFactorRemoved.type).map(({ stream }) => stream.id),
  ).size
  const policyEvent = events.find(({ type }) => policyEvents.has(type))
  if (policyEvent) return impactOfPolicy(tx, await tx.load(policyEvent.stream))
  const loser = events.find(({ type }) => removedKind(type) !== undefined)
  if (!loser) return { peopleLosingLastFactor: 0, sessionsLowered: lowered }
  return { peopleLosingLastFactor: await losesLastFactor(tx, loser), sessionsLowered: lowered }
}

async function impactOfPolicy(tx: Transaction, owner: Stream): Promise<FactorImpact> {
  const org = owner.type === 'org'
  const instance = await tx.load({ type: 'instance', id: tx.instanceId })
  const before = allowedKinds(await effectiveLoginPolicy(tx, tx.instanceId, org ? owner.id : ''))
  const after =
    allowedKindsOf(owner.state(loginPolicyFacet)) ??
    allowedKindsOf(instance.state(loginPolicyFacet)) ??
    before
  const lost = lostKinds(before, after)
  if (lost.length === 0) return { peopleLosingLastFactor: 0, sessionsLowered: 0 }
  const values = [tx.instanceId, owner.id]
  const [people, sessions] = await Promise.all([
    count(
      tx,
      `with factors as (
         select f.user_id, f.kind from user_factors f
          where f.instance_id = $1 and f.state = 'ready' and ${underPolicy('f.org_id', { org })}
         union all
         select f.user_id, f.kind from user_webauthn f
          where f.instance_id = $1 and f.state = 'ready' and ${underPolicy('f.org_id', { org })})
       select count(distinct user_id)::text as n from factors
        where kind = any($3) and user_id not in (select user_id from factors where kind = any($4))`,
      [...values, lost.filter(isOwn), after.filter(isOwn)],
    ),
    count(
      tx,
      `select count(distinct p.session_id)::text as n from session_proofs p
        where p.instance_id = $1 and ${underPolicy('p.user_org_id', { org })}
          and (${lost.map((kind) => `(${leansOn(kind)})`).join(' or ')})`,
      values,
    ),
  ])
  return { peopleLosingLastFactor: people, sessionsLowered: sessions }
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
