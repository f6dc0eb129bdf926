import { postgresPid } from '../../../e2e/src/serverProcess.ts'
import { measure } from '../benchLoad.ts'
import { cpuSeconds, postgresCpuSeconds } from '../observeServer.ts'
import { type Build, openBuild } from '../openBuild.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
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

/** A measurement of one scenario; CPU in milliseconds per request. */
interface Sample {
  readonly perSecond: number
  readonly p99: number
  readonly server: number
  readonly database: number
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
type Samples = ReadonlyMap<string, readonly Sample[]>

async function turns(builds: readonly Build[], { rounds, scenario }: PeopleOptions): Promise<Samples> {
  const samples = new Map<string, Sample[]>()
  const names = targets.map(({ name }) => name).filter((name) => name.includes(scenario))
  for (const name of names) for (const build of builds) await sample(build, name)
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? builds : builds.toReversed()
    for (const name of [...names, insert] as const) {
      for (const build of order) {
        const key = keyOf(build.name, name)
        samples.set(key, [...(samples.get(key) ?? []), await sample(build, name)])
      }
    }
  }
  return samples
}

async function sample({ bench }: Build, name: ScenarioName): Promise<Sample> {
  const postgres = postgresPid(bench.server.dataDir) ?? 0
  const database = postgresCpuSeconds(postgres)
  const server = cpuSeconds(bench.server.pid)
  const { perSecond, p99, serverCpu } = await measure(bench, name)
  // The database served the same requests as the server, including those of the warm-up.
  const share = (postgresCpuSeconds(postgres) - database) / (cpuSeconds(bench.server.pid) - server)
  return { perSecond, p99, server: serverCpu / 1000, database: (serverCpu / 1000) * share }
}

function keyOf(build: string, scenario: string): string {
  return `${build} ${scenario}`
}

function report(samples: Samples, { people, connections, rounds }: PeopleOptions): void {
  const of = (build: string, name: string, field: (one: Sample) => number) =>
    median((samples.get(keyOf(build, name)) ?? []).map(field))
  const cpu = ({ server, database }: Sample) => server + database
  const measured = targets.filter(({ name }) => samples.has(keyOf('after', name)))
  const ratio = (name: string) => of('after', name, cpu) / of('before', name, cpu)
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
      compared(name) ? figure(of('before', name, cpu)) : '',
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

function judgeGrpc(of: (name: ScenarioName, field: (one: Sample) => number) => number): void {
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
