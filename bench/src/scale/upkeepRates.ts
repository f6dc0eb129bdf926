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
  readonly seconds: number
  readonly bytes: number
}

/** The seconds for which streams are rebuilt; each is a transaction of its own, so that the command may be ended at any time. */
const rebuildSeconds = 60
/** The most memory at the end as a multiple of that after a tenth of the streams, besides 32 MiB. */
const mostGrowth = 1.2

/**
 * Runs `log rebuild` beside the server, which verifies the whole log first; prints the rate and the memory of both parts. The second
 * part ends after a minute.
 */
export async function measureUpkeep({ bench, filled }: ScaledBuild): Promise<void> {
  const [verified = [], rebuilt = []] = await phases(bench.server.dataDir, bench.databaseUrl)
  const last = verified.at(-1)
  if (last === undefined) throw new Error('log rebuild has printed no progress')
  const eventsPerStream = filled.events / last.streams
  for (const [name, points] of [
    ['log verify', verified],
    ['log rebuild', rebuilt],
  ] as const) {
    const [first, end] = [points[Math.floor(points.length / 10)], points.at(-1)]
    if (first === undefined || end === undefined) continue
    const perSecond = (end.streams - first.streams) / (end.seconds - first.seconds)
    const mib = ({ bytes }: Point) => `${figure(bytes / 2 ** 20)} MiB`
    say(
      `      ${name}: ${figure(perSecond)} streams/s, ${figure(perSecond * eventsPerStream)} events/s, of ${figure(end.streams)} streams`,
    )
    promise(
      end.bytes <= first.bytes * mostGrowth + 32 * 2 ** 20,
      `${name}: ${mib(first)} of memory after a tenth, ${mib(end)} at the end (<= ${mostGrowth} times + 32 MiB)`,
    )
  }
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
  let stopping: NodeJS.Timeout | undefined
  const take = (line: string) => {
    const [, done] = /^(\d+) of \d+ streams$/.exec(line) ?? []
    if (done === undefined) {
      output += `${line}\n`
      return
    }
    const streams = Number(done)
    if (streams < (points.at(-1)?.at(-1)?.streams ?? 0)) {
      points.push([])
      stopping = setTimeout(() => child.kill('SIGTERM'), rebuildSeconds * 1000)
    }
    points.at(-1)?.push({
      streams,
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
    child.once('close', (code) => {
      clearTimeout(stopping)
      if (points.length === 2 && (code === 0 || stopping !== undefined)) resolve(points)
      else reject(new Error(`log rebuild ended with ${code}: ${output}`))
    })
  })
}
