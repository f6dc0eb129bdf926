import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

/** Brings the rest of a project's authorizations in line with it, also those that were given at the same time. */
export const settleAuthorizations = defineTask(
  'authorizations.settle',
  z.strictObject({ projectId: z.string() }),
  { key: ({ projectId }) => projectId },
)

/** Removes authorizations that were given to a user while it was being removed. */
export const sweepAuthorizations = defineTask(
  'authorizations.sweep',
  z.strictObject({ userId: z.string() }),
  {
    key: ({ userId }) => userId,
  },
)
