import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Config, ConfigError } from './config/config.ts'
import { holdsCluster } from './database/embedded/cluster.ts'

/** The file of the master key if the configuration has none. */
function keyFile(config: Config): string {
  return path.join(config.dataDir, 'masterkey')
}

/**
 * Returns the 32 bytes that seal all data keys, from the configuration or from a file (0600) that the first start creates. Throws
 * `ConfigError` if the file is missing beside a database.
 */
export async function masterKey(config: Config): Promise<Buffer> {
  if (config.masterkey !== undefined) return Buffer.from(config.masterkey, 'hex')
  const file = keyFile(config)
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  if (!existsSync(file) && holdsCluster(config.dataDir)) {
    throw new ConfigError(
      `${file}: the master key is missing, and no other key opens the secrets of the database in ${config.dataDir}; ` +
        'restore the file from a backup, or choose another SALLYPORT_DATA_DIR for a new database',
    )
  }
  try {
    // Fails if another start has created the file, whose key is then used.
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex')
  if (key.length !== 32)
    throw new ConfigError(`${file}: the file must have 64 hexadecimal digits; restore it from a backup`)
  return key
}

/**
 * Replaces the master key: `rotate` seals the data keys with the new key, then the file is replaced. If the key is configured,
 * the new one comes from `SALLYPORT_NEW_MASTERKEY`, and the operator changes the configuration afterwards.
 */
export async function replaceMasterKey(
  config: Config,
  configured: string | undefined,
  rotate: (from: Buffer, to: Buffer) => Promise<void>,
): Promise<void> {
  const from = await masterKey(config)
  if (config.masterkey !== undefined) {
    if (!/^[0-9a-f]{64}$/i.test(configured ?? '')) {
      throw new ConfigError(
        'SALLYPORT_NEW_MASTERKEY: must have 64 hexadecimal digits; generate a key with: openssl rand -hex 32',
      )
    }
    return rotate(from, Buffer.from(configured ?? '', 'hex'))
  }
  // Written before the rotation and renamed after it, so that one of the two files always opens the database.
  const next = `${keyFile(config)}.new`
  const to = randomBytes(32)
  await writeFile(next, `${to.toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch((cause) => {
    throw new ConfigError(
      `${next}: left by an interrupted rotation; delete it if the server starts, otherwise rename it to masterkey`,
      { cause },
    )
  })
  await rotate(from, to)
  await rename(next, keyFile(config))
}
