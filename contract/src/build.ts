import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildContract } from './contractFiles.ts'
import { generate } from './generate.ts'

/** Writes `gen` from the package and our `.proto` files. With `--check` it writes nothing, and fails if `gen` is out of date. */
const folder = path.resolve(import.meta.dirname, '../gen')
const generated = generate(await buildContract())

if (process.argv.includes('--check')) {
  const stale = [...new Set([...generated.keys(), ...presentFiles()])].filter(
    (name) => generated.get(name) !== textOf(name),
  )
  for (const name of stale.sort())
    process.stderr.write(`contract/gen/${name} is out of date: npm run contract:build\n`)
  if (stale.length > 0) process.exit(1)
} else {
  rmSync(folder, { recursive: true, force: true })
  for (const [name, text] of generated) {
    const target = path.join(folder, name)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
  process.stdout.write(`contract: ${generated.size} files\n`)
}

function presentFiles(): readonly string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

function textOf(name: string): string | undefined {
  const file = path.join(folder, name)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
