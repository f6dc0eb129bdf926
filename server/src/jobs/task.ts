import type { z } from 'zod'
import type { Upcast } from '../kernel/events.ts'
import { type InstanceId, instanceId } from '../kernel/ids.ts'
import type { Job, Outside } from '../kernel/job.ts'
import type { JsonObject } from '../kernel/json.ts'

/** A kind of job. A call with a payload builds a job for `tx.enqueue`. */
export interface Task<Payload> {
  (payload: Payload): Job
  /** Stable: jobs outlive the version of the program that enqueued them. */
  readonly task: string
  /** Reads a stored payload of this or an older revision; throws for a newer one. */
  parse(stored: JsonObject): OfInstance<Payload>
}

/** A payload with the instance whose transaction enqueued the job. */
type OfInstance<Payload> = Payload & { readonly instanceId: InstanceId }

/** The payload that the handler of a task receives. */
export type JobOf<Kind extends { parse(stored: JsonObject): unknown }> = ReturnType<Kind['parse']>

interface TaskOptions<Payload> {
  /** The most attempts; 25 by default, over about three days. */
  readonly maxAttempts?: number
  /** Jobs of one instance with the same key replace each other until one starts. */
  readonly key?: (payload: Payload) => string
  /** What a job waits for if it sends something to another system; a receiver that hangs then holds up no others. */
  readonly outside?: (payload: Payload) => Outside
  /** `upcasts[i]` turns a payload of revision i + 1 into one of revision i + 2. The schema is that of the last revision. */
  readonly upcasts?: readonly Upcast[]
}

/** Defines a task by its name and the schema of its payload, which is checked when a job is built and when it runs. */
export function defineTask<Schema extends z.ZodObject>(
  task: string,
  schema: Schema,
  { maxAttempts, key, outside, upcasts = [] }: TaskOptions<z.output<Schema>> = {},
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
      ...(outside && { outside: outside(checked) }),
    } as unknown as Job
  }
  const parse = ({ instanceId: instance, revision = 1, ...payload }: JsonObject) => {
    if (typeof instance !== 'string') throw new Error(`a job of ${task} names no instance`)
    if (typeof revision !== 'number' || revision > current) {
      throw new Error(
        `a job of ${task} has revision ${revision}; this program knows ${current}, so a newer one must run it`,
      )
    }
    const upcast = upcasts.slice(revision - 1).reduce((older, next) => next(older), payload as JsonObject)
    return { ...schema.parse(upcast), instanceId: instanceId(instance) }
  }
  return Object.assign(define, { task, parse })
}

/** A task with its handler, as features register it. */
export interface TaskHandler {
  readonly task: string
  run(stored: JsonObject): Promise<void>
}

/**
 * Pairs a task with its handler. If the handler throws, the job is retried with growing pauses, so a handler must be safe
 * to run twice.
 */
export function handle<Payload>(
  task: Task<Payload>,
  run: (job: OfInstance<Payload>) => Promise<void>,
): TaskHandler {
  return { task: task.task, run: async (stored) => run(task.parse(stored)) }
}
