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
  /** Present if the job waits for another system. */
  readonly outside?: Outside
  /** The marks of `outsideFlags`, once the instance is known. */
  readonly flags?: readonly string[]
}

/** The system that a job waits for. Those of one instance and kind share the places that the worker gives them. */
export interface Outside {
  /** A word such as `email`; without a colon. */
  readonly kind: string
  /** Which of several systems of the kind. */
  readonly receiver?: string
}

/** The marks by which the worker shares its places among jobs that wait for other systems (`jobs/fairPlaces.ts`). */
export function outsideFlags({ kind, receiver }: Outside, instanceId: string): readonly string[] {
  const flags = ['outside', `kind:${instanceId}:${kind}`]
  return receiver === undefined ? flags : [...flags, `receiver:${instanceId}:${kind}:${receiver}`]
}
