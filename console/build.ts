import { randomUUID } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { digestOf } from '../server/src/bundle.js'

const here = import.meta.dirname
const root = path.dirname(here)
const dist = path.join(here, 'dist')
const stampFile = path.join(dist, 'stamp')

/** The files of which the built console consists; packages count by the lock. */
const sources = [
  'console/{index.html,*.ts,package.json}',
  'console/src/**/*',
  'contract/gen/**/*',
  'server/src/web/kit/contrast.ts',
  'server/src/web/texts/{screenKeys,login/*}.ts',
  'package-lock.json',
]

/**
 * Builds the console unless it was built from the same sources, in a folder beside the one that is served, whose place it takes at the end.
 * In an installation without the parts that build it, what is there stays.
 */
export async function buildConsole(): Promise<void> {
  const stamp = stampOf(sources)
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  // Whoever starts the build, such as the tests, must not get the development build of React.
  process.env['NODE_ENV'] = 'production'
  const vite = await import('vite').catch(() => undefined)
  if (vite === undefined) return
  const begun = performance.now()
  const made = path.join(here, `.building-${randomUUID()}`)
  try {
    await vite.build({ configFile: path.join(here, 'vite.config.ts'), build: { outDir: made } })
    await Promise.all(
      globSync('assets/*.{js,css,svg}', { cwd: made }).map((name) => compress(path.join(made, name))),
    )
    writeFileSync(path.join(made, 'stamp'), stamp)
    takePlace(made)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  process.stdout.write(`  console        built from changed sources in ${seconds} s\n`)
}

/** Puts a folder in the place of what was built before. Of builds that end at once, the last one stays. */
function takePlace(made: string): void {
  const before = `${made}-before`
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, before)
      renameSync(made, dist)
      break
    } catch (error) {
      // Another build has taken the folder away or put its own there meanwhile.
      if (attempt === 10) throw error
    } finally {
      rmSync(before, { recursive: true, force: true })
    }
  }
}

function stampOf(patterns: readonly string[]): string {
  const files = globSync([...patterns], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .sort()
  return digestOf(pathToFileURL(`${root}/`), files)
}

const encodings = {
  br: (bytes: Buffer) =>
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
} as const

async function compress(file: string): Promise<void> {
  const bytes = readFileSync(file)
  await Promise.all(
    Object.entries(encodings).map(async ([suffix, encode]) =>
      writeFileSync(`${file}.${suffix}`, await encode(bytes)),
    ),
  )
}

if (import.meta.main) await buildConsole()
