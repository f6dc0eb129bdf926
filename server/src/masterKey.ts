import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Config, ConfigError } from './config/config.ts'

/** Where the master key is kept when the configuration does not give it. */
function keyFile(config: Config): string {
  return path.join(config.dataDir, 'masterkey')
}

/** The 32 bytes that every secret is sealed under: configured, or made on first start and kept at 0600. */
export async function masterKey(config: Config): Promise<Buffer> {
  if (config.masterkey !== undefined) return Buffer.from(config.masterkey, 'hex')
  const file = keyFile(config)
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })
  try {
    // Fails when another start was first; then its key is the one to use.
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = Buffer.from((await readFile(file, 'utf8')).trim(), 'hex')
  if (key.length !== 32)
    throw new ConfigError(`${file}: does not hold 64 hexadecimal digits; restore it from a backup`)
  return key
}

/**
 * Puts a new master key in the place of the old one: `rotate` seals the data keys anew, then the file is replaced. With
 * a configured key the new one comes from `SALLYPORT_NEW_MASTERKEY` and takes its place in the configuration afterwards.
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
        'SALLYPORT_NEW_MASTERKEY: takes the new key, 64 hexadecimal digits: openssl rand -hex 32',
      )
    }
    return rotate(from, Buffer.from(configured ?? '', 'hex'))
  }
  // Written before the rotation and moved after it: whenever this stops, one of the two files opens the database.
  const next = `${keyFile(config)}.new`
  const to = randomBytes(32)
  await writeFile(next, `${to.toString('hex')}\n`, { mode: 0o600, flag: 'wx' }).catch((cause) => {
    throw new ConfigError(
      `${next}: left by a rotation that was cut off; if the server starts, delete it, else rename it to masterkey`,
      { cause },
    )
  })
  await rotate(from, to)
  await rename(next, keyFile(config))
}
