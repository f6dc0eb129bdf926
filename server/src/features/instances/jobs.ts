import { z } from 'zod'
import { defineTask } from '../../jobs/task.ts'

/** Removes an instance again: after a crash, and with data that requests added while it was being removed. */
export const finishRemoval = defineTask('instances.finish_removal', z.strictObject({ removedId: z.string() }))

/** Milliseconds after which no request that began before a removal is still running. */
export const removalGrace = 60_000
