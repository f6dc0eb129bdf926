import { readFileSync } from 'node:fs'
import { getCACertificates } from 'node:tls'
import type pg from 'pg'

/** The URL of the database has a parameter that cannot be used; the message names it and never contains the password. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError'
}

/** The values of `sslmode` (PostgreSQL, libpq §34.1.2). */
export type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full'

const tlsModes: readonly string[] = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
] satisfies TlsMode[]

/** Parameters that say where the database is and who connects; `pg` reads them. */
const addressParameters = new Set(['host', 'port', 'user', 'password'])
/** Parameters that are used here. */
const usedParameters = new Set([
  ...['sslmode', 'ssl', 'sslrootcert', 'sslcert', 'sslkey', 'sslpassword', 'sslnegotiation'],
  ...['options', 'application_name', 'connect_timeout', 'channel_binding'],
])
/** Parameters of libpq that change nothing here: the connection does as they ask, or has its own rule. */
const ignoredParameters = new Set([
  ...['client_encoding', 'fallback_application_name', 'gssencmode', 'target_session_attrs', 'uselibpqcompat'],
  ...['keepalives', 'keepalives_idle', 'keepalives_interval', 'keepalives_count', 'tcp_user_timeout'],
])

/** Returns the value of `sslmode` in the URL, `prefer` unless it is given; a Unix socket has no TLS. */
export function tlsMode(url: string): TlsMode {
  const { searchParams, hostname } = parsed(url)
  const host = searchParams.get('host') ?? decodeURIComponent(hostname)
  if (host.startsWith('/')) return 'disable'
  const mode = searchParams.get('sslmode') ?? legacyMode(searchParams.get('ssl'))
  if (mode === 'no-verify') return 'require'
  if (isTlsMode(mode)) return mode
  throw new DatabaseUrlError(`sslmode=${mode} is unknown; choose one of ${tlsModes.join(', ')}`)
}

/** Returns the URL with another `sslmode`. */
export function withTlsMode(url: string, mode: TlsMode): string {
  const changed = parsed(url)
  changed.searchParams.delete('ssl')
  changed.searchParams.set('sslmode', mode)
  return changed.href
}

/**
 * Reads a URL as libpq does (PostgreSQL, §34.1.1.2). `allow` and `prefer` connect without TLS here: `checkServer` replaces them.
 * Throws `DatabaseUrlError` for an unknown parameter or a file that cannot be read.
 */
export function connectionConfig(url: string): pg.ClientConfig {
  const address = parsed(url)
  const parameters = address.searchParams
  for (const name of new Set(parameters.keys())) refuseUnknown(name)
  const given = (name: string) => parameters.get(name) || undefined
  const timeout = Number(given('connect_timeout') ?? 5)
  const config: pg.ClientConfig = {
    ssl: tlsOptions(tlsMode(url), given),
    application_name: given('application_name') ?? 'sallyport',
    keepAlive: true,
    connectionTimeoutMillis: timeout > 0 ? timeout * 1000 : 5_000,
    enableChannelBinding: given('channel_binding') !== undefined && given('channel_binding') !== 'disable',
  }
  const options = given('options')
  if (options !== undefined) config.options = options
  if (given('sslnegotiation') === 'direct') config.sslnegotiation = 'direct'
  for (const name of [...usedParameters, ...ignoredParameters]) parameters.delete(name)
  return { ...config, connectionString: address.href }
}

function refuseUnknown(name: string): void {
  if (addressParameters.has(name) || usedParameters.has(name) || ignoredParameters.has(name)) return
  throw new DatabaseUrlError(
    `the parameter ${name} is unknown; remove it (settings of the session are given as options=-c%20name%3Dvalue)`,
  )
}

function tlsOptions(
  mode: TlsMode,
  given: (name: string) => string | undefined,
): Exclude<pg.ClientConfig['ssl'], undefined> {
  if (mode === 'disable' || mode === 'allow' || mode === 'prefer') return false
  const root = given('sslrootcert')
  if (mode === 'verify-ca' && root === undefined) {
    throw new DatabaseUrlError(
      'sslmode=verify-ca needs the certificate of the authority; add sslrootcert=FILE',
    )
  }
  const [cert, key] = [fileOf('sslcert', given), fileOf('sslkey', given)]
  const passphrase = given('sslpassword')
  const client = { ...(cert && { cert }), ...(key && { key }), ...(passphrase && { passphrase }) }
  if (root === 'system') return { ...client, ca: getCACertificates('system') }
  const ca = fileOf('sslrootcert', given)
  if (mode === 'verify-full') return ca === undefined ? client : { ...client, ca }
  // A root certificate makes `require` verify the authority, as libpq does for compatibility (§34.19.1).
  if (ca === undefined) return { ...client, rejectUnauthorized: false }
  return { ...client, ca, checkServerIdentity: () => undefined }
}

function fileOf(name: string, given: (name: string) => string | undefined): string | undefined {
  const file = given(name)
  if (file === undefined || file === 'system') return undefined
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new DatabaseUrlError(
      `the file of ${name} cannot be read (${(cause as NodeJS.ErrnoException).code}): ${file}`,
      { cause },
    )
  }
}

/** `ssl=true` is what some providers write (JDBC). */
function legacyMode(ssl: string | null): string {
  if (ssl === null) return 'prefer'
  return ssl === 'true' || ssl === '1' ? 'verify-full' : ssl === 'false' || ssl === '0' ? 'disable' : ssl
}

function isTlsMode(mode: string): mode is TlsMode {
  return tlsModes.includes(mode)
}

function parsed(url: string): URL {
  try {
    return new URL(url)
  } catch {
    // The error of `URL` holds its input, with the password.
    throw new DatabaseUrlError('it is not a URL; write postgres://role:password@host:port/database')
  }
}
