import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { systemClock } from '../../kernel/clock.ts'
import { type Account, asAccount, namedAccount } from './account.ts'
import type { Binaries } from './binaries.ts'
import { processIdentity } from './processIdentity.ts'

/** The files, programs and settings of a PostgreSQL cluster. */
export interface Cluster {
  /** Holds `postgres/` (the data), `postgres.password` and `run/` (the socket, unless the path is too long). */
  readonly directory: string
  readonly binaries: Binaries
  readonly account: Account
  readonly socketDirectory: string
  readonly settings: Readonly<Record<string, string>>
  /** Hears that a program runs. */
  readonly launched?: (() => void) | undefined
}

const user = 'sallyport'
const startTimeout = 60_000

function dataOf(cluster: Cluster): string {
  return path.join(cluster.directory, 'postgres')
}

/** Returns the connection string of a cluster, with the password from its file. */
export async function urlOf(cluster: Cluster): Promise<string> {
  const password = (await readFile(passwordFile(cluster), 'utf8')).trim()
  return `postgres://${user}:${password}@localhost/postgres?host=${encodeURIComponent(cluster.socketDirectory)}`
}

/** Whether a data directory holds the data of a cluster. */
export function holdsCluster(directory: string): boolean {
  return existsSync(path.join(directory, 'postgres', 'PG_VERSION'))
}

/** Creates the data directory unless it exists; an interrupted first start is repeated from the beginning. Returns whether it did. */
export async function initialise(cluster: Cluster, progress?: (step: string) => void): Promise<boolean> {
  if (holdsCluster(cluster.directory)) return false
  progress?.(`creating a PostgreSQL database in ${cluster.directory}`)
  const draft = path.join(cluster.directory, 'postgres.new')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await own(cluster, draft)
  const secret = randomBytes(24).toString('base64url')
  await writeFile(passwordFile(cluster), `${secret}\n`, { mode: 0o600 })
  const forInitdb = path.join(draft, '..', 'postgres.password.new')
  await writeFile(forInitdb, `${secret}\n`, { mode: 0o600 })
  await own(cluster, forInitdb)
  const account = namedAccount(cluster.account)
  const child = launch({ ...cluster, account }, cluster.binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${user}`,
    `--pwfile=${forInitdb}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(cluster.settings['fsync'] === 'off' ? ['--no-sync'] : []),
  ])
  const { code, output } = await outcome(child)
  await rm(forInitdb, { force: true })
  if (code !== 0) throw new Error(`initdb failed (${code}): ${output.slice(-2000)}`)
  await rename(draft, dataOf(cluster))
  return true
}

/** Starts the server and waits until it accepts connections; `onLine` receives the lines that it logs. */
export async function start(cluster: Cluster, onLine: (line: string) => void): Promise<ChildProcess> {
  await mkdir(cluster.socketDirectory, { recursive: true, mode: 0o700 })
  await own(cluster, cluster.socketDirectory)
  const settings = {
    unix_socket_directories: cluster.socketDirectory,
    listen_addresses: '',
    ...cluster.settings,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = launch(cluster, cluster.binaries.postgres, ['-D', dataOf(cluster), ...flags])
  let last = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) {
        if (line.trim() === '') continue
        last = line
        onLine(line)
      }
    })
  }
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  const until = performance.now() + startTimeout
  while (!(await isReady(cluster, child.pid))) {
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL did not start: ${last}`, { cause: failure })
    }
    if (performance.now() > until) {
      child.kill('SIGQUIT')
      throw new Error(`PostgreSQL was not ready within a minute: ${last}`)
    }
    await systemClock.pause(10)
  }
  return child
}

/** Stops a PostgreSQL that a killed server left running on this data directory; returns whether there was one. */
export async function endOrphan(cluster: Cluster): Promise<boolean> {
  const [pid] = await postmaster(cluster)
  const identity = pid === undefined ? undefined : processIdentity(pid)
  if (pid === undefined || identity === undefined || !(await isPostgres(pid))) return false
  const exited = () => processIdentity(pid) !== identity
  await terminate((signal) => process.kill(pid, signal), exited)
  return true
}

/** Stops PostgreSQL: a fast shutdown, after ten seconds an immediate one, at last SIGKILL. */
export async function terminate(
  kill: (signal: NodeJS.Signals) => void,
  exited: () => boolean,
): Promise<void> {
  for (const [signal, timeout] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (exited()) return
    kill(signal)
    for (let waited = 0; waited < timeout && !exited(); waited += 10) await systemClock.pause(10)
  }
  if (!exited()) throw new Error('PostgreSQL did not stop; end its processes by hand')
}

function launch(cluster: Cluster, program: string, args: readonly string[]): ChildProcess {
  const { command, args: all, identity } = asAccount(cluster.account, program, args)
  const child = spawn(command, all, {
    ...identity,
    cwd: cluster.directory,
    // A separate process group: Ctrl-C reaches only the server, which stops PostgreSQL after its last request.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The environment of this process holds secrets.
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
  })
  cluster.launched?.()
  return child
}

async function own(cluster: Cluster, file: string): Promise<void> {
  const { user: owner } = cluster.account
  if (owner !== undefined) await chown(file, owner.uid, owner.gid)
}

function passwordFile(cluster: Cluster): string {
  return path.join(cluster.directory, 'postgres.password')
}

async function postmaster(cluster: Cluster): Promise<[pid: number | undefined, ready: boolean]> {
  const text = await readFile(path.join(dataOf(cluster), 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  return [pid > 0 ? pid : undefined, lines[7]?.trim() === 'ready']
}

async function isReady(cluster: Cluster, pid: number | undefined): Promise<boolean> {
  const [running, ready] = await postmaster(cluster)
  return ready && running === pid
}

/** Whether the pid still is PostgreSQL's; on systems without /proc its own checks must suffice. */
async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return /(^|\/)postgres\0/.test(command)
}

async function outcome(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = ''
  const take = (text: string) => {
    output += text
  }
  child.stdout?.setEncoding('utf8').on('data', take)
  child.stderr?.setEncoding('utf8').on('data', take)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
