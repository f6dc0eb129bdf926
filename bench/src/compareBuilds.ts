import { measure, roundTrips } from './benchLoad.ts'
import { memoryOf } from './observeServer.ts'
import { type Build, openBuild } from './openBuild.ts'
import { figure, median, promise, say, sayTable } from './report.ts'
import type { ScenarioName } from './scenarios.ts'
import { withClient } from './withClient.ts'

const everything: readonly ScenarioName[] = [
  'Add/RemoveOTPEmail, REST',
  'Add/RemoveOTPEmail, gRPC',
  'CreateSession, user check',
  'CreateSession, e-mail code challenge, check',
  'CreateSession, user + password',
  'AddHumanUser without password',
  'GetUserByID',
  'ListAuthenticationFactors',
]

/** A measurement of a scenario; CPU in microseconds per request. */
interface Sample {
  readonly perSecond: number
  readonly serverCpu: number
  readonly databaseCpu: number
}

/**
 * Measures this build and the one in the checkout `folder`: each scenario runs on both, `rounds` times in alternating order, and
 * the medians are compared. Fails if this build is slower.
 */
export async function compareBuilds(
  folder: string,
  options: {
    readonly connections: number
    readonly seconds: number
    readonly rounds: number
    /** Only the scenarios whose name contains it. */
    readonly scenario: string
  },
): Promise<void> {
  const compared = everything.filter((name) => name.includes(options.scenario))
  const opened: Build[] = []
  try {
    const before = await openBuild('before', options, folder)
    opened.push(before)
    const after = await openBuild('after', options)
    opened.push(after)
    sayStart(before, after)
    await compareScenarios(compared, before, after, options.rounds)
    await compareMemory(before, after)
  } finally {
    for (const build of opened) await build.close()
  }
}

async function compareScenarios(
  compared: readonly ScenarioName[],
  before: Build,
  after: Build,
  rounds: number,
): Promise<void> {
  const samples = new Map<string, Sample[]>()
  for (const scenario of compared) for (const { bench } of [before, after]) await measure(bench, scenario)
  for (let round = 0; round < rounds; round++) {
    for (const scenario of compared) {
      const order = round % 2 === 0 ? [before, after] : [after, before]
      for (const build of order) {
        const key = build.name + scenario
        samples.set(key, [...(samples.get(key) ?? []), await sample(build, scenario)])
      }
    }
  }
  const of = (build: Build, scenario: string, field: keyof Sample) =>
    median((samples.get(build.name + scenario) ?? []).map((one) => one[field]))
  const ratio = (scenario: string, field: keyof Sample) =>
    of(after, scenario, field) / of(before, scenario, field)
  say(`\n${rounds} rounds in turns, medians: before → after`)
  const pair = (scenario: string, field: keyof Sample) =>
    `${figure(of(before, scenario, field))} → ${figure(of(after, scenario, field))}`
  sayTable(
    ['scenario', 'requests/s', 'ratio', 'server CPU us', 'ratio', 'database CPU us', 'ratio'],
    compared.map((scenario) => [
      scenario,
      ...(['perSecond', 'serverCpu', 'databaseCpu'] as const).flatMap((field) => [
        pair(scenario, field),
        figure(ratio(scenario, field)),
      ]),
    ]),
  )
  for (const scenario of compared) {
    promise(
      ratio(scenario, 'perSecond') >= 0.95,
      `${scenario}: throughput ${figure(ratio(scenario, 'perSecond'))} (>= 0.95)`,
    )
    promise(
      ratio(scenario, 'serverCpu') <= 1.02,
      `${scenario}: server CPU ${figure(ratio(scenario, 'serverCpu'))} (<= 1.02)`,
    )
  }
  await compareRoundTrips(compared, before, after)
}

async function sample({ bench }: Build, scenario: ScenarioName): Promise<Sample> {
  // While the other build is measured, V8 gives the heap back that this one will need again.
  await measure(bench, scenario)
  return measure(bench, scenario)
}

async function compareRoundTrips(
  compared: readonly ScenarioName[],
  before: Build,
  after: Build,
): Promise<void> {
  say('\nstatements a request')
  for (const scenario of compared) {
    const counts: number[] = []
    for (const { bench } of [before, after]) {
      await withClient(bench.databaseUrl, async (client) => {
        counts.push(await roundTrips(client, { ...bench, connections: 1 }, scenario))
      })
    }
    const [was = 0, is = 0] = counts
    promise(is <= was + 0.05, `${scenario}: ${figure(was)} → ${figure(is)} (no more)`)
  }
}

function sayStart(before: Build, after: Build): void {
  const mib = (bytes: number) => figure(bytes / 2 ** 20)
  say(`start on existing data: ${figure(before.startSeconds)} → ${figure(after.startSeconds)} s`)
  const memory = `idle memory of the server (PSS): ${mib(before.idleMemory)} → ${mib(after.idleMemory)} MiB`
  promise(after.idleMemory <= before.idleMemory * 1.02, `${memory} (no more)`)
}

async function compareMemory(before: Build, after: Build): Promise<void> {
  const used: number[] = []
  for (const { bench } of [before, after]) {
    const { heapUsed, external } = await memoryOf(bench.server)
    used.push((heapUsed + external) / 2 ** 20)
  }
  const [was = 0, is = 0] = used
  promise(is <= was * 1.02, `memory in use after the load: ${figure(was)} → ${figure(is)} MiB (no more)`)
}
