import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')

/** A checkout of its own, because other tests serve what is built in this one. */
function checkout(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-console-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const part of [
    'console',
    'contract/gen',
    'server/src',
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
  ]) {
    const filter = (file: string) => !file.endsWith(`${path.sep}dist`)
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true, filter })
  }
  for (const modules of ['node_modules', 'console/node_modules']) {
    if (!existsSync(path.join(root, modules))) continue
    rmSync(path.join(folder, modules), { recursive: true, force: true })
    symlinkSync(path.join(root, modules), path.join(folder, modules), 'junction')
  }
  return folder
}

async function build(folder: string) {
  const builder = spawn(process.execPath, ['console/build.ts'], { cwd: folder })
  let output = ''
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (part) => (output += part))
  const [code] = await once(builder, 'close')
  return { code, output }
}

/** The names of what a built console lacks. */
function missingIn(built: string): readonly string[] {
  const manifest = path.join(built, 'manifest.json')
  if (!existsSync(manifest)) return ['manifest.json']
  const chunks: Record<string, { readonly file: string }> = JSON.parse(readFileSync(manifest, 'utf8'))
  const files = Object.values(chunks).map(({ file }) => file)
  const scripts = files.filter((file) => file.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(50)
  return ['index.html', ...files, ...scripts.flatMap((file) => [`${file}.br`, `${file}.gz`])].filter(
    (file) => !existsSync(path.join(built, file)),
  )
}

test('builds that run at once in one checkout all succeed, and a whole console is there meanwhile and afterwards', async () => {
  const folder = checkout()
  const built = path.join(folder, 'console/dist')
  cpSync(path.join(root, 'console/dist'), built, { recursive: true })
  rmSync(path.join(built, 'stamp'))
  const lacked: (readonly string[])[] = []
  const look = () => {
    // Twice, as the folder is replaced by two renames.
    if (missingIn(built).length > 0 && missingIn(built).length > 0) lacked.push(missingIn(built))
  }
  const looks = setInterval(look, 20)
  const outcomes = await Promise.all([build(folder), build(folder)])
  clearInterval(looks)
  for (const { code, output } of outcomes) {
    expect(output).toMatch(/^ {2}console {8}built from changed sources in [\d.]+ s\n$/)
    expect(code).toBe(0)
  }
  expect(lacked).toEqual([])
  expect(missingIn(built)).toEqual([])
  expect(readdirSync(built).sort()).toEqual(['assets', 'index.html', 'manifest.json', 'stamp'])
  expect(readdirSync(path.join(folder, 'console')).filter((name) => name.startsWith('.'))).toEqual([])
  expect(await build(folder), 'nothing has changed').toEqual({ code: 0, output: '' })
}, 240_000)
