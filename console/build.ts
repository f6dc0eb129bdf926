import { randomUUID } from 'node:crypto'
import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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
 * Builds the console unless it was built from the same sources, in a folder beside the one that is served, whose files it replaces at the end.
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

/**
 * Puts what was made in the place of what was built before, which is whole at every moment: assets have names of their contents, so new
 * ones come first, then the files that name them, and only then do the former ones go. Of builds that end at once, the last one stays.
 */
function takePlace(made: string): void {
  mkdirSync(path.join(dist, 'assets'), { recursive: true })
  const former = assetsOf(dist)
  const own = assetsOf(made)
  rmSync(stampFile, { force: true })
  for (const file of own) renameSync(path.join(made, 'assets', file), path.join(dist, 'assets', file))
  for (const file of ['index.html', 'manifest.json', 'stamp']) {
    renameSync(path.join(made, file), path.join(dist, file))
  }
  const kept = new Set(own)
  for (const file of former) if (!kept.has(file)) rmSync(path.join(dist, 'assets', file), { force: true })
}

function assetsOf(folder: string): readonly string[] {
  return readdirSync(path.join(folder, 'assets'))
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
