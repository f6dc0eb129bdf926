import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { residentMemory } from '../footprint/memory.ts'
import { figure, promise, say } from '../report.ts'
import type { ScaledBuild } from './openScale.ts'

const program = fileURLToPath(new URL('../../../server/src/main.js', import.meta.url))

/** One line of progress, with the resident memory of the command at that time. */
interface Point {
  readonly streams: number
  readonly total: number
  readonly seconds: number
  readonly bytes: number
}

/** The seconds after which each part is ended: the first only reads, and the second writes. */
const mostSeconds = [600, 60] as const
/** The most memory in the last third of the time as a multiple of that in the first; the heap rises and falls by about a tenth. */
const mostGrowth = 1.2

/**
 * Runs `log rebuild` beside the server, which verifies the whole log first; prints the rate and the memory of both parts. The first
 * part ends after ten minutes, the second after one.
 */
export async function measureUpkeep({ bench, filled }: ScaledBuild): Promise<void> {
  const [verified = [], rebuilt = []] = await phases(bench.server.dataDir, bench.databaseUrl)
  const total = verified.at(-1)?.total
  if (total === undefined) throw new Error('log rebuild has printed no progress')
  const eventsPerStream = filled.events / total
  for (const [name, points] of [
    ['log verify', verified],
    ['log rebuild', rebuilt],
  ] as const) {
    const [first, end] = [points[0], points.at(-1)]
    if (first === undefined || end === undefined) continue
    const perSecond = (end.streams - first.streams) / (end.seconds - first.seconds)
    say(
      `      ${name}: ${figure(perSecond)} streams/s, ${figure(perSecond * eventsPerStream)} events/s, ${figure(end.streams)} of ${figure(total)} streams`,
    )
    const third = Math.ceil(points.length / 3)
    const [before, after] = [mostBytes(points.slice(0, third)), mostBytes(points.slice(-third))]
    const mib = (bytes: number) => `${figure(bytes / 2 ** 20)} MiB`
    promise(
      after <= before * mostGrowth,
      `${name}: ${mib(before)} of memory in the first third, ${mib(after)} in the last (<= ${mostGrowth} times)`,
    )
  }
}

function mostBytes(points: readonly Point[]): number {
  return Math.max(...points.map(({ bytes }) => bytes))
}

/** Returns the progress of the verification and of the rebuild. */
function phases(dataDir: string, databaseUrl: string): Promise<readonly Point[][]> {
  const begun = performance.now()
  const child = spawn(process.execPath, [program, 'log', 'rebuild'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      SALLYPORT_DATA_DIR: dataDir,
      SALLYPORT_DATABASE_URL: databaseUrl,
      SALLYPORT_MASTERKEY: readFileSync(path.join(dataDir, 'masterkey'), 'utf8').trim(),
      SALLYPORT_LOG_FORMAT: 'json',
    },
  })
  const points: Point[][] = [[]]
  let output = ''
  let rest = ''
  let stopping = setTimeout(() => child.kill('SIGTERM'), mostSeconds[0] * 1000)
  const take = (line: string) => {
    const [, done, total] = /^(\d+) of (\d+) streams$/.exec(line) ?? []
    if (done === undefined) {
      output += `${line}\n`
      return
    }
    const streams = Number(done)
    if (streams < (points.at(-1)?.at(-1)?.streams ?? 0)) {
      points.push([])
      clearTimeout(stopping)
      stopping = setTimeout(() => child.kill('SIGTERM'), mostSeconds[1] * 1000)
    }
    points.at(-1)?.push({
      streams,
      total: Number(total),
      seconds: (performance.now() - begun) / 1000,
      bytes: residentMemory(child.pid ?? 0),
    })
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(stopping)
      if (code === 0 || signal === 'SIGTERM') resolve(points)
      else reject(new Error(`log rebuild ended with ${code}: ${output}`))
    })
  })
}
