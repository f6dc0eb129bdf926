import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import type { StreamRef } from '../kernel/facet.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { adoptRestored } from './adoptRestored.ts'
import { ConflictError, openAppender, PremiseError } from './appender.ts'
import { prepareIndexTables } from './indexTables.ts'
import { snapshotLoader } from './loadSnapshots.ts'
import { openMemory } from './memory.ts'
import type { ClaimStatements } from './premise.ts'
import { rebuildLog } from './rebuild.ts'
import { buildRegistry } from './registry.ts'
import { removeInstance } from './removeInstance.ts'
import { serialQueue } from './serialQueue.ts'
import { sharedReads } from './sharedReads.ts'
import { streamKey } from './streamRow.ts'
import { subscribe, wakeSubscribers } from './subscribe.ts'
import { TrackedStream } from './trackedStream.ts'
import type { EventLog, LogSchema } from './types.ts'
import { beginUnitOfWork, type Surroundings } from './unitOfWork.ts'
import type { Progress, Rebuilt, Verified } from './upkeep.ts'
import { openVault } from './vault.ts'
import { verifyLog } from './verify.ts'

/** Others kept writing the same streams; nothing was done. */
const contention = refuse(
  'log.contention',
  'aborted',
  'Too many changes of the same resource at the same time. Try again.',
)

/** What the log is opened with; the database must be migrated. */
export interface EventLogOptions {
  readonly database: Database
  readonly schema: LogSchema
  /** 32 bytes; what every secret is sealed under in the end. */
  readonly masterKey: Uint8Array
  readonly logger: Pick<Logger, 'debug' | 'warn' | 'error'>
  /** How the answers are asked anew that requests remember of their callers. */
  readonly claims?: ClaimStatements
}

/** The log with its upkeep: what the command line offers beside the server. */
export interface OpenEventLog extends EventLog {
  /** Folds every stream and compares with what is stored; changes nothing. */
  verify(options?: { onProgress?(progress: Progress): void }): Promise<Verified>
  /** Writes snapshots and rows anew from the events, stream by stream, also while servers run. */
  rebuild(options?: { onProgress?(progress: Progress): void }): Promise<Rebuilt>
  /** Ends what the log runs in the background; the database stays open. */
  close(): Promise<void>
}

const mostTries = 20

/** Opens the log: checks what features registered, reads the index tables from the catalog, checks the master key. */
export async function openEventLog(options: EventLogOptions): Promise<OpenEventLog> {
  const { database, logger } = options
  const registry = buildRegistry(options.schema)
  await adoptRestored(database)
  const tables = await prepareIndexTables(database, options.schema.tables)
  const vault = await openVault(database, options.masterKey)
  const ask = snapshotLoader(database, registry)
  const wake = wakeSubscribers(database, logger)
  const append = openAppender(database, options.schema.constraints, options.claims ?? {}, wake.committed)
  const around: Surroundings = {
    read: sharedReads(database.query),
    find: database.find,
    registry,
    tables,
    vault,
    ask,
  }
  const inOrder = serialQueue()
  const memory = openMemory()

  const transact: EventLog['transact'] = (writing, primary, work) => {
    const run = async (waited: boolean) => {
      for (let tries = 1; ; tries++) {
        const premise = writing.premise?.open ? writing.premise : undefined
        const unit = beginUnitOfWork(around, {
          ...writing,
          preloaded: waited || tries > 1 ? undefined : writing.preloaded,
          memory: premise && tries === 1 ? memory : undefined,
        })
        const result = await work(unit.transaction)
        const change = await unit.change(premise?.claim)
        if (writing.dryRun) {
          await writing.dryRun(unit.written(result).events, unit.transaction)
          return unit.written(result)
        }
        if (change === undefined) return unit.written(result)
        // From here on also a refusal counts: the append asks the claims before all else.
        if (premise) premise.state = 'sent'
        try {
          await append(change)
          if (premise) premise.state = 'confirmed'
          if (writing.premise) memory.keep(unit.found())
          else memory.drop(unit.found())
          return unit.written(result)
        } catch (error) {
          const undone = error instanceof ConflictError || error instanceof PremiseError
          if (premise && undone) premise.state = 'unsent'
          memory.drop(unit.found())
          if (!(error instanceof ConflictError)) throw error
          if (tries === mostTries) throw new DomainError(contention, error)
          await pause(Math.random() * tries)
        }
      }
    }
    if (primary === undefined) return run(false)
    return inOrder(streamKey({ ...primary, instanceId: writing.instanceId }), run)
  }
  return {
    transact,
    async load(ref: StreamRef) {
      registry.entries(ref.type)
      return new TrackedStream(await ask(ref), registry)
    },
    secret: vault.open,
    unseal: vault.unseal,
    async removeInstance(instanceId) {
      await removeInstance(database, [...tables.keys()], instanceId)
      vault.forget(instanceId)
      memory.clear()
    },
    subscribe: (subscription) => subscribe(database, registry, logger, subscription),
    verify: (how) => verifyLog(database, registry, tables, how?.onProgress),
    rebuild: (how) => rebuildLog(database, registry, tables, how?.onProgress),
    close: wake.close,
  }
}
