import { z } from 'zod'
import type { Deps, Task } from '../manifest.ts'
import { removeUsers } from './reactions.ts'
import { orgFacet } from './state.ts'

const payloadSchema = z.strictObject({ instanceId: z.string(), orgId: z.string() })

/**
 * Removes users who came into an organization while it was being removed. After the removal's commit no more can come,
 * because creating a user guards its organization.
 */
export function sweep(deps: Deps): Task {
  return async (payload) => {
    const { instanceId, orgId } = payloadSchema.parse(payload)
    const ref = { type: 'org', id: orgId }
    await deps.log.transact({ instanceId, creator: 'system', now: new Date() }, ref, async (tx) => {
      const org = await tx.load(ref)
      if (org.state(orgFacet).kind !== 'none') return
      await removeUsers(tx, orgId)
    })
  }
}
