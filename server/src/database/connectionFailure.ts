/** The address and account of a connection; none of them is a secret. */
export interface ConnectionTarget {
  readonly host: string
  readonly port: number
  readonly user?: string | undefined
  readonly database?: string | undefined
}

/** A connection to the database could not be opened; the message says why and what to do, without secrets. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure'
  /** The code of the operating system, of TLS or of PostgreSQL (appendix A); '' if the driver gave none. */
  readonly code: string
  /** Whether TLS, or its absence, is the reason. */
  readonly ofTls: boolean

  constructor(message: string, code: string, ofTls: boolean) {
    super(message)
    this.code = code
    this.ofTls = ofTls
    // The place in the driver says nothing.
    this.stack = `${this.name}: ${message}`
  }
}

/** Explains the error of a driver, an operating system, a server or a pooler. */
export function connectionFailure(error: unknown, target: ConnectionTarget): ConnectionFailure {
  if (error instanceof ConnectionFailure) return error
  const { code, text } = codeAndText(error)
  const place = target.host.startsWith('/') ? `the socket in ${target.host}` : `${target.host}:${target.port}`
  const tls = ofTls(code, text, place)
  const reason =
    ofNetwork(code, place, target) ??
    ofServer(code, text, target) ??
    tls ??
    ofDriver(text, place, target) ??
    `${place}: ${text}`
  return new ConnectionFailure(reason, code, reason === tls)
}

function codeAndText(error: unknown): { readonly code: string; readonly text: string } {
  // Several addresses of one host failed.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const code = first instanceof Error && 'code' in first && typeof first.code === 'string' ? first.code : ''
  return { code, text: first instanceof Error ? first.message : String(first) }
}

function ofNetwork(code: string, place: string, { host }: ConnectionTarget): string | undefined {
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing accepts connections at ${place}; start PostgreSQL there, or correct host and port`
    case 'ENOENT':
      return `there is no ${place}; start PostgreSQL there, or correct the host`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host name ${host} cannot be resolved; correct it, or the name server of this machine`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `there is no route to ${place}; check the network and the address`
    case 'ETIMEDOUT':
      return noReply(place)
    case 'ECONNRESET':
    case 'EPIPE':
      return `${place} closed the connection; check that PostgreSQL listens there and accepts this client`
    case 'EACCES':
      return `this account may not use ${place}; give it the right, or connect over TCP`
    default:
      return undefined
  }
}

function noReply(place: string): string {
  return `${place} does not reply; check the address and the firewall`
}

/** PostgreSQL, appendix A. Poolers reply with 08P01 to nearly everything. */
function ofServer(code: string, text: string, { user, database }: ConnectionTarget): string | undefined {
  switch (code) {
    case '28P01':
      return `the password for role "${user}" is wrong, or there is no such role; correct SALLYPORT_DATABASE_URL`
    case '28000':
      // A role that does not exist or may not log in, or no entry for it in pg_hba.conf.
      return `the server refuses role "${user}": ${text}`
    case '3D000':
      return `there is no database "${database}"; create it, or correct SALLYPORT_DATABASE_URL`
    case '42501':
      return `role "${user}" lacks a right on database "${database}": ${text}`
    case '53300':
      return `the server has no free connection (${text}); raise its limit, or lower SALLYPORT_DATABASE_CONNECTIONS`
    case '57P03':
      return `the server does not accept connections yet: ${text}`
    case '08P01':
      return `the server, or a pooler before it, refuses the connection: ${text}`
    default:
      return /^[0-9A-Z]{5}$/.test(code) ? `the server refuses the connection: ${text} (${code})` : undefined
  }
}

function ofTls(code: string, text: string, place: string): string | undefined {
  if (text === 'The server does not support SSL connections') {
    return `${place} offers no TLS; turn it on there (ssl = on), or connect with sslmode=disable`
  }
  if (text === 'There was an error establishing an SSL connection') {
    return `${place} does not speak PostgreSQL's protocol, or failed before TLS; correct host and port`
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `the TLS certificate of ${place} is for another name; connect by a name in it, or use sslmode=verify-ca`
  }
  if (/SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/.test(code)) {
    return `the TLS certificate of ${place} is not signed by a known authority (${code}); name the authority with sslrootcert=FILE`
  }
  if (/^(CERT_|ERR_SSL_|ERR_TLS_|ERR_OSSL|EPROTO)/.test(code)) {
    return `TLS with ${place} failed: ${text.split('\n')[0]} (${code})`
  }
  return text.includes('before secure TLS connection was established')
    ? `TLS with ${place} failed: the server closed the connection`
    : undefined
}

function ofDriver(text: string, place: string, { user }: ConnectionTarget): string | undefined {
  if (text.includes('password must be a')) {
    return `the server asks role "${user}" for a password; add it to SALLYPORT_DATABASE_URL`
  }
  if (text === 'Query read timeout') {
    return `${place} accepts the connection but gives it no session; raise the pool size of the pooler there`
  }
  if (/^timeout expired|connection timeout$/.test(text)) return noReply(place)
  if (/received invalid response|Unknown (auth|message)/i.test(text)) {
    return `${place} does not speak PostgreSQL's protocol; correct host and port`
  }
  if (text.startsWith('Connection terminated')) return `${place} closed the connection during the start`
  return undefined
}
