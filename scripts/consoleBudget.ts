import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** Kilobytes that browsers may load before the first page of the console is shown, compressed with Brotli. */
const budget = 250

const dist = path.resolve(import.meta.dirname, '../console/dist')

interface Chunk {
  readonly file: string
  readonly src?: string
  readonly isDynamicEntry?: boolean
  readonly imports?: readonly string[]
  readonly css?: readonly string[]
}

/** The start is the page that everybody loads first. */
const firstPage = 'src/features/home/HomePage.tsx'

const manifest = JSON.parse(readFileSync(path.join(dist, 'manifest.json'), 'utf8')) as Record<string, Chunk>
const page = readFileSync(path.join(dist, 'index.html'), 'utf8')
const named = Array.from(page.matchAll(/"\/ui\/console\/(assets\/[^"]+)"/g), ([, file]) => file ?? '')
const initial = new Set([...named, ...filesOf(firstPage)])
const initialSize = sizeOf(initial)
print('initial load', initialSize)
for (const [key, { isDynamicEntry, src }] of Object.entries(manifest)) {
  if (!isDynamicEntry || key === firstPage) continue
  print(`  ${src ?? key}`, sizeOf(new Set(filesOf(key)).difference(initial)))
}
if (initialSize > budget) {
  process.stderr.write(`the initial load of the console is above ${budget} kB; load parts of it later\n`)
  process.exitCode = 1
}

/** A chunk with everything that it imports at once. */
function filesOf(key: string, seen = new Set<string>()): string[] {
  const chunk = manifest[key]
  if (chunk === undefined || seen.has(key)) return []
  seen.add(key)
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((one) => filesOf(one, seen))]
}

function sizeOf(files: ReadonlySet<string>): number {
  return [...files].reduce((sum, file) => sum + statSync(path.join(dist, `${file}.br`)).size, 0) / 1000
}

function print(name: string, size: number): void {
  process.stdout.write(`${size.toFixed(1).padStart(7)} kB  ${name}\n`)
}
