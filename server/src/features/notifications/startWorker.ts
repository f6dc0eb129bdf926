import { Logger, run, type Task as WorkerTask } from 'graphile-worker'
import type { Logger as Pino } from 'pino'
import type { JsonObject } from '../../kernel/json.ts'
import type { Deps, Feature } from '../manifest.ts'

/** The worker of this process. */
export interface Worker {
  /** Takes no new jobs, waits for those that run, then resolves. */
  stop(): Promise<void>
}

/**
 * Runs the jobs that appends enqueued, those of every process on this database taking turns. A task that throws is tried
 * again with growing pauses. Throws when the database is away at the start; later it reconnects by itself.
 */
export async function startWorker(
  deps: Deps,
  features: readonly Pick<Feature, 'tasks'>[],
  concurrency = 4,
): Promise<Worker> {
  const runner = await run({
    pgPool: deps.database.pool,
    taskList: taskList(deps, features),
    concurrency,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: workerLogger(deps.logger),
  })
  runner.promise.catch((error: unknown) => deps.logger.error({ err: error }, 'the worker ended'))
  return { stop: () => runner.stop() }
}

/** Every feature's tasks by name; two of one name are a programming error and throw. */
export function taskList(
  deps: Deps,
  features: readonly Pick<Feature, 'tasks'>[],
): Record<string, WorkerTask> {
  const tasks: Record<string, WorkerTask> = {}
  for (const [name, task] of features.flatMap((feature) => Object.entries(feature.tasks?.(deps) ?? {}))) {
    if (name in tasks) throw new Error(`two features have a task named ${name}`)
    tasks[name] = (payload) => task(payload as JsonObject)
  }
  return tasks
}

/** What the worker says of itself is debugging; failed tasks are errors. */
function workerLogger(logger: Pick<Pino, 'debug' | 'warn' | 'error'>): Logger {
  return new Logger((scope) => (level, message) => {
    const { taskIdentifier: task, jobId } = scope
    switch (level) {
      case 'error':
        return logger.error({ task, jobId }, message)
      case 'warning':
        return logger.warn({ task, jobId }, message)
      default:
        return logger.debug({ task, jobId }, message)
    }
  })
}
