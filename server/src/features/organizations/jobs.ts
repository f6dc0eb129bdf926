import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

/** Removes users who were added to an organization while it was being removed. */
export const sweepOrganization = defineTask('organizations.sweep', z.strictObject({ orgId: z.string() }), {
  key: ({ orgId }) => orgId,
})
