import { workOn } from '../../eventlog/decideOn.ts'
import { systemWriting } from '../../eventlog/systemWriting.ts'
import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { sweepOrganization } from './jobs.ts'
import { removeUsers } from './reactions.ts'
import { orgFacet } from './state.ts'

/** Handles `sweepOrganization`. After the removal's commit no more users can be added, because that guards their organization. */
export function organizationTasks({ log, clock }: Deps): readonly TaskHandler[] {
  return [
    handle(sweepOrganization, async ({ instanceId, orgId }) => {
      const ref = { type: 'org', id: orgId }
      await workOn(log, systemWriting(clock, instanceId), ref, async (org, tx) => {
        if (org.state(orgFacet).kind === 'none') await removeUsers(tx, orgId)
      })
    }),
  ]
}
