import { z } from 'zod'
import { decideOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import type { Reaction } from '../../eventlog/types.ts'
import { defineTask, handle, type JobOf, type TaskHandler } from '../../jobs/task.ts'
import type { SessionId } from '../../kernel/ids.ts'
import {
  effectiveLoginPolicy,
  latest,
  loginPolicyEvents,
  loginPolicyFacet,
  proofsVoided,
  sinceUnderInstance,
  type Voided,
  voidedFacet,
} from '../login-policies/index.ts'
import type { Deps } from '../manifest.ts'
import { removeFactor, sessionFacet } from '../sessions/index.ts'
import {
  allowedKinds,
  allowedKindsOf,
  leansOn,
  lostKinds,
  type PolicyKind,
  policyKinds,
  provesBy,
  underPolicy,
} from './policyKinds.ts'

const lowerSessions = defineTask(
  'assurance.lower_sessions',
  z.strictObject({
    /** The id of the organization or the instance. */
    owner: z.string(),
    org: z.boolean(),
    /** The kinds that count no more; without `at` those of them that the policy does not allow when the job runs. */
    kinds: z.array(z.enum(policyKinds)),
    /** The instant of the change; proofs made later stay. Null in jobs of revision 1. */
    at: z.string().nullable(),
    /** The type of the policy's event. */
    cause: z.string(),
  }),
  { upcasts: [({ before, ...job }) => ({ ...job, kinds: before ?? [], at: null })] },
)

const { instance, org } = loginPolicyEvents

/**
 * Voids the proofs of the kinds that a change of a policy takes away, in the change's own commit, and enqueues `lowerSessions`.
 * Authentication ignores void proofs from the commit on, also if the kind is allowed again before the job has run (ADR 28). The
 * job only records, on each session that depended on a lost kind, that its proof no longer counts.
 */
export const lowersSessionsByPolicy: Reaction = {
  on: [
    ...[instance, org].flatMap((level) => [
      level.changed,
      level.secondfactor.removed,
      level.multifactor.removed,
    ]),
    org.added,
    org.removed,
  ],
  async react(tx, owner, { type, createdAt: at }) {
    const isOrg = owner.type === 'org'
    const above = isOrg ? await tx.load({ type: 'instance', id: tx.instanceId }) : owner
    const before = allowedKinds(await effectiveLoginPolicy(tx, tx.instanceId, isOrg ? owner.id : ''))
    const after =
      allowedKindsOf(owner.state(loginPolicyFacet)) ?? allowedKindsOf(above.state(loginPolicyFacet)) ?? before
    const kinds = lostKinds(before, after)
    const lost: Voided = Object.fromEntries(kinds.map((kind) => [kind, at]))
    if (isOrg) {
      tx.guard(above)
      const event = orgVoided(type, at, lost, above.state(voidedFacet).proofs, owner.state(voidedFacet))
      if (event) await tx.append(owner, [event])
    } else if (kinds.length > 0) {
      await tx.append(owner, [proofsVoided.instance({ proofs: lost })])
    }
    if (kinds.length > 0)
      tx.enqueue(lowerSessions({ owner: owner.id, org: isOrg, kinds: [...kinds], at, cause: type }))
  },
}

/**
 * The event on an organization, if there is anything to remember. With an own policy it leaves the instance's, so it takes along what the
 * instance has voided for it; without one it returns, and what the instance voided in between does not concern it.
 */
function orgVoided(
  cause: string,
  at: string,
  lost: Voided,
  ofInstance: Voided,
  own: { readonly proofs: Voided; readonly underInstanceSince: string | null },
) {
  const inherited = cause === org.added.type ? sinceUnderInstance(ofInstance, own.underInstanceSince) : {}
  const proofs = { ...latest(own.proofs, inherited), ...lost }
  const returns = cause === org.removed.type && Object.keys(ofInstance).length > 0
  if (!returns && Object.keys({ ...inherited, ...lost }).length === 0) return undefined
  return proofsVoided.org({ proofs: { ...proofs }, ...(returns && { underInstanceSince: at }) })
}

const batch = 200

/** Handles `lowerSessions`: removes the lost factors from every session under the policy, in batches. */
export function assuranceTasks({ log, database, clock }: Deps): readonly TaskHandler[] {
  return [handle(lowerSessions, run)]

  async function run({ instanceId, owner, org, kinds, at, cause }: JobOf<typeof lowerSessions>) {
    const until = at ?? clock.now().toISOString()
    for (const kind of at === null ? await disallowed(instanceId, org ? owner : '', kinds) : kinds) {
      let last = ''
      for (;;) {
        const rows = await database.query<{ session_id: SessionId }>(
          `select p.session_id from session_proofs p
            where p.instance_id = $1 and ${underPolicy('p.user_org_id', { org })} and ${leansOn(kind)}
              and p.proved_at <= $4 and p.session_id > $3 order by p.session_id limit ${batch}`,
          [instanceId, owner, last, until],
        )
        await Promise.all(rows.map(({ session_id }) => lower(session_id, kind, until)))
        last = rows.at(-1)?.session_id ?? ''
        if (rows.length < batch) break
      }
    }

    async function lower(id: SessionId, kind: PolicyKind, until: string): Promise<void> {
      const ref = { type: 'session', id }
      await decideOn(log, systemWriting(clock, instanceId), ref, (session) => {
        const state = session.state(sessionFacet)
        const proof =
          state.kind === 'live'
            ? state.proofs.find((one) => provesBy(kind, one) && new Date(one.at) <= new Date(until))
            : undefined
        return proof ? removeFactor(state, { kind: proof.kind, cause }) : []
      })
    }
  }

  async function disallowed(instanceId: string, orgId: string, kinds: readonly PolicyKind[]) {
    return lostKinds(kinds, allowedKinds(await effectiveLoginPolicy(database, instanceId, orgId)))
  }
}
