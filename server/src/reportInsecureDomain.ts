import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { allowsCookies } from './http/cookies.ts'

/** Warns if clients reach the external domain by http, and browsers must not have cookies there. */
export function reportInsecureDomain(
  { externalDomain, externalSecure }: Pick<Config, 'externalDomain' | 'externalSecure'>,
  logger: Pick<Logger, 'warn'>,
): void {
  if (allowsCookies({ domain: externalDomain, secure: externalSecure })) return
  logger.warn(
    { externalDomain },
    `SALLYPORT_EXTERNAL_DOMAIN is ${externalDomain} without https: over http nobody can sign in on its pages or use a passkey, and links in messages ` +
      'begin with http; set SALLYPORT_EXTERNAL_SECURE=true behind a TLS proxy, else SALLYPORT_TLS_CERT and SALLYPORT_TLS_KEY',
  )
}
