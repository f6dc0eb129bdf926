import { targets } from '../people/targets.ts'
import { figure, median, promise, say, sayTable } from '../report.ts'
import { type CpuSample, sampleCpu, wholeCpu } from '../sampleCpu.ts'
import type { ScenarioName } from '../scenarios.ts'
import type { ScaledBuild } from './openScale.ts'

/** The most CPU of a request as a multiple of the same among few people. */
const atMost = 1.15

const measured: readonly ScenarioName[] = [
  ...targets.map(({ name }) => name),
  'CreateSession, user check',
  'CreateSession, user + password',
]

/** Measures every scenario on both databases in turns and compares the CPU of server and database together. */
export async function compareGrowth(
  small: ScaledBuild,
  large: ScaledBuild,
  { rounds, scenario }: { readonly rounds: number; readonly scenario: string },
): Promise<void> {
  const samples = new Map<string, CpuSample[]>()
  const take = async ({ name: build, bench }: ScaledBuild, name: ScenarioName) => {
    const key = `${build} ${name}`
    samples.set(key, [...(samples.get(key) ?? []), await sampleCpu(bench, name)])
  }
  const names = measured.filter((name) => name.includes(scenario))
  for (const name of names) for (const { bench } of [small, large]) await sampleCpu(bench, name)
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? [small, large] : [large, small]
    for (const name of names) for (const build of order) await take(build, name)
  }
  const of = ({ name: build }: ScaledBuild, name: string, field: (one: CpuSample) => number) =>
    median((samples.get(`${build} ${name}`) ?? []).map(field))
  // Of neighbours in time, because the speed of machines changes within minutes.
  const ratio = (name: string) =>
    median(
      (samples.get(`${large.name} ${name}`) ?? []).map(
        (one, round) => wholeCpu(one) / wholeCpu(samples.get(`${small.name} ${name}`)?.[round] ?? one),
      ),
    )
  say(`\nCPU per request: among ${figure(small.size.people)} people, among ${figure(large.size.people)}`)
  sayTable(
    ['scenario', 'server ms', '', 'database ms', '', 'p99 ms', '', 'ratio'],
    names.map((name) => [
      name,
      ...[
        ({ server }: CpuSample) => server,
        ({ database }: CpuSample) => database,
        ({ p99 }: CpuSample) => p99,
      ].flatMap((field) => [figure(of(small, name, field)), figure(of(large, name, field))]),
      figure(ratio(name)),
    ]),
  )
  const grown = names.filter((name) => ratio(name) > atMost)
  const except = grown.map((name) => `${name} ${figure(ratio(name))}`).join(', ')
  promise(
    grown.length === 0,
    `${names.length} scenarios: at most ${atMost} times the CPU among few people${grown.length === 0 ? '' : `, except ${except}`}`,
  )
}
