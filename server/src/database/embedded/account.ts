import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import path from 'node:path'

/** A user of the operating system. */
export interface User {
  readonly uid: number
  readonly gid: number
}

/** The account that runs PostgreSQL: that of this process, or another user if this one is root. */
export interface Account {
  readonly user?: User
  /** Program and arguments that precede the command where `setuid` is not enough. */
  readonly prefix: readonly string[]
}

/**
 * Chooses the account: this process's own, or for root the owner of an existing cluster, else `postgres`, else `nobody`.
 * If that user cannot enter the directory (below /root, say), it gets the right to search directories and nothing else.
 */
export function chooseAccount(directory: string): Account {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const user = clusterOwner(directory) ?? systemUser('postgres') ?? systemUser('nobody')
  if (user === undefined) {
    throw new Error(
      'PostgreSQL does not run as root; create a user named postgres, or run the server as another user',
    )
  }
  const account = [[], ...['dac_read_search', 'dac_override'].map((capability) => only(user, capability))]
    .map((prefix): Account => ({ user, prefix }))
    // A container may not grant a capability.
    .find((candidate) => runs(candidate, 'ls', '-d', `${directory}/.`))
  if (account !== undefined) return account
  throw new Error(
    `PostgreSQL does not run as root, and user ${user.uid} cannot enter ${directory}; ` +
      'choose a data directory which that user can enter, or run the server as another user',
  )
}

/** Returns the command line and identity with which a program runs as the account. */
export function asAccount(
  { user, prefix }: Account,
  program: string,
  args: readonly string[],
): { command: string; args: string[]; identity: Partial<User> } {
  const [command = program, ...rest] = [...prefix, program, ...args]
  return { command, args: rest, identity: prefix.length > 0 ? {} : { ...user } }
}

/** Whether the program runs and exits with status 0 under the account. */
export function runs(account: Account, program: string, ...args: string[]): boolean {
  const { command, args: all, identity } = asAccount(account, program, args)
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' }
  return spawnSync(command, all, { ...identity, stdio: 'ignore', cwd: '/', env }).status === 0
}

/**
 * Returns the account for initdb, which needs an entry in /etc/passwd. A user without one, as containers with arbitrary ids
 * have it, gets the name of another in a user namespace; its files stay its own.
 */
export function namedAccount(account: Account): Account {
  if (account.user !== undefined || isNamed()) return account
  const name = systemUser('nobody') ?? systemUser('root')
  const named = { prefix: ['unshare', '--user', `--map-user=${name?.uid ?? 0}`, '--'] }
  if (runs(named, 'true')) return named
  throw new Error(
    `user ${process.getuid?.()} has no entry in /etc/passwd, which PostgreSQL's initdb needs; ` +
      'add one, or set SALLYPORT_DATABASE_URL to a database of your own',
  )
}

function isNamed(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

function only({ uid, gid }: User, capability: string): string[] {
  const granted = `-all,+${capability}`
  return [
    ...['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', `--inh-caps=${granted}`],
    ...[`--ambient-caps=${granted}`, `--bounding-set=${granted}`, '--'],
  ]
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
