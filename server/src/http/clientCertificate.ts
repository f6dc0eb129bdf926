import { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { TrustedProxies } from '../config/trustedProxies.ts'
import { type ClientRequest, isTrusted } from './forwarded.ts'

const other = `(?!Cert=)[A-Za-z]+=(?:"[^"]*"|[^;,"]*)`
/** One element of Envoy's header, with one certificate. */
const envoyElement = new RegExp(`^(?:${other};)*Cert="([^",;]+)"(?:;${other})*$`, 'i')

/** Characters of a header with a certificate. */
const maxHeader = 12_288

/**
 * Returns the certificate with which the client's connection was made; undefined without one. A trusted proxy reports it in the
 * header of `SALLYPORT_CLIENT_CERT_HEADER`; its own certificate is not the client's. From anybody else the header does not count.
 */
export function clientCertificate(
  request: ClientRequest,
  trusts: TrustedProxies,
): X509Certificate | undefined {
  if (!isTrusted(request, trusts))
    return (request.socket as Partial<TLSSocket> | undefined)?.getPeerX509Certificate?.()
  const header =
    trusts.certificateHeader === undefined ? undefined : request.headers[trusts.certificateHeader]
  return typeof header === 'string' ? readCertificateHeader(header.trim()) : undefined
}

/**
 * Reads the certificate in a proxy's header: RFC 9440 (`:base64:`), PEM with percent encoding (nginx, HAProxy), Envoy's
 * `x-forwarded-client-cert` (`Cert="…"`), or base64 of DER. Undefined if it has another form, or more than one element.
 */
export function readCertificateHeader(text: string): X509Certificate | undefined {
  if (text === '' || text.length > maxHeader) return undefined
  const [, structured] = /^:([A-Za-z0-9+/]+={0,2}):$/.exec(text) ?? []
  if (structured !== undefined) return parse(Buffer.from(structured, 'base64'))
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return parse(Buffer.from(text, 'base64'))
  if (/^-----BEGIN|^%2D|^-----BEGIN%20/i.test(text)) return parsePem(text)
  const [, envoy] = envoyElement.exec(text) ?? []
  return envoy === undefined ? undefined : parsePem(envoy)
}

function parsePem(text: string): X509Certificate | undefined {
  try {
    return parse(Buffer.from(decodeURIComponent(text)))
  } catch {
    return undefined
  }
}

function parse(bytes: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes)
  } catch {
    return undefined
  }
}
