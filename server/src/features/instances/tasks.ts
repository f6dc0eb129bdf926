import { handle, type TaskHandler } from '../../jobs/task.ts'
import type { Deps } from '../manifest.ts'
import { finishRemoval } from './jobs.ts'

/** Handles `finishRemoval`. */
export function instanceTasks({ log }: Deps): readonly TaskHandler[] {
  return [handle(finishRemoval, ({ removedId }) => log.removeInstance(removedId))]
}
