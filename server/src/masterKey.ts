import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Config, ConfigError } from './config/config.ts'

/** The 32 bytes that every secret is sealed under: configured, or made on first start and kept at 0600. */
export async function masterKey(config: Config): Promise<Buffer> {
  if (config.masterkey !== undefined) return Buffer.from(config.masterkey, 'hex')
  const file = path.join(config.dataDir, 'masterkey')
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
