import { defineCommand } from 'citty'
import type { Logger } from 'pino'
import { configArgument, prepare, print, reporting } from './command.ts'
import { type Config, ConfigError } from './config/config.ts'
import type { Database } from './database/database.ts'
import { holdsCluster } from './database/embedded/cluster.ts'
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
import { countLivingProcesses } from './jobs/abandonedJobs.ts'
import { systemClock } from './kernel/clock.ts'
import { masterKey, replaceMasterKey } from './masterKey.ts'
import { openConfiguredDatabase } from './openConfiguredDatabase.ts'
import { logSchema, migrations } from './product.ts'
import { settleNames } from './settleNames.ts'

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
  run: reporting(async (args) => {
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
  run: reporting(async (args) => {
    const accept = acceptedKinds(args.accept)
    const { streams, failed } = await withLog(args.config, (log, onProgress) =>
      log.rebuild({ accept, onProgress }).catch(printFindings),
    )
    for (const { stream, reason } of failed) print(`not rebuilt  ${nameOf(stream)}  ${reason}`)
    print(`rebuilt ${streams - failed.length} streams`)
    if (failed.length > 0) process.exitCode = 1
  }),
})

const head = defineCommand({
  meta: { name: 'head', description: 'seal the log and print its head, to be kept outside of the database' },
  args: configArgument,
  run: reporting(async (args) => print(renderHead(await withLog(args.config, (log) => log.seal())))),
})

const rotate = defineCommand({
  meta: { name: 'rotate', description: 'seal all data keys with a new master key; stop the servers first' },
  args: configArgument,
  run: reporting(async (args) => {
    const { SALLYPORT_NEW_MASTERKEY: given, ...environment } = process.env
    const { config, logger } = prepare(args.config, environment)
    await withDatabase(config, logger, async (database) => {
      const servers = await countLivingProcesses(database)
      if (servers > 0) {
        throw new ConfigError(
          `${servers === 1 ? 'a server runs' : `${servers} servers run`} on this database and would go on sealing with the old master key, ` +
            'which nothing could open afterwards; stop every server, then rotate',
        )
      }
      await replaceMasterKey(config, given, async (from, to) => {
        const { rotated } = await rotateMasterKey(database, from, to)
        print(`sealed ${rotated} data keys with the new master key`)
      })
    })
  }),
})

/** The commands on the event log. */
export const log = defineCommand({
  meta: { name: 'log', description: 'check, prove and repair the event log' },
  subCommands: { verify, rebuild, head },
})

/** The commands on the master key. */
export const masterkey = defineCommand({
  meta: { name: 'masterkey', description: 'manage the key that seals all secrets' },
  subCommands: { rotate },
})

function describe({ kind, stream, detail }: Finding): string {
  return `${kind}  ${stream ? nameOf(stream) : '-'}  ${detail}`
}

function nameOf({ instanceId, type, id }: NonNullable<Finding['stream']>): string {
  return `${instanceId}/${type}/${id}`
}

/** Prints the findings that refuse a rebuild. */
function printFindings(error: unknown): never {
  if (error instanceof FindingsError) for (const finding of error.findings) print(describe(finding))
  throw error
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

async function withLog<Result>(
  file: string | undefined,
  work: (
    log: Awaited<ReturnType<typeof openEventLog>>,
    onProgress: (progress: Progress) => void,
  ) => Promise<Result>,
): Promise<Result> {
  const { config, logger } = prepare(file)
  return withDatabase(config, logger, async (database) => {
    const log = await openEventLog({
      database,
      schema: logSchema,
      masterKey: await masterKey(config),
      logger,
      clock: systemClock,
    })
    try {
      await underLock(database, () => settleNames({ log, database, clock: systemClock, logger }))
      return await work(log, showProgress)
    } finally {
      await log.close()
    }
  })
}

/** Runs `work` on the database of a server, brought up to date. Throws `ConfigError` or `MigrationError` if no server has made it. */
async function withDatabase<Result>(
  config: Config,
  logger: Logger,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  if (config.databaseUrl === undefined && !holdsCluster(config.dataDir)) {
    throw new ConfigError(
      `${config.dataDir} holds no database; name the data directory of the server in SALLYPORT_DATA_DIR, or its database in ` +
        'SALLYPORT_DATABASE_URL',
    )
  }
  // Before the database, so that a key that is missing is the only fault.
  await masterKey(config)
  const { database, close } = await openConfiguredDatabase(config, logger)
  try {
    await migrate(database, migrations, { existing: true })
    return await work(database)
  } finally {
    await close()
  }
}

function showProgress({ streams, total }: Progress): void {
  process.stderr.write(`${streams} of ${total} streams\n`)
}
