import { randomBytes } from 'node:crypto'
import { type EventLogOptions, logMigrations, type OpenEventLog, openEventLog } from '../eventlog/index.ts'
import { systemClock } from '../kernel/clock.ts'
import { sampleMigrations, sampleSchema } from './sampleFacets.ts'
import { createTestDatabase, type TestDatabase } from './testDatabase.ts'

/** A log of the sample facets on a database of its own. */
export interface SampleLog {
  readonly db: TestDatabase
  readonly log: OpenEventLog
  /** Its dependencies: a second log opened with them acts as another process. */
  readonly options: EventLogOptions
  close(): Promise<void>
}

/** Opens the log; the caller closes it. */
export async function openSampleLog(): Promise<SampleLog> {
  const db = await createTestDatabase([...logMigrations, ...sampleMigrations])
  const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined }
  const options = {
    database: db.database,
    schema: sampleSchema,
    masterKey: randomBytes(32),
    logger,
    clock: systemClock,
  }
  const log = await openEventLog(options)
  return {
    db,
    log,
    options,
    async close() {
      await log.close()
      await db.close()
    },
  }
}
