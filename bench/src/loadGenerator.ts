import type { Load, LoadResult } from './runLoad.ts'
import { type Actor, scenarios } from './scenarios.ts'

/** The maximum number of requests of a run, as all latencies are kept. */
const maxRequests = 2_000_000

process.once('message', (load: Load) => {
  generate(load)
    .catch((error: unknown) => ({ failure: String(error) }))
    .then((result) => process.send?.(result, () => process.exit()))
})

/** Runs the turns of all connections until the time is over; does not count the warm-up. */
async function generate(load: Load): Promise<LoadResult> {
  const actors = await Promise.all(
    load.userIds.map((userId, at) =>
      scenarios[load.scenario]({ ...load, userId, prefix: `${load.run}-${at}`, seed: load.seeds?.[at] }),
    ),
  )
  const begun = performance.now()
  const counted = begun + load.warmUpSeconds * 1000
  const over = counted + load.seconds * 1000
  const latencies: number[] = []
  const cpuBefore = process.cpuUsage()
  await Promise.all(actors.map((actor) => turns(actor, { counted, over, latencies })))
  const cpu = process.cpuUsage(cpuBefore)
  for (const actor of actors) actor.close()
  latencies.sort((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  return {
    requests: latencies.length,
    perSecond: latencies.length / load.seconds,
    p50: at(0.5),
    p99: at(0.99),
    generatorCpuShare: (cpu.user + cpu.system) / 1000 / (performance.now() - begun),
  }
}

async function turns(
  { steps }: Actor,
  {
    counted,
    over,
    latencies,
  }: { readonly counted: number; readonly over: number; readonly latencies: number[] },
): Promise<void> {
  for (let now = performance.now(); now < over && latencies.length < maxRequests; ) {
    for (const step of steps) {
      await step()
      const then = performance.now()
      if (then >= counted && then < over) latencies.push(then - now)
      now = then
    }
  }
}
