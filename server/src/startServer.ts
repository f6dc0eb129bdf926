import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { checkAddress } from './http/listenOn.ts'
import { masterKey } from './masterKey.ts'
import { openConfiguredDatabase } from './openConfiguredDatabase.ts'
import type { RunningServer, StartObserver } from './startParts.ts'

/**
 * Starts the database, the schema, the first instance, the worker and the listener, in this order. Throws `ListenError` before
 * all of it if the port is taken.
 */
export async function startServer(
  config: Config,
  logger: Logger,
  observer: StartObserver,
): Promise<RunningServer> {
  const closers: (() => Promise<void>)[] = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    await checkAddress(config.host, config.port)
    const key = await masterKey(config)
    const { progress } = observer
    const opened = await openConfiguredDatabase(config, logger, { progress, launched: loadParts })
    closers.push(opened.close)
    const { startParts } = await import('./startParts.ts')
    const started = await startParts({ config, logger, observer, key, database: opened.database, closers })
    return { ...started, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Loads most of the program while PostgreSQL starts beside it. A failure is that of the import that uses the parts. */
function loadParts(): void {
  import('./startParts.ts').catch(() => undefined)
}
