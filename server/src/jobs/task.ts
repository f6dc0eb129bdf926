import type { z } from 'zod'
import type { Upcast } from '../kernel/events.ts'
import type { Job } from '../kernel/job.ts'
import type { JsonObject } from '../kernel/json.ts'

/** A kind of job. Called with a payload it makes a job for `tx.enqueue`. */
export interface Task<Payload> {
  (payload: Payload): Job
  /** Stable: jobs outlive the version of the program that enqueued them. */
  readonly task: string
  /** Reads a stored payload of this or an older revision; throws for a newer one. */
  parse(stored: JsonObject): OfInstance<Payload>
}

/** A payload with the instance whose transaction enqueued the job. */
type OfInstance<Payload> = Payload & { readonly instanceId: string }

/** What the handler of a task receives. */
export type JobOf<Kind extends { parse(stored: JsonObject): unknown }> = ReturnType<Kind['parse']>

interface TaskOptions<Payload> {
  /** The most tries; the worker's own limit of 25, about three days, unless given. */
  readonly maxAttempts?: number
  /** Jobs of one instance with the same key replace each other until one starts. */
  readonly key?: (payload: Payload) => string
  /** `upcasts[i]` turns a payload of revision i + 1 into one of revision i + 2. The schema is that of the last revision. */
  readonly upcasts?: readonly Upcast[]
}

/** Defines a task by its name and the schema of its payload, which is checked when a job is made and when it runs. */
export function defineTask<Schema extends z.ZodObject>(
  task: string,
  schema: Schema,
  { maxAttempts, key, upcasts = [] }: TaskOptions<z.output<Schema>> = {},
): Task<z.output<Schema>> {
  type Payload = z.output<Schema>
  const current = upcasts.length + 1
  const define = (payload: Payload) => {
    const checked = schema.parse(payload)
    return {
      task,
      payload: { ...checked, ...(current > 1 && { revision: current }) },
      ...(key && { key: key(checked) }),
      ...(maxAttempts !== undefined && { maxAttempts }),
    } as unknown as Job
  }
  const parse = ({ instanceId, revision = 1, ...payload }: JsonObject) => {
    if (typeof instanceId !== 'string') throw new Error(`a job of ${task} names no instance`)
    if (typeof revision !== 'number' || revision > current) {
      throw new Error(
        `a job of ${task} has revision ${revision}; this program knows ${current}, so a newer one must run it`,
      )
    }
    const upcast = upcasts.slice(revision - 1).reduce((older, next) => next(older), payload as JsonObject)
    return { ...schema.parse(upcast), instanceId }
  }
  return Object.assign(define, { task, parse })
}

/** A task with its handler, as features register it. */
export interface TaskHandler {
  readonly task: string
  run(stored: JsonObject): Promise<void>
}

/** Ties a task to its handler. A handler that throws is retried with growing pauses; one must be safe to run twice. */
export function handle<Payload>(
  task: Task<Payload>,
  run: (job: OfInstance<Payload>) => Promise<void>,
): TaskHandler {
  return { task: task.task, run: async (stored) => run(task.parse(stored)) }
}
