import { figure, median } from '../report.ts'
import type { Sample } from './watch.ts'

/** The most of the last quarter's median beside that of the second quarter; the first one fills caches and compiles code. */
const growth = { server: 1.05, database: 1.1 } as const
/** MiB that the server of f3c3cdc used after the benchmark, and the most of it that is left. */
const resident = { before: 370, atMost: 0.6 } as const

/** A promise of a soak with its measurement. */
export interface Judged {
  readonly kept: boolean
  readonly text: string
}

/** Judges whether nothing has grown from the second quarter of a soak to the last one, and whether every request succeeded. */
export function judgeSoak(samples: readonly Sample[]): readonly Judged[] {
  const quarter = (at: number, of: (sample: Sample) => number) =>
    median(
      samples
        .slice(Math.floor((at * samples.length) / 4), Math.floor(((at + 1) * samples.length) / 4))
        .map(of),
    )
  const flat = (name: string, of: (sample: Sample) => number, atMost: number): Judged => {
    const [second, last] = [quarter(1, of), quarter(3, of)]
    const text = `${name}: ${figure(second)} MiB in the second quarter, ${figure(last)} in the last, factor ${figure(last / second)} (<= ${atMost})`
    return { kept: last <= atMost * second, text }
  }
  const part = quarter(3, (sample) => sample.resident) / resident.before
  const [second, last] = [
    quarter(1, ({ descriptors }) => descriptors),
    quarter(3, ({ descriptors }) => descriptors),
  ]
  const { requests = 0, failed = 0 } = samples.at(-1) ?? {}
  return [
    { kept: requests > 0 && failed === 0, text: `${figure(requests)} requests, ${failed} failed (none)` },
    flat('resident memory of the server', (sample) => sample.resident, growth.server),
    flat('proportional memory of the database', (sample) => sample.database, growth.database),
    {
      kept: last <= second,
      text: `open descriptors of the server: ${second} in the second quarter, ${last} in the last (no more)`,
    },
    {
      kept: part <= resident.atMost,
      text: `resident memory of the server under load: ${figure(part)} of the ${resident.before} MiB of f3c3cdc (<= ${resident.atMost})`,
    },
  ]
}
