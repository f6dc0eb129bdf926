import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
}

/** The part of a `package-lock.json` that says which packages are installed where. */
export interface Lock {
  readonly packages: Readonly<Record<string, Locked>>
}

/** The platforms on which `npm ci` must give every native binding. */
const platforms = [
  { os: 'linux', cpu: 'x64', libc: 'glibc' },
  { os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { os: 'darwin', cpu: 'x64' },
  { os: 'darwin', cpu: 'arm64' },
  { os: 'win32', cpu: 'x64' },
] as const

/** Reads the lock of this repository. */
export function readLock(): Lock {
  return JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as Lock
}

const root = path.resolve(import.meta.dirname, '..')

/** Prints every native binding that the lock lacks, which npm does not report, or that `npm ci` would not install. */
export function checkPlatforms(): boolean {
  const lock = readLock()
  const problems = [
    ...platformProblems(lock),
    ...platforms.flatMap((platform) => installProblems(lock, platform)),
  ]
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  return problems.length === 0
}

/** Returns one sentence per optional package that is not locked, and per promised platform that a native package leaves out. */
export function platformProblems(lock: Lock): string[] {
  const problems: string[] = []
  for (const [from, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
    const bindings: Locked[] = []
    for (const name of Object.keys(optionalDependencies)) {
      const locked = resolve(lock, from, name)
      if (locked === undefined) problems.push(`package-lock.json lacks ${name}, which ${from} names`)
      else if (locked.os !== undefined) bindings.push(locked)
    }
    // A single optional package, as fsevents, is an extra of one system; two or more are one binding per platform.
    if (bindings.length < 2) continue
    for (const platform of platforms) {
      if (bindings.some((binding) => fits(binding, platform))) continue
      problems.push(`${from} has no binding for ${Object.values(platform).join(' ')}`)
    }
  }
  return problems
}

/** Lets npm resolve the lock for a platform, without a network, and returns a sentence per binding that it would not install. */
export function installProblems(lock: Lock, platform: (typeof platforms)[number]): string[] {
  const flags = Object.entries(platform).map(([name, value]) => `--${name}=${value}`)
  const npm = spawnSync('npm', ['ci', '--dry-run', '--offline', '--loglevel=notice', ...flags], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) return [`npm ci ${flags.join(' ')} fails: ${npm.stderr.trim()}`]
  const changed = (verb: string) =>
    new Set([...npm.stdout.matchAll(new RegExp(`^${verb} (\\S+) `, 'gm'))].map(([, name]) => name))
  const [added, removed] = [changed('add'), changed('remove')]
  return bindingsFor(lock, platform).flatMap((name) =>
    added.has(name) || (!removed.has(name) && existsSync(path.join(root, 'node_modules', name)))
      ? []
      : [`npm ci ${flags.join(' ')} does not install ${name}`],
  )
}

/** Returns the names of the locked bindings at the top level that fit a platform. */
function bindingsFor(lock: Lock, platform: (typeof platforms)[number]): string[] {
  return Object.entries(lock.packages).flatMap(([, { optionalDependencies = {} }]) => {
    const names = Object.keys(optionalDependencies).filter(
      (name) => lock.packages[`node_modules/${name}`]?.os,
    )
    if (names.length < 2) return []
    return names.filter((name) => fits(lock.packages[`node_modules/${name}`] ?? {}, platform))
  })
}

/** Finds a package as Node does: in `node_modules` next to the one that names it, then in each folder above. */
function resolve(lock: Lock, from: string, name: string): Locked | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const locked = lock.packages[path.posix.join(folder, 'node_modules', name)]
    if (locked !== undefined || folder === '') return locked
  }
}

function fits(binding: Locked, platform: (typeof platforms)[number]): boolean {
  return (
    binding.os?.includes(platform.os) === true &&
    binding.cpu?.includes(platform.cpu) !== false &&
    (!('libc' in platform) || binding.libc?.includes(platform.libc) !== false)
  )
}
