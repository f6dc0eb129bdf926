import { type Build, openBuild } from '../openBuild.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import type { ScenarioName } from '../scenarios.ts'
import { oidcScenarios } from './oidcScenarios.ts'
import { type Measured, measureSubject, middle, ourSubject, type Subject, startPeer } from './subjects.ts'

/** The name of the subject that the two builds are measured beside. */
const peerName = 'oidc-provider'

/**
 * Measures the build in the checkout `against`, this one and `oidc-provider` in memory: each scenario runs on all three, `rounds` times
 * in alternating order, after as many seconds in which code is compiled. Fails if this build costs more CPU than the other one.
 */
export async function compareOidc(options: {
  readonly against: string
  readonly connections: number
  readonly seconds: number
  readonly rounds: number
  readonly scenario: string
}): Promise<void> {
  const builds: Build[] = []
  const peer = await startPeer(options.connections)
  try {
    const before = await openBuild('before', options, options.against)
    builds.push(before)
    const after = await openBuild('after', options)
    builds.push(after)
    const subjects = new Map<string, readonly [Build, Subject]>()
    for (const build of builds) subjects.set(build.name, [build, await ourSubject(build.bench)])
    subjects.set(peerName, [after, peer])
    const rows: string[][] = []
    for (const name of Object.keys(oidcScenarios) as (keyof typeof oidcScenarios)[]) {
      if (name.includes(options.scenario)) rows.push(await compareScenario(subjects, name, options))
    }
    say(`\n${options.rounds} rounds in turns, medians; CPU in milliseconds a request: before → after`)
    sayTable(['scenario', 'CPU', 'ratio', 'of it database', peerName, 'before', 'after'], rows)
  } finally {
    for (const build of builds) await build.close()
    peer.stop()
  }
}

async function compareScenario(
  subjects: ReadonlyMap<string, readonly [Build, Subject]>,
  scenario: ScenarioName,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<string[]> {
  const samples = new Map<string, Measured[]>([...subjects.keys()].map((name) => [name, []]))
  const inTurns = [...subjects]
  for (const [, [{ bench }, subject]] of inTurns) await measureSubject(bench, subject, scenario, seconds)
  for (let round = 0; round < rounds; round++) {
    for (const [name, [{ bench }, subject]] of round % 2 === 0 ? inTurns : inTurns.toReversed()) {
      samples.get(name)?.push(await measureSubject(bench, subject, scenario, seconds))
    }
  }
  const [before, after, peer] = ['before', 'after', peerName].map((name) => middle(samples.get(name) ?? []))
  if (!before || !after || !peer) throw new Error('there are no measurements; raise the number of rounds')
  // Neighbours on the machine disturb a round, and both builds in it alike.
  const ratio = median(
    (samples.get('after') ?? []).map((one, round) => one.cpu / (samples.get('before')?.[round]?.cpu ?? 0)),
  )
  promise(ratio <= 1.02, `${scenario}: ${figure(ratio)} of the CPU of before (<= 1.02)`)
  return [
    scenario,
    `${figure(before.cpu)} → ${figure(after.cpu)}`,
    figure(ratio),
    `${figure(before.database)} → ${figure(after.database)}`,
    figure(peer.cpu),
    `${figure(before.cpu / peer.cpu)} of it`,
    `${figure(after.cpu / peer.cpu)} of it`,
  ]
}
