import type { JsonObject } from './json.ts'

declare const defined: unique symbol

/** Work to run after the commit. Only a task (`jobs/task.ts`) creates jobs, so that every payload fits its handler. */
export interface Job {
  readonly [defined]: true
  readonly task: string
  readonly payload: JsonObject
  /** The database's current time unless given. */
  readonly runAt?: Date
  /** Replaces a job of the same task, instance and key that has not started. */
  readonly key?: string
  readonly maxAttempts?: number
}
