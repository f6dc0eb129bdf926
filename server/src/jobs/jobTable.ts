import { type ParsedCronItem, parseCronItems, type Task, type TaskList } from 'graphile-worker'
import type { JsonObject } from '../kernel/json.ts'
import { JobFailure } from './jobFailure.ts'
import type { Schedule } from './schedule.ts'
import type { TaskHandler } from './task.ts'

/** The tasks and schedules in the form of the worker library. */
export interface JobTable {
  readonly taskList: TaskList
  readonly cronItems: ParsedCronItem[]
  /** The permanent failures of running jobs, by the job's id. For the library such a job is done, so it is not retried. */
  readonly givenUp: Map<string, JobFailure>
}

/** Collects the tasks and schedules of all features. Throws if two have the same name. */
export function jobTable(tasks: readonly TaskHandler[], schedules: readonly Schedule[]): JobTable {
  const taskList: TaskList = {}
  const givenUp = new Map<string, JobFailure>()
  const add = (name: string, run: Task) => {
    if (name in taskList) throw new Error(`two tasks or schedules are named ${name}`)
    taskList[name] = async (payload, helpers) => {
      try {
        await run(payload, helpers)
      } catch (error) {
        if (!(error instanceof JobFailure && error.permanent)) throw error
        givenUp.set(helpers.job.id, error)
      }
    }
  }
  for (const { task, run } of tasks) add(task, (payload) => run(payload as JsonObject))
  for (const { name, run } of schedules) add(name, (_, { abortSignal }) => run(abortSignal))
  const cronItems = parseCronItems(
    schedules.map(({ name, cron }) => ({ task: name, match: cron, options: { jobKey: name } })),
  )
  return { taskList, cronItems, givenUp }
}
