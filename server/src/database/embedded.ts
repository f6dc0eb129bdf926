import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Logger } from 'pino'
import { systemClock } from '../kernel/clock.ts'
import { chooseAccount } from './embedded/account.ts'
import { binariesIn, findNative } from './embedded/binaries.ts'
import { type Cluster, endOrphan, initialise, start, terminate, urlOf } from './embedded/cluster.ts'
import { lockDirectory } from './embedded/directoryLock.ts'
import { reachableNative } from './embedded/reachableNative.ts'

/** The data directory, logger and settings of an embedded PostgreSQL. */
export interface EmbeddedOptions {
  /** Created if it does not exist; holds the data, the password (0600), the socket and the lock. */
  readonly dataDir: string
  readonly logger: Pick<Logger, 'debug' | 'warn' | 'error'>
  /** PostgreSQL settings in addition to the defaults, such as `fsync: 'off'` for tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** Hears of the creation of the data, which takes some seconds. */
  readonly progress?: (step: string) => void
  /** Hears that a program of PostgreSQL runs, which takes a while to do its part. */
  readonly launched?: () => void
}

/** A running embedded PostgreSQL. The URL holds its password: never log it. */
export interface Embedded {
  readonly url: string
  stop(): Promise<void>
}

const defaults = {
  max_connections: '100',
  shared_buffers: '128MB',
  // Callers receive the errors of their statements; the log would show personal data.
  log_min_messages: 'fatal',
  log_line_prefix: '',
  max_wal_size: '1GB',
  // WAL files are recycled instead of being created in the middle of a burst.
  min_wal_size: '512MB',
  // Without processes and shared memory for work that does not occur here: reads ahead of large scans, and logical replication.
  io_method: 'sync',
  io_max_concurrency: '4',
  max_logical_replication_workers: '0',
}

/**
 * Runs a durable PostgreSQL in `dataDir` that only a private socket reaches. It is restarted if it exits unexpectedly. One
 * that a killed server left running is stopped first. Throws `DirectoryInUseError` if another server uses the directory.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 })
  const directory = await realpath(options.dataDir)
  const lock = await lockDirectory(directory)
  try {
    const settings = { ...defaults, ...options.settings }
    const cluster = { ...(await prepare(directory, settings)), launched: options.launched }
    if (await endOrphan(cluster))
      options.logger.warn('stopped the database that a killed server had left running')
    if (await initialise(cluster, options.progress)) options.progress?.('starting PostgreSQL')
    const guard = await keepRunning(cluster, options.logger)
    return {
      url: await urlOf(cluster),
      async stop() {
        await guard.stop()
        await rm(cluster.socketDirectory, { recursive: true, force: true })
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function prepare(directory: string, settings: Record<string, string>): Promise<Cluster> {
  const account = chooseAccount(directory)
  const binaries = binariesIn(await reachableNative(await findNative(directory), account))
  const run = path.join(directory, 'run')
  // unix(7): a socket's path has at most 107 bytes, and PostgreSQL adds its own name.
  const fits = Buffer.byteLength(run) < 85
  const socketDirectory = fits ? run : await mkdtemp(path.join(tmpdir(), 'sallyport-'))
  return { directory, binaries, account, socketDirectory, settings }
}

async function keepRunning(
  cluster: Cluster,
  logger: EmbeddedOptions['logger'],
): Promise<{ stop(): Promise<void> }> {
  let stopping = false
  let child: ChildProcess | undefined
  let restarting: Promise<void> | undefined
  const onLine = (line: string) => {
    if (stopping || line.startsWith('LOG:')) logger.debug({ postgres: line }, 'database')
    else logger.warn({ postgres: line }, 'database')
  }
  const watch = (started: ChildProcess) => {
    child = started
    const exited = () => {
      if (stopping || child !== started) return
      logger.error(
        { code: started.exitCode, signal: started.signalCode },
        'the database exited unexpectedly; restarting it',
      )
      restarting = restart()
    }
    if (started.exitCode !== null || started.signalCode !== null) exited()
    else started.once('exit', exited)
  }
  const restart = async () => {
    for (let wait = 50; !stopping; wait = Math.min(wait * 2, 5_000)) {
      // The children of a killed PostgreSQL end a moment later; until then no new one can start.
      await systemClock.pause(wait)
      try {
        if (!stopping) watch(await start(cluster, onLine))
        return
      } catch (error) {
        logger.error({ err: error }, 'the database could not be restarted; trying again')
      }
    }
  }
  watch(await start(cluster, onLine))
  return {
    async stop() {
      stopping = true
      await restarting
      const last = child
      if (last === undefined) return
      const exited = () => last.exitCode !== null || last.signalCode !== null
      await terminate((signal) => last.kill(signal), exited)
    },
  }
}
