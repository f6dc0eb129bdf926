import { readFileSync } from 'node:fs'
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
  return JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../package-lock.json'), 'utf8')) as Lock
}

/** Prints every native binding that the lock lacks; npm omits those of other platforms in silence. */
export function checkPlatforms(): boolean {
  const problems = platformProblems(readLock())
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
