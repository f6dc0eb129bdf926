import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContentEncoding } from '../../kernel/contentEncoding.ts'

/** A file of the built console, as it is and compressed. */
export interface ConsoleAsset {
  readonly type: string
  readonly bytes: Uint8Array
  readonly encoded: Readonly<Partial<Record<ContentEncoding, Uint8Array>>>
}

/** The built console: its page with places for a nonce and the look, and its assets by name. */
export interface ConsoleFiles {
  readonly page: string
  readonly assets: ReadonlyMap<string, ConsoleAsset>
}

/** The folder into which the console is built (`console/build.ts`). */
const builtFolder = fileURLToPath(new URL('../../../../console/dist', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}
const suffixes = { br: '.br', gzip: '.gz' } as const satisfies Record<ContentEncoding, string>

let read: ConsoleFiles | undefined

/** Returns the built console, read once; undefined as long as it is not built. */
export function consoleFiles(): ConsoleFiles | undefined {
  if (read === undefined && existsSync(path.join(builtFolder, 'index.html'))) read = readFiles(builtFolder)
  return read
}

function readFiles(folder: string): ConsoleFiles {
  const page = pageIn(folder)
  const assetFolder = path.join(folder, 'assets')
  const names = readdirSync(assetFolder)
  const bytesOf = (name: string) => readFileSync(path.join(assetFolder, name))
  const assets = names
    .filter((name) => Object.hasOwn(types, path.extname(name)))
    .map((name): [string, ConsoleAsset] => {
      const encoded = Object.entries(suffixes)
        .filter(([, suffix]) => names.includes(name + suffix))
        .map(([encoding, suffix]) => [encoding, bytesOf(name + suffix)])
      const type = types[path.extname(name)] ?? ''
      return [name, { type, bytes: bytesOf(name), encoded: Object.fromEntries(encoded) }]
    })
  // A build may have replaced the files meanwhile: first those that the page names, then the page.
  return pageIn(folder) === page ? { page, assets: new Map(assets) } : readFiles(folder)
}

function pageIn(folder: string): string {
  return readFileSync(path.join(folder, 'index.html'), 'utf8')
}
