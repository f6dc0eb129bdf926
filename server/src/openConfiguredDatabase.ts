import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { checkServer } from './database/checkServer.ts'
import { type Database, openDatabase } from './database/database.ts'
import { startEmbedded } from './database/embedded.ts'

/** Hears of the start of an embedded database. */
export interface DatabaseObserver {
  /** Something that takes time begins. */
  readonly progress?: (step: string) => void
  /** A program of PostgreSQL runs; until it is ready, this process may do other work. */
  readonly launched?: () => void
}

/** Opens the configured database after it was checked, or the embedded one in the data directory. */
export async function openConfiguredDatabase(
  config: Config,
  logger: Logger,
  observer: DatabaseObserver = {},
): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbedded({ dataDir: config.dataDir, logger, ...observer })
      : undefined
  const url = embedded?.url ?? (await checkServer(config.databaseUrl ?? ''))
  const database = openDatabase({ url, max: config.databaseConnections, logger })
  return {
    database,
    async close() {
      await database.close()
      await embedded?.stop()
    },
  }
}
