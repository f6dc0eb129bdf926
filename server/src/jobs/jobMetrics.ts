import { Counter, Gauge, type Registry } from 'prom-client'
import type { FollowerGauge } from './follower.ts'

/** The end of a job's attempt; `failed` is retried, `given up` is not. */
export type JobOutcome = 'done' | 'failed' | 'given up'

type Counts = () => Promise<readonly { readonly name: string; readonly jobs: number }[]>

/**
 * Registers the metrics of jobs; each scrape calls `unhandled` for tasks and `waiting` for what jobs wait for. Returns the
 * function that counts an attempt.
 */
export function jobMetrics(
  registry: Registry,
  { unhandled, waiting }: { readonly unhandled: Counts; readonly waiting: Counts },
): (task: string, outcome: JobOutcome) => void {
  const runs = new Counter({
    name: 'sallyport_job_runs_total',
    help: 'Attempts of jobs in this process, by task and outcome.',
    labelNames: ['task', 'outcome'],
    registers: [registry],
  })
  const gauge = (name: string, help: string, label: string, counts: Counts) =>
    addGauge(registry, {
      ...{ name, help, label },
      values: async () => (await counts()).map((row) => ({ name: row.name, value: row.jobs })),
    })
  gauge('sallyport_jobs_unhandled', 'Jobs of tasks that this program does not have.', 'task', unhandled)
  gauge(
    'sallyport_jobs_waiting',
    'Jobs that wait for something, such as an e-mail provider.',
    'reason',
    waiting,
  )
  return (task, outcome) => runs.inc({ task, outcome })
}

/** Registers a metric whose values are read by each scrape. */
export function addGauge(registry: Registry, { name, help, label, values }: FollowerGauge): void {
  new Gauge({
    ...{ name, help, labelNames: [label], registers: [registry] },
    async collect() {
      // A scrape must not fail if the database is unavailable.
      const rows = await values().catch(() => undefined)
      if (rows === undefined) return
      this.reset()
      for (const row of rows) this.set({ [label]: row.name }, row.value)
    },
  })
}
