import { Counter, Gauge, type Registry } from 'prom-client'

/** The end of a job's attempt; `failed` is retried, `given up` is not. */
export type JobOutcome = 'done' | 'failed' | 'given up'

/** Registers the metrics of jobs; each scrape calls `unhandled`. Returns the function that counts an attempt. */
export function jobMetrics(
  registry: Registry,
  unhandled: () => Promise<readonly { readonly task: string; readonly jobs: number }[]>,
): (task: string, outcome: JobOutcome) => void {
  const runs = new Counter({
    name: 'sallyport_job_runs_total',
    help: 'Attempts of jobs in this process, by task and outcome.',
    labelNames: ['task', 'outcome'],
    registers: [registry],
  })
  new Gauge({
    name: 'sallyport_jobs_unhandled',
    help: 'Jobs of tasks that this program does not have.',
    labelNames: ['task'],
    registers: [registry],
    async collect() {
      // A scrape must not fail if the database is unavailable.
      const waiting = await unhandled().catch(() => undefined)
      if (waiting === undefined) return
      this.reset()
      for (const { task, jobs } of waiting) this.set({ task }, jobs)
    },
  })
  return (task, outcome) => runs.inc({ task, outcome })
}
