import { type Bench, measure } from './benchLoad.ts'
import type { ScenarioName } from './scenarios.ts'

/** A measurement of one scenario; CPU in milliseconds per request. */
export interface CpuSample {
  readonly perSecond: number
  readonly p99: number
  readonly server: number
  readonly database: number
}

/** Measures a scenario with the CPU of the server and of its database. */
export async function sampleCpu(bench: Bench, name: ScenarioName): Promise<CpuSample> {
  const { perSecond, p99, serverCpu, databaseCpu } = await measure(bench, name)
  return { perSecond, p99, server: serverCpu / 1000, database: databaseCpu / 1000 }
}

/** Returns the CPU of server and database together. */
export function wholeCpu({ server, database }: CpuSample): number {
  return server + database
}
