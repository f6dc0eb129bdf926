import type { JobOutcome } from './jobMetrics.ts'

/** Work that every process does until it stops, beside its jobs, such as following the log. */
export interface Follower {
  readonly name: string
  /** Runs until `signal` aborts, then finishes what it has begun. `count` counts an attempt among those of jobs. */
  run(signal: AbortSignal, count: (outcome: JobOutcome) => void): Promise<void>
  /** Values that each scrape of the metrics reads. */
  readonly gauges?: readonly FollowerGauge[]
}

/** A metric with a value for each name that a scrape finds. */
export interface FollowerGauge {
  readonly name: string
  readonly help: string
  readonly label: string
  values(): Promise<readonly { readonly name: string; readonly value: number }[]>
}
