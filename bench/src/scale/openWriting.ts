import { readFileSync } from 'node:fs'
import path from 'node:path'
import { embeddedUrl } from '../../../e2e/src/serverProcess.ts'
import { loadConfig } from '../../../server/src/config/config.ts'
import { openDatabase } from '../../../server/src/database/database.ts'
import { openEventChain } from '../../../server/src/eventlog/chain.ts'
import { prepareIndexTables } from '../../../server/src/eventlog/indexTables.ts'
import { openLogKey } from '../../../server/src/eventlog/openLogKey.ts'
import { buildRegistry } from '../../../server/src/eventlog/registry.ts'
import { openVault } from '../../../server/src/eventlog/vault.ts'
import { openLogger } from '../../../server/src/kernel/openLogger.ts'
import { logSchema, openProduct } from '../../../server/src/product.ts'

/** The product and the parts of its log, opened in this process on the embedded database of a running server. */
export type Writing = Awaited<ReturnType<typeof openWriting>>

/** Opens the product beside the server of a data directory, as another process on its database. */
export async function openWriting(dataDir: string) {
  const logger = openLogger('warn', process.stderr)
  const database = openDatabase({ url: embeddedUrl(dataDir) })
  const masterKey = Buffer.from(readFileSync(path.join(dataDir, 'masterkey'), 'utf8').trim(), 'hex')
  const config = loadConfig({ environment: { SALLYPORT_DATA_DIR: dataDir } })
  const product = await openProduct({ config, database, masterKey, logger })
  const vault = await openVault(database, masterKey)
  return {
    database,
    deps: product.deps,
    registry: buildRegistry(logSchema),
    chain: openEventChain(await openLogKey(database, masterKey, logger)),
    tables: await prepareIndexTables(database, [...logSchema.tables, 'dead_streams'], logSchema.folded),
    vault,
    async close() {
      await product.close()
      await database.close()
    },
  }
}
