import { Counter, Gauge, type Registry } from 'prom-client'

/** How a try of a job ended; `failed` is retried, `given up` is not. */
export type JobOutcome = 'done' | 'failed' | 'given up'

/** Registers the metrics of jobs; `unhandled` is asked at every scrape. Returns the count of tries. */
export function jobMetrics(
  registry: Registry,
  unhandled: () => Promise<readonly { readonly task: string; readonly jobs: number }[]>,
): (task: string, outcome: JobOutcome) => void {
  const runs = new Counter({
    name: 'sallyport_job_runs_total',
    help: 'Tries of jobs in this process, by task and outcome.',
    labelNames: ['task', 'outcome'],
    registers: [registry],
  })
  new Gauge({
    name: 'sallyport_jobs_unhandled',
    help: 'Jobs that wait for a task that this program does not have.',
    labelNames: ['task'],
    registers: [registry],
    async collect() {
      // A scrape must not fail when the database is away.
      const waiting = await unhandled().catch(() => undefined)
      if (waiting === undefined) return
      this.reset()
      for (const { task, jobs } of waiting) this.set({ task }, jobs)
    },
  })
  return (task, outcome) => runs.inc({ task, outcome })
}
