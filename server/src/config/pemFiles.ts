import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError } from './configError.ts'

/** Splits the file of SALLYPORT_CLIENT_CA_FILE into its PEM certificates. Throws `ConfigError` if there is none, or one that cannot be read. */
export function authoritiesOf(file: string | undefined): readonly string[] {
  if (file === undefined) return []
  const setting = 'SALLYPORT_CLIENT_CA_FILE'
  const found =
    readPem(setting, file).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    for (const pem of found) new X509Certificate(pem)
  } catch {
    throw new ConfigError(`${setting}: ${file} holds a certificate that cannot be read`)
  }
  if (found.length === 0) throw new ConfigError(`${setting}: ${file} holds no PEM certificate`)
  return found
}

/** Reads the file that a setting names. Throws `ConfigError`. */
export function readPem(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`${setting}: cannot read ${file}: ${(cause as Error).message}`, { cause })
  }
}
