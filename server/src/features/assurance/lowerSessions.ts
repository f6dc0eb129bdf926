import { z } from 'zod'
import { decideOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import type { Reaction } from '../../eventlog/types.ts'
import { defineTask, handle, type JobOf, type TaskHandler } from '../../jobs/task.ts'
import type { SessionId } from '../../kernel/ids.ts'
import { effectiveLoginPolicy, loginPolicyEvents } from '../login-policies/index.ts'
import type { Deps } from '../manifest.ts'
import { removeFactor, sessionFacet } from '../sessions/index.ts'
import {
  allowedKinds,
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
    /** The kinds that counted before the change. */
    before: z.array(z.enum(policyKinds)),
    /** The type of the policy's event. */
    cause: z.string(),
  }),
)

const { instance, org } = loginPolicyEvents

/**
 * Enqueues `lowerSessions` if a policy may allow less. Authentication applies the new policy from the commit on. The job
 * only records, on each session that depended on a lost factor, that its proof no longer counts.
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
  async react(tx, owner, event) {
    const isOrg = owner.type === 'org'
    const before = allowedKinds(await effectiveLoginPolicy(tx, tx.instanceId, isOrg ? owner.id : ''))
    tx.enqueue(lowerSessions({ owner: owner.id, org: isOrg, before: [...before], cause: event.type }))
  },
}

const batch = 200

/** Handles `lowerSessions`: removes the lost factors from every session under the policy, in batches. */
export function assuranceTasks({ log, database, clock }: Deps): readonly TaskHandler[] {
  return [handle(lowerSessions, run)]

  async function run({ instanceId, owner, org, before, cause }: JobOf<typeof lowerSessions>) {
    const policy = await effectiveLoginPolicy(database, instanceId, org ? owner : '')
    for (const kind of lostKinds(before, allowedKinds(policy))) {
      let last = ''
      for (;;) {
        const rows = await database.query<{ session_id: SessionId }>(
          `select p.session_id from session_proofs p
            where p.instance_id = $1 and ${underPolicy('p.user_org_id', { org })} and ${leansOn(kind)}
              and p.session_id > $3 order by p.session_id limit ${batch}`,
          [instanceId, owner, last],
        )
        await Promise.all(rows.map(({ session_id }) => lower(session_id, kind)))
        last = rows.at(-1)?.session_id ?? ''
        if (rows.length < batch) break
      }
    }

    async function lower(id: SessionId, kind: PolicyKind): Promise<void> {
      const ref = { type: 'session', id }
      await decideOn(log, systemWriting(clock, instanceId), ref, (session) => {
        const state = session.state(sessionFacet)
        const proof = state.kind === 'live' ? state.proofs.find((one) => provesBy(kind, one)) : undefined
        return proof ? removeFactor(state, { kind: proof.kind, cause }) : []
      })
    }
  }
}
