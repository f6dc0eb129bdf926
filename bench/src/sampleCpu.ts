import { postgresPid } from '../../e2e/src/serverProcess.ts'
import { type Bench, measure } from './benchLoad.ts'
import { cpuSeconds, postgresCpuSeconds } from './observeServer.ts'
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
  const postgres = postgresPid(bench.server.dataDir) ?? 0
  const database = postgresCpuSeconds(postgres)
  const server = cpuSeconds(bench.server.pid)
  const { perSecond, p99, serverCpu } = await measure(bench, name)
  // The database served the same requests as the server, including those of the warm-up.
  const share = (postgresCpuSeconds(postgres) - database) / (cpuSeconds(bench.server.pid) - server)
  return { perSecond, p99, server: serverCpu / 1000, database: (serverCpu / 1000) * share }
}

/** Returns the CPU of server and database together. */
export function wholeCpu({ server, database }: CpuSample): number {
  return server + database
}
