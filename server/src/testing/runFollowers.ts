import type { JobOutcome } from '../jobs/jobMetrics.ts'
import type { Jobs } from '../jobs/startWorker.ts'

/** Runs the followers of a product in this process, as its worker would; `stop` resolves when they have ended. */
export function runFollowers({ followers = [] }: Pick<Jobs, 'followers'>): {
  /** The outcomes of attempts so far. */
  readonly outcomes: readonly JobOutcome[]
  stop(): Promise<void>
} {
  const stopping = new AbortController()
  const outcomes: JobOutcome[] = []
  const running = followers.map(({ run }) => run(stopping.signal, (outcome) => void outcomes.push(outcome)))
  return {
    outcomes,
    async stop() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
