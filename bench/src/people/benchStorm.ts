import { setPriority } from 'node:os'
import { type Build, openBuild } from '../openBuild.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { runLoad } from '../runLoad.ts'
import { seededPassword } from '../seedUsers.ts'
import { type SteadyResult, steadyLoad } from '../steadyLoad.ts'

/** The most that the p99 of reads during a storm of logins may be, as a multiple of that without one. */
const atMost = 3
/** Reads a second, a small part of what the server can do: what is measured is waiting, not a queue of the generator's own. */
const perSecond = 200

/** The extent of the measurement. */
export interface StormOptions {
  /** People who log in at the same time, each again and again. */
  readonly connections: number
  /** Of reads with the storm, and of reads without it, in each round. */
  readonly seconds: number
  readonly rounds: number
  /** Another checkout, whose build is measured in turns with this one. */
  readonly against: string | undefined
}

/** One round of a build: reads without and during a storm. */
interface Round {
  readonly calm: SteadyResult
  readonly storm: SteadyResult
  readonly loginsPerSecond: number
}

/** Measures how long reads of a person by id take while password logins occupy every thread that checks passwords. */
export async function benchStorm(options: StormOptions): Promise<void> {
  const builds: Build[] = []
  const rounds = new Map<string, Round[]>()
  try {
    if (options.against !== undefined) builds.push(await openBuild('before', options, options.against))
    builds.push(await openBuild('after', options))
    attend()
    for (const build of builds) await measure(build, { ...options, seconds: 3 })
    for (let round = 0; round < options.rounds; round++) {
      for (const build of round % 2 === 0 ? builds : builds.toReversed()) {
        rounds.set(build.name, [...(rounds.get(build.name) ?? []), await measure(build, options)])
      }
    }
  } finally {
    for (const build of builds) await build.close()
  }
  report(rounds, options)
}

/**
 * A generator that waits for a processor itself would measure its own waiting. Without the right to it, the figures are higher. The servers run
 * already, because they would inherit the priority, and the generator would wait for them again.
 */
function attend(): void {
  try {
    setPriority(-15)
  } catch {
    say('      the load generator cannot raise its priority: its own waiting counts, too')
  }
}

async function measure({ bench }: Build, { seconds }: Pick<StormOptions, 'seconds'>): Promise<Round> {
  const path = `/v2/users/${bench.plain[0]}`
  const reads = () => steadyLoad(bench.port, path, { perSecond, seconds, token: bench.token })
  const calm = await reads()
  const logins = runLoad({
    scenario: 'CreateSession, user + password',
    run: 'storm',
    port: bench.port,
    token: bench.token,
    databaseUrl: bench.databaseUrl,
    userIds: bench.plain,
    password: seededPassword,
    warmUpSeconds: 1,
    seconds: seconds + 1,
  })
  const [storm, { perSecond: loginsPerSecond }] = await Promise.all([afterASecond(reads), logins])
  return { calm, storm, loginsPerSecond }
}

async function afterASecond<Result>(work: () => Promise<Result>): Promise<Result> {
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  return work()
}

function report(rounds: ReadonlyMap<string, readonly Round[]>, { connections }: StormOptions): void {
  say(`\nreads of a person by id, ${perSecond} a second, while ${connections} people log in with passwords`)
  const ratios = (all: readonly Round[]) => all.map(({ calm, storm }) => storm.p99 / calm.p99)
  sayTable(
    ['build', 'p99 ms calm', 'p50 ms in the storm', 'p99 ms in the storm', 'ratio', 'logins/s'],
    [...rounds].map(([name, all]) => [
      name,
      figure(median(all.map(({ calm }) => calm.p99))),
      figure(median(all.map(({ storm }) => storm.p50))),
      figure(median(all.map(({ storm }) => storm.p99))),
      figure(median(ratios(all))),
      figure(median(all.map(({ loginsPerSecond }) => loginsPerSecond))),
    ]),
  )
  const ratio = median(ratios(rounds.get('after') ?? []))
  promise(
    ratio <= atMost,
    `reads during a storm of logins: ${figure(ratio)} of the p99 without it (<= ${atMost})`,
  )
}
