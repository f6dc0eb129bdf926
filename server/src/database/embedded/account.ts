import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Binaries } from './binaries.ts'

/** As whom PostgreSQL runs: nothing to change, or another user because it refuses to run as root. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
  /** Program and arguments to put before the command, where plain `setuid` is not enough. */
  readonly prefix: readonly string[]
}

/**
 * Chooses the account: this process's own, or for root the owner of an existing cluster, else `postgres`, else `nobody`.
 * Where that user cannot reach the directory (below /root, say), it gets the right to search directories and nothing else.
 */
export function chooseAccount(directory: string, binaries: Binaries): Account {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const user = clusterOwner(directory) ?? systemUser('postgres') ?? systemUser('nobody')
  if (user === undefined) {
    throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody')
  }
  const seen = { ...user, stdio: 'ignore' as const, env: {} }
  const reaches =
    spawnSync(binaries.postgres, ['--version'], seen).status === 0 &&
    spawnSync('test', ['-x', directory], { ...seen, env: { PATH: '/usr/bin:/bin' } }).status === 0
  if (reaches) return { ...user, prefix: [] }
  return { prefix: searching(user, directory, binaries) }
}

interface User {
  readonly uid: number
  readonly gid: number
}

function searching({ uid, gid }: User, directory: string, binaries: Binaries): string[] {
  for (const capability of ['dac_read_search', 'dac_override']) {
    const only = `-all,+${capability}`
    const prefix = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', `--inh-caps=${only}`]
    prefix.push(`--ambient-caps=${only}`, `--bounding-set=${only}`, '--')
    try {
      execFileSync(prefix[0] ?? '', [...prefix.slice(1), binaries.postgres, '--version'], { stdio: 'ignore' })
      return prefix
    } catch {
      // Not granted here (a container, usually): try the next.
    }
  }
  throw new Error(
    `PostgreSQL does not run as root, and user ${uid} cannot reach ${directory} or ${binaries.postgres}; ` +
      'run the server as an ordinary user or choose directories that user can enter',
  )
}

function clusterOwner(directory: string): User | undefined {
  const cluster = statSync(path.join(directory, 'postgres'), { throwIfNoEntry: false })
  return cluster === undefined || cluster.uid === 0 ? undefined : { uid: cluster.uid, gid: cluster.gid }
}

function systemUser(name: string): User | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) }
}
