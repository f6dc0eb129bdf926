import { defineCommand, runMain } from 'citty'
import type { Logger } from 'pino'
import { type Config, ConfigError, loadConfig } from './config/config.ts'
import { version } from './config/version.ts'
import { migrate, underLock } from './database/migrate.ts'
import {
  type Finding,
  type FindingKind,
  FindingsError,
  findingKinds,
  openEventLog,
  type Progress,
  parseHead,
  renderHead,
  rotateMasterKey,
} from './eventlog/index.ts'
import { firstLines, laterLines } from './greeting.ts'
import { systemClock } from './kernel/clock.ts'
import { openLogger } from './kernel/openLogger.ts'
import { logStream } from './logStream.ts'
import { masterKey, replaceMasterKey } from './masterKey.ts'
import { logSchema, migrations } from './product.ts'
import { reportOf } from './reportOf.ts'
import { settleNames } from './settleNames.ts'
import { openConfiguredDatabase, type RunningServer, startServer } from './startServer.ts'

/** Read at once, because npm may end while the server starts. */
const startedBy = process.ppid

// A reader of the output may have gone, or its disk may be full; the server goes on.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)

const configArgument = {
  config: {
    type: 'string',
    description: 'file with settings, one NAME=value per line; environment variables override it',
  },
} as const

const start = defineCommand({
  meta: { name: 'start', description: 'run the server' },
  args: configArgument,
  run: ({ args }) =>
    reporting(async () => {
      const { config, logger } = prepare(args.config)
      const server = await startServer(config, logger, {
        progress: (step) => print(`  ${step}`),
        created: (first) => firstLines(config, first).forEach(print),
      })
      print(`Sallyport ${version} listens on ${server.url}`)
      if (!server.first) laterLines(config).forEach(print)
      stopOnSignal(server, logger)
    }),
})

const verify = defineCommand({
  meta: {
    name: 'verify',
    description: 'check snapshots, rows, secrets, hashes and seals against the events',
  },
  args: {
    ...configArgument,
    since: {
      type: 'string',
      description: 'a head that log head printed: nothing that it covers may have changed since',
    },
  },
  run: ({ args }) =>
    reporting(async () => {
      const since = args.since === undefined ? undefined : parseHead(args.since)
      const { findings, streams, retired } = await withLog(args.config, (log, onProgress) =>
        log.verify({ since, onProgress }),
      )
      for (const finding of findings) print(describe(finding))
      print(findings.length === 0 ? `no findings in ${streams} streams` : `${findings.length} findings`)
      if (retired > 0) print(`${retired} events of dead streams were removed by the retention`)
      if (findings.length > 0) process.exitCode = 1
    }),
})

const rebuild = defineCommand({
  meta: { name: 'rebuild', description: 'rewrite snapshots and rows from the events' },
  args: {
    ...configArgument,
    accept: {
      type: 'string',
      description: 'kinds of findings of log verify, separated by commas, that the rebuild may hide',
    },
  },
  run: ({ args }) =>
    reporting(async () => {
      const accept = acceptedKinds(args.accept)
      const { streams, failed } = await withLog(args.config, (log, onProgress) =>
        log.rebuild({ accept, onProgress }),
      )
      for (const { stream, reason } of failed) print(`not rebuilt  ${nameOf(stream)}  ${reason}`)
      print(`rebuilt ${streams - failed.length} streams`)
      if (failed.length > 0) process.exitCode = 1
    }),
})

const head = defineCommand({
  meta: { name: 'head', description: 'seal the log and print its head, to be kept outside of the database' },
  args: configArgument,
  run: ({ args }) =>
    reporting(async () => print(renderHead(await withLog(args.config, (log) => log.seal())))),
})

const rotate = defineCommand({
  meta: { name: 'rotate', description: 'seal all data keys with a new master key; stop the servers first' },
  args: configArgument,
  run: ({ args }) =>
    reporting(async () => {
      const { SALLYPORT_NEW_MASTERKEY: given, ...environment } = process.env
      const { config, logger } = prepare(args.config, environment)
      const { database, close } = await openConfiguredDatabase(config, logger)
      try {
        await migrate(database, migrations)
        await replaceMasterKey(config, given, async (from, to) => {
          const { rotated } = await rotateMasterKey(database, from, to)
          print(`sealed ${rotated} data keys with the new master key`)
        })
      } finally {
        await close()
      }
    }),
})

const main = defineCommand({
  meta: { name: 'sallyport', version, description: 'Sallyport, a self-hosted identity server' },
  subCommands: {
    start,
    log: defineCommand({
      meta: { name: 'log', description: 'check, prove and repair the event log' },
      subCommands: { verify, rebuild, head },
    }),
    masterkey: defineCommand({
      meta: { name: 'masterkey', description: 'manage the key that seals all secrets' },
      subCommands: { rotate },
    }),
    version: defineCommand({
      meta: { name: 'version', description: 'print the version' },
      run: () => print(version),
    }),
  },
})

await runMain(main)

function describe({ kind, stream, detail }: Finding): string {
  return `${kind}  ${stream ? nameOf(stream) : '-'}  ${detail}`
}

function nameOf({ instanceId, type, id }: NonNullable<Finding['stream']>): string {
  return `${instanceId}/${type}/${id}`
}

/** Parses the kinds of findings that a command line accepts. */
function acceptedKinds(text = ''): FindingKind[] {
  return text
    .split(/[\s,]+/)
    .filter((name) => name !== '')
    .map((name) => {
      const kind = findingKinds.find((known) => known === name)
      if (kind !== undefined) return kind
      throw new ConfigError(
        `--accept: ${name} is no kind of finding; the kinds are ${findingKinds.join(', ')}`,
      )
    })
}

/** Reports an expected error in one line, a bug with its stack trace. */
async function reporting(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof FindingsError) for (const finding of error.findings) print(describe(finding))
    process.stderr.write(`sallyport: ${reportOf(error)}\n`)
    process.exit(1)
  }
}

function prepare(
  file: string | undefined,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): { readonly config: Config; readonly logger: Logger } {
  const config = loadConfig({ environment, file, terminal: process.stderr.isTTY })
  return { config, logger: openLogger(config.logLevel, logStream(config.logFormat)) }
}

async function withLog<Result>(
  file: string | undefined,
  work: (
    log: Awaited<ReturnType<typeof openEventLog>>,
    onProgress: (progress: Progress) => void,
  ) => Promise<Result>,
): Promise<Result> {
  const { config, logger } = prepare(file)
  const key = await masterKey(config)
  const { database, close } = await openConfiguredDatabase(config, logger)
  try {
    await migrate(database, migrations)
    const log = await openEventLog({
      database,
      schema: logSchema,
      masterKey: key,
      logger,
      clock: systemClock,
    })
    try {
      await underLock(database, () => settleNames({ log, database, clock: systemClock, logger }))
      return await work(log, showProgress)
    } finally {
      await log.close()
    }
  } finally {
    await close()
  }
}

function showProgress({ streams, total }: Progress): void {
  process.stderr.write(`${streams} of ${total} streams\n`)
}

function stopOnSignal(server: RunningServer, logger: Logger): void {
  let stopping = false
  const stop = (cause: string) => {
    if (stopping) return
    stopping = true
    logger.info(`${cause}: stopping after running requests and jobs`)
    void server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  whenNpmEnds(() => stop('npm has ended'))
}

/** Stops when npm ends: `npm start` runs the server behind a shell, which does not forward npm's SIGTERM. */
function whenNpmEnds(ended: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const watch = setInterval(() => {
    if (process.ppid === startedBy) return
    clearInterval(watch)
    ended()
  }, 250)
  watch.unref()
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
