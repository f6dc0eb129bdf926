import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { figure, say } from '../report.ts'
import { tryPolicy } from './dryRun.ts'
import { compareGrowth } from './growth.ts'
import { compareLists } from './listPages.ts'
import { openScale, type ScaledBuild, type ScaleOptions } from './openScale.ts'
import { removeTenant } from './removeTenant.ts'
import { scaleSize, smallScale } from './scaleSize.ts'
import { compareServers } from './twoServers.ts'
import { measureUpkeep } from './upkeepRates.ts'

/** The extent of `bench --scale`. */
export interface ScaleBench extends ScaleOptions {
  readonly people: number
  readonly rounds: number
  /** Only scenarios whose name contains the text. */
  readonly scenario: string
  /** A folder in which the prepared databases stay and are found again. */
  readonly keep: string | undefined
}

/** Measures what grows with the data: the same operations among few and among many people, in turns. */
export async function benchScale(options: ScaleBench): Promise<void> {
  const { people, rounds, scenario, keep } = options
  const builds: ScaledBuild[] = []
  const folder = (name: string) => (keep === undefined ? undefined : path.join(keep, name))
  if (keep !== undefined) mkdirSync(keep, { recursive: true })
  try {
    const small = await openScale('few', smallScale, options, folder('1000'))
    builds.push(small)
    const large = await openScale('many', scaleSize(people), options, folder(String(people)))
    builds.push(large)
    const { filled } = large
    say(
      `      ${figure(filled.events)} events; ${figure(filled.bytesPerPerson)} bytes of database for a person, ${figure(filled.bytesPerSession)} for a session`,
    )
    await compareGrowth(small, large, { rounds, scenario })
    await compareLists(small, large)
    await tryPolicy(large)
    await compareServers(large, rounds)
    say('\nupkeep, while the server runs')
    await measureUpkeep(large)
    await removeTenant(large)
  } finally {
    for (const build of builds) await build.close()
  }
}
