import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { renderHead } from './head.ts'
import { type LogKey, makeLogKey, readLogKey } from './logKey.ts'
import { MasterKeyError } from './masterKeyError.ts'
import { addSeals, lastSeal, lockSeals, markLog } from './seals.ts'

/**
 * Opens the log's key. The first process makes it together with the first seal, which adopts all events that are already
 * there. Throws a `MasterKeyError` if the key of a sealed log is missing or cannot be opened.
 */
export async function openLogKey(
  database: Database,
  masterKey: Uint8Array,
  logger: Pick<Logger, 'warn'>,
): Promise<LogKey> {
  const known = await readLogKey(database.query, masterKey)
  if (known !== undefined) return known
  return database.session(async (query) => {
    await query('begin isolation level read committed')
    await query('set local statement_timeout = 0')
    await query('lock table log_keys in exclusive mode')
    const made = await readLogKey(query, masterKey)
    if (made !== undefined) {
      await query('commit')
      return made
    }
    await lockSeals(query)
    if ((await lastSeal(query)) !== undefined) {
      throw new MasterKeyError(
        "the event log's key is missing although the log is sealed; restore the table log_keys from a backup",
      )
    }
    // Waits for the appends of other processes and holds back new ones, so that every event is either before the seal or after.
    await query('lock table events in share mode')
    const key = await makeLogKey(query, masterKey)
    const seal = await addSeals(query, key, await markLog(query), true)
    await query('commit')
    if (seal !== undefined && seal.upto !== '0') {
      logger.warn(
        { head: renderHead(seal) },
        'adopted the event log as it is; keep this head outside of the database',
      )
    }
    return key
  })
}
