import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ownProgram = fileURLToPath(new URL('../../server/src/main.js', import.meta.url))

/** How a process of the product is started. */
export interface ProcessOptions {
  readonly dataDir: string
  /** `SALLYPORT_…` settings; port 0 on the loopback unless given. */
  readonly settings?: Readonly<Record<string, string>>
  /** Arguments for Node itself, before the program. */
  readonly nodeArguments?: readonly string[]
  /** A file descriptor that takes standard error instead of `stderr()`. */
  readonly stderr?: number
  /** The program's main file, for another build than this one. */
  readonly program?: string
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A server in a process of its own, ready for requests. */
export interface ServerProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly dataDir: string
  readonly child: ChildProcess
  /** The output so far. */
  stdout(): string
  stderr(): string
  readonly ended: Promise<Ending>
  /** SIGTERM, then waits for the end. */
  stop(): Promise<Ending>
  /** SIGKILL, then waits for the end; an embedded PostgreSQL stays behind as an orphan. */
  kill(): Promise<Ending>
}

/** The output and exit code of a command. */
export interface CommandOutcome extends Ending {
  readonly stdout: string
  readonly stderr: string
}

const living = new Set<{ readonly child: ChildProcess; readonly dataDir: string }>()
const directories = new Set<string>()

// Whatever happens to this process, nothing that it started stays.
process.once('exit', () => {
  for (const { child } of living) child.kill('SIGKILL')
  for (const dataDir of directories) {
    endPostgres(dataDir, 'SIGKILL')
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** The program's main file in another checkout; before 0.3.0 it was written in TypeScript. */
export function programIn(checkout: string): string {
  const program = path.resolve(checkout, 'server/src/main.js')
  return existsSync(program) ? program : program.replace(/js$/, 'ts')
}

/** A new data directory; `removeDataDir`, at the latest the end of this process, removes it. */
export function makeDataDir(): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'sallyport-process-'))
  directories.add(dataDir)
  return dataDir
}

/** Removes a data directory whose processes have ended, and ends a PostgreSQL that was left there. */
export function removeDataDir(dataDir: string): void {
  endPostgres(dataDir, 'SIGQUIT')
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  directories.delete(dataDir)
}

/** Starts `sallyport start` and waits until it prints its address; if it exits before, fails with its output. */
export async function startServerProcess(options: ProcessOptions): Promise<ServerProcess> {
  const running = launch(options, ['start'])
  const { child, output, ended } = running
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const [, found] = /listens on (\S+)\n/.exec(output.stdout) ?? []
      if (found) resolve(found)
    })
    ended.then(({ code, signal }) =>
      reject(new Error(`the server ended (${code ?? signal}): ${output.stderr}`)),
    )
  })
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    dataDir: options.dataDir,
    child,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

/** Runs a command of the product to its end. */
export async function runCommand(
  options: ProcessOptions,
  ...commandLine: readonly string[]
): Promise<CommandOutcome> {
  const { output, ended } = launch(options, commandLine)
  const ending = await ended
  return { ...ending, ...output }
}

/** The first administrator's access token. */
export function readToken(dataDir: string): string {
  return readFileSync(path.join(dataDir, 'admin.pat'), 'utf8').trim()
}

/** The pid of the PostgreSQL that serves a data directory, or undefined. */
export function postgresPid(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined // it has not started, or has ended well
  }
}

/** The database URL of a data directory's embedded PostgreSQL, for tests that read the tables. */
export function embeddedUrl(dataDir: string): string {
  const password = readFileSync(path.join(dataDir, 'postgres.password'), 'utf8').trim()
  const socket = encodeURIComponent(path.join(dataDir, 'run'))
  return `postgres://sallyport:${password}@localhost/postgres?host=${socket}`
}

function launch(
  { dataDir, settings, nodeArguments = [], stderr, program = ownProgram }: ProcessOptions,
  commandLine: readonly string[],
) {
  const child = spawn(process.execPath, [...nodeArguments, program, ...commandLine], {
    stdio: ['ignore', 'pipe', stderr ?? 'pipe', 'ipc'],
    env: {
      PATH: process.env['PATH'] ?? '',
      SALLYPORT_HOST: '127.0.0.1',
      SALLYPORT_PORT: '0',
      SALLYPORT_DATA_DIR: dataDir,
      SALLYPORT_LOG_FORMAT: 'json',
      ...settings,
    },
  })
  const entry = { child, dataDir }
  living.add(entry)
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      living.delete(entry)
      resolve({ code, signal })
    })
  })
  return { child, output, ended }
}

function endPostgres(dataDir: string, signal: NodeJS.Signals): void {
  const pid = postgresPid(dataDir)
  if (pid === undefined || !isPostgres(pid)) return
  process.kill(pid, signal)
  for (let tries = 0; tries < 100 && isPostgres(pid); tries++) spawnSync('sleep', ['0.02'])
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}
