import { type Build, openBuild } from '../openBuild.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { type CpuSample, sampleCpu, wholeCpu } from '../sampleCpu.ts'
import type { ScenarioName } from '../scenarios.ts'
import { seedUsers } from '../seedUsers.ts'
import { withClient } from '../withClient.ts'
import { grpc, targets } from './targets.ts'

/** The extent of the measurement. */
export interface PeopleOptions {
  readonly connections: number
  /** Of each scenario and round. */
  readonly seconds: number
  readonly rounds: number
  /** People in the lists. */
  readonly people: number
  /** Another checkout, whose build is measured in turns with this one. */
  readonly against: string | undefined
  /** Only scenarios whose name contains the text. */
  readonly scenario: string
}

const insert = 'durable single-row insert'

/** Measures what people cost to create, read, find and change: CPU of server and database together, in turns with another build. */
export async function benchPeople(options: PeopleOptions): Promise<void> {
  const builds: Build[] = []
  try {
    if (options.against !== undefined) builds.push(await openBuild('before', options, options.against))
    builds.push(await openBuild('after', options))
    for (const { bench } of builds) {
      await seedUsers(bench, options.people, { connections: options.connections })
      await withClient(bench.databaseUrl, (client) => client.query('vacuum analyze').then(() => undefined))
    }
    report(await turns(builds, options), options)
  } finally {
    for (const build of builds) await build.close()
  }
}

/** The samples of a scenario by build, and of the inserts just after those of this build. */
type Samples = ReadonlyMap<string, readonly CpuSample[]>

async function turns(builds: readonly Build[], { rounds, scenario }: PeopleOptions): Promise<Samples> {
  const samples = new Map<string, CpuSample[]>()
  const names = targets.map(({ name }) => name).filter((name) => name.includes(scenario))
  for (const name of names) for (const build of builds) await sampleCpu(build.bench, name)
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? builds : builds.toReversed()
    for (const name of [...names, insert] as const) {
      for (const build of order) {
        const key = keyOf(build.name, name)
        samples.set(key, [...(samples.get(key) ?? []), await sampleCpu(build.bench, name)])
      }
    }
  }
  return samples
}

function keyOf(build: string, scenario: string): string {
  return `${build} ${scenario}`
}

function report(samples: Samples, { people, connections, rounds }: PeopleOptions): void {
  const of = (build: string, name: string, field: (one: CpuSample) => number) =>
    median((samples.get(keyOf(build, name)) ?? []).map(field))
  const measured = targets.filter(({ name }) => samples.has(keyOf('after', name)))
  const ratio = (name: string) => of('after', name, wholeCpu) / of('before', name, wholeCpu)
  const compared = (name: string) => samples.has(keyOf('before', name))
  say(`\n${figure(people)} people, ${connections} connections, medians of ${rounds} rounds; CPU per request`)
  sayTable(
    [
      'scenario',
      'requests/s',
      'p99 ms',
      'server CPU ms',
      'database CPU ms',
      'build before',
      'ratio',
      'target',
    ],
    measured.map(({ name, atMost }) => [
      name,
      figure(of('after', name, ({ perSecond }) => perSecond)),
      figure(of('after', name, ({ p99 }) => p99)),
      figure(of('after', name, ({ server }) => server)),
      figure(of('after', name, ({ database }) => database)),
      compared(name) ? figure(of('before', name, wholeCpu)) : '',
      compared(name) ? figure(ratio(name)) : '',
      atMost === undefined ? '' : figure(atMost),
    ]),
  )
  for (const { name, atMost } of measured) {
    if (atMost === undefined || !compared(name)) continue
    promise(
      ratio(name) <= atMost,
      `${name}: ${figure(ratio(name))} of the CPU of the build before (<= ${atMost})`,
    )
  }
  judgeGrpc((name, field) => of('after', name, field))
}

function judgeGrpc(of: (name: ScenarioName, field: (one: CpuSample) => number) => number): void {
  const ofRest =
    of('Add/RemoveOTPEmail, gRPC', ({ server }) => server) /
    of('Add/RemoveOTPEmail, REST', ({ server }) => server)
  const ofInserts =
    of('Add/RemoveOTPEmail, gRPC', ({ perSecond }) => perSecond) / of(insert, ({ perSecond }) => perSecond)
  if (!(ofRest > 0)) return
  promise(
    ofRest <= grpc.ofRest,
    `factors over gRPC: ${figure(ofRest)} of the server CPU over REST (<= ${grpc.ofRest})`,
  )
  promise(
    ofInserts >= grpc.ofInserts,
    `factors over gRPC: ${figure(ofInserts)} of the durable single-row insert (>= ${grpc.ofInserts})`,
  )
}
