import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { fastPaths } from '../kernel/fastPaths.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { adoptRestored } from './adoptRestored.ts'
import { ConflictError, openAppender, StaleReadError } from './appender.ts'
import type { CachedReadStatements, CacheUse } from './cacheUse.ts'
import { openEventChain } from './chain.ts'
import type { Change } from './change.ts'
import { coalescedReads } from './coalescedReads.ts'
import { openConfirmedReads } from './confirmedReads.ts'
import { examineEvent } from './examineEvent.ts'
import { type FoldingClash, foldRows } from './foldRows.ts'
import { followCommits, wakeSubscribers } from './followCommits.ts'
import type { Head } from './head.ts'
import { prepareIndexTables } from './indexTables.ts'
import { keptCheckKind, keptCheckStatement } from './keptCheck.ts'
import { snapshotLoader } from './loadSnapshots.ts'
import { openLogKey } from './openLogKey.ts'
import { type RebuildOptions, rebuildLog } from './rebuild.ts'
import { buildRegistry } from './registry.ts'
import type { RemovedStreams } from './removeDead.ts'
import { removeInstance } from './removeInstance.ts'
import { applyRetention, type Retention } from './retention.ts'
import { openSealer } from './sealer.ts'
import { serialQueue } from './serialQueue.ts'
import { openStreamCache } from './streamCache.ts'
import { streamKey } from './streamRow.ts'
import { subscribe } from './subscribe.ts'
import { TrackedStream } from './trackedStream.ts'
import type { EventLog, LogSchema, Transaction } from './types.ts'
import { beginUnitOfWork, type Surroundings, type UnitOfWork } from './unitOfWork.ts'
import type { Rebuilt, Verified } from './upkeep.ts'
import { checkMasterKey, openVault } from './vault.ts'
import { type Upkeep, type VerifyOptions, verifyLog } from './verify.ts'

/** Other processes kept writing to the same streams; nothing was appended. */
const contention = refuse(
  'log.contention',
  'aborted',
  'the resource was changed by too many requests at the same time; try again',
)

/** The parts that the log needs; the database must be migrated. */
export interface EventLogOptions {
  readonly database: Database
  readonly schema: LogSchema
  /** 32 bytes; seals the data key of every instance. */
  readonly masterKey: Uint8Array
  readonly logger: Pick<Logger, 'debug' | 'warn' | 'error'>
  readonly clock: Pick<Clock, 'pause'>
  /** Statements that repeat the cached reads of a request, to confirm them with its append. */
  readonly cachedReads?: CachedReadStatements
}

/** The log with the maintenance that the command line offers. */
export interface OpenEventLog extends EventLog {
  /** Folds every stream, compares it with the stored data and checks the seals; changes nothing. */
  verify(options?: VerifyOptions): Promise<Verified>
  /**
   * Writes snapshots and rows again from the events, stream by stream; servers may keep running. Throws a `FindingsError`,
   * having changed nothing, if a verification has findings that are not accepted.
   */
  rebuild(options?: RebuildOptions): Promise<Rebuilt>
  /** Removes streams that died long ago; see `applyRetention`. */
  retain(retention: Retention): Promise<RemovedStreams>
  /** Seals everything that was committed before and returns the head, which `verify` can later be given. */
  seal(): Promise<Head>
  /** Folds the rows of the release before; returns those that clash with another row. */
  foldRows(): Promise<readonly FoldingClash[]>
  /** Ends the background work of the log; the database stays open. */
  close(): Promise<void>
}

const mostTries = 20

type Decided<Result> = { readonly result: Result; readonly change: Change | undefined } | Failure

interface Failure {
  readonly error: unknown
}

function isFailure(decided: Decided<unknown>): decided is Failure {
  return 'error' in decided
}

/** Runs the work of a try, and returns its change or its refusal. */
async function decide<Result>(
  work: (tx: Transaction) => Promise<Result>,
  unit: UnitOfWork,
  cacheUse: CacheUse | undefined,
): Promise<Decided<Result>> {
  try {
    const result = await work(unit.transaction)
    return { result, change: await unit.change(cacheUse?.read) }
  } catch (error) {
    return { error }
  }
}

/** Opens the log: checks the registered facets, reads the index tables from the catalog, checks the master key. */
export async function openEventLog(options: EventLogOptions): Promise<OpenEventLog> {
  const { database, logger, clock } = options
  const registry = buildRegistry(options.schema)
  await adoptRestored(database)
  await checkMasterKey(database, options.masterKey)
  const key = await openLogKey(database, options.masterKey, logger)
  const chain = openEventChain(key)
  const tables = await prepareIndexTables(
    database,
    [...options.schema.tables, 'dead_streams'],
    options.schema.folded,
  )
  const vault = await openVault(database, options.masterKey)
  const loadSnapshot = snapshotLoader(database, registry, chain)
  const wake = wakeSubscribers(database, logger)
  const sealer = openSealer({ database, key, logger, clock })
  const confirmed = openConfirmedReads(database.confirming)
  const cachedReads = { ...options.cachedReads, [keptCheckKind]: keptCheckStatement }
  const append = openAppender(database, options.schema.constraints, cachedReads, (changes) => {
    wake.committed()
    sealer.committed()
    confirmed.committed(changes)
  })
  const around: Surroundings = {
    read: coalescedReads(database.query),
    find: database.find,
    registry,
    chain,
    tables,
    vault,
    loadSnapshot,
  }
  const upkeep: Upkeep = { database, registry, chain, tables, key, masterKey: options.masterKey }
  const inOrder = serialQueue()
  const cache = openStreamCache()

  const transact: EventLog['transact'] = (writing, primary, work) => {
    const primaryKey = primary && streamKey({ ...primary, instanceId: writing.instanceId })
    const run = async (waited: boolean) => {
      for (let tries = 1; ; tries++) {
        const cacheUse = writing.cacheUse?.unconfirmed ? writing.cacheUse : undefined
        const fromCache = tries === 1 && writing.cachedStreams === true && !writing.dryRun && fastPaths
        const unit = beginUnitOfWork(
          around,
          {
            ...writing,
            retried: tries > 1,
            preloaded: waited || tries > 1 ? undefined : writing.preloaded,
            cache: fromCache || (cacheUse?.streams && tries === 1) ? cache : undefined,
          },
          primaryKey,
        )
        const decided = await decide(work, unit, cacheUse)
        // Without an append nothing has confirmed that the streams are current.
        if (fromCache && unit.usedCache() && (isFailure(decided) || decided.change === undefined)) {
          cache.evict(unit.found())
          continue
        }
        if (isFailure(decided)) throw decided.error
        const { result, change } = decided
        if (writing.dryRun) {
          await writing.dryRun(unit.written(result).events, unit.transaction)
          return unit.written(result)
        }
        if (change === undefined) return unit.written(result)
        // From here on a refusal is final too, because the append checks the cached reads first.
        if (cacheUse) cacheUse.state = 'sent'
        try {
          await append(change)
          if (cacheUse) cacheUse.state = 'confirmed'
          if (fromCache) cache.put(unit.all())
          else if (writing.cacheUse) cache.put(unit.found())
          else cache.evict(unit.found())
          return unit.written(result)
        } catch (error) {
          const undone = error instanceof ConflictError || error instanceof StaleReadError
          if (cacheUse && undone) cacheUse.state = 'unsent'
          cache.evict(unit.found())
          if (!(error instanceof ConflictError)) throw error
          if (tries === mostTries) throw new DomainError(contention, error)
          await clock.pause(Math.random() * tries)
        }
      }
    }
    return primaryKey === undefined ? run(false) : inOrder(primaryKey, run)
  }
  return {
    transact,
    async load(ref: StreamRef, { caches } = { caches: false }) {
      registry.entries(ref.type)
      const stream = new TrackedStream(await loadSnapshot(ref), around)
      if (caches && stream.sequence > 0) cache.put([stream])
      return stream
    },
    secret: vault.open,
    unseal: vault.unseal,
    mac: vault.mac,
    confirmed,
    examine: (row) => examineEvent(chain, row),
    async removeInstance(instanceId) {
      const others = options.schema.instanceTables ?? []
      await removeInstance(database, key, [...tables.keys(), ...others], instanceId)
      vault.evict(instanceId)
      cache.clear()
    },
    follow: (following) => followCommits({ database, logger, clock }, following),
    subscribe: (subscription) => subscribe({ database, registry, logger, clock }, subscription),
    verify: (how) => verifyLog(upkeep, how),
    async rebuild(how) {
      const rebuilt = await rebuildLog(upkeep, how)
      if (how?.accept?.includes('hash_unkeyed')) await sealer.seal({ adopts: true })
      return rebuilt
    },
    async retain(retention) {
      return applyRetention({ ...upkeep, logger, sealer }, retention)
    },
    seal: () => sealer.seal({ keeps: true }),
    foldRows: () => foldRows(database, tables.values()),
    async close() {
      await wake.close()
      await sealer.close()
    },
  }
}
