import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'
import { digestOf, freshBundle } from '../server/src/bundle.js'

const root = path.resolve(import.meta.dirname, '..')
const folder = path.join(root, 'server/dist')
const base = pathToFileURL(`${root}/`)

/**
 * Bundles the program of the server unless that was done with the same files, of which this is one (ADR 42). In an installation without the bundler, what is
 * there stays, and a server whose files have changed since runs from its sources.
 */
export async function buildServer(): Promise<void> {
  if (freshBundle(base) !== undefined) return
  const rolldown = await import('rolldown').catch(() => undefined)
  if (rolldown === undefined) return
  const begun = performance.now()
  const bundle = await rolldown.rolldown({
    input: path.join(root, 'server/src/commandLine.ts'),
    platform: 'node',
    plugins: [commonJsApart, placesOfSources, inAscii],
  })
  const { output } = await bundle.write({
    dir: folder,
    format: 'esm',
    sourcemap: true,
    comments: false,
    chunkFileNames: 'part-[hash].js',
  })
  await bundle.close()
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  const names = modules.filter(path.isAbsolute).map((id) => path.relative(root, id).replaceAll(path.sep, '/'))
  const sources = names.filter((name) => !name.includes('node_modules/'))
  const files = [...sources, 'package-lock.json', 'scripts/buildServer.ts'].sort()
  writeFileSync(path.join(folder, 'stamp.json'), JSON.stringify({ digest: digestOf(base, files), files }))
  // Last, as another build of the same sources may be serving already.
  const made = new Set(['stamp.json', ...output.map(({ fileName }) => fileName)])
  for (const name of readdirSync(folder)) if (!made.has(name)) rmSync(path.join(folder, name))
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  process.stdout.write(`  server         bundled from changed sources in ${seconds} s\n`)
}

/** Leaves packages in CommonJS outside: they are loaded as they are. */
const commonJsApart: Plugin = {
  name: 'commonjs-apart',
  async resolveId(source, importer, options) {
    if (importer === undefined || source.startsWith('.') || source.startsWith('node:')) return undefined
    const found = await this.resolve(source, importer, { ...options, skipSelf: true })
    if (found === null || found.external || !found.id.includes('node_modules')) return found
    return isModule(found.id) ? found : { id: source, external: true }
  },
}

/** Whether Node loads a file of a package as a module (Node, "Packages": determining module system). */
function isModule(file: string): boolean {
  if (!file.endsWith('.js')) return false
  for (let at = path.dirname(file); at.length > root.length; at = path.dirname(at)) {
    try {
      return JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8')).type === 'module'
    } catch {
      // The next folder above.
    }
  }
  return false
}

/** Lets modules find what lies beside them as if they ran from their own folder. */
const placesOfSources: Plugin = {
  name: 'places-of-sources',
  transform(code, id) {
    if (!code.includes('import.meta.')) return undefined
    const place = path.relative(folder, id).replaceAll(path.sep, '/')
    const here = (name: string) => `new URL(${JSON.stringify(name)}, import.meta.url)`
    const moved = code
      .replaceAll('import.meta.url', `${here(place)}.href`)
      .replaceAll(
        'import.meta.dirname',
        `process.getBuiltinModule('node:url').fileURLToPath(${here(path.posix.dirname(place))})`,
      )
    return { code: moved, map: null }
  },
}

/** Escapes all but ASCII: the engine keeps a source with any other character in two bytes for each of its four million. */
const inAscii: Plugin = {
  name: 'in-ascii',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/[^\0-\x7f]/g, escaped)
    }
  },
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

if (import.meta.main) await buildServer()
