import { type ParsedCronItem, parseCronItems, type TaskList } from 'graphile-worker'
import type { JsonObject } from '../kernel/json.ts'
import type { Schedule } from './schedule.ts'
import type { TaskHandler } from './task.ts'

/** The tasks and schedules in the form of the worker library. */
export interface JobTable {
  readonly taskList: TaskList
  readonly cronItems: ParsedCronItem[]
}

/** Collects the tasks and schedules of all features. Throws if two have the same name. */
export function jobTable(tasks: readonly TaskHandler[], schedules: readonly Schedule[]): JobTable {
  const taskList: TaskList = {}
  const add = (name: string, run: TaskList[string]) => {
    if (name in taskList) throw new Error(`two tasks or schedules are named ${name}`)
    taskList[name] = run
  }
  for (const { task, run } of tasks) add(task, (payload) => run(payload as JsonObject))
  for (const { name, run } of schedules) add(name, run)
  const cronItems = parseCronItems(
    schedules.map(({ name, cron }) => ({ task: name, match: cron, options: { jobKey: name } })),
  )
  return { taskList, cronItems }
}
