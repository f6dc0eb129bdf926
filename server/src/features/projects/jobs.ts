import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

/** Removes the rest of the projects and grants of a removed organization, also those that were added at the same time. */
export const sweepProjects = defineTask('projects.sweep', z.strictObject({ orgId: z.string() }), {
  key: ({ orgId }) => orgId,
})
