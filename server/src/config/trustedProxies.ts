import { compile } from '@fastify/proxy-addr'

/** Whether the forwarded headers of the proxy at this address count. */
export interface TrustedProxies {
  (address: string, hop: number): boolean
  /** The header in which these proxies report their client's certificate, in lower case. */
  readonly certificateHeader?: string | undefined
}

/** Trusts no proxy; the default. */
export const noProxies: TrustedProxies = () => false

const names: Readonly<Record<string, string>> = {
  loopback: 'loopback',
  private: 'uniquelocal',
  linklocal: 'linklocal',
}

/** Compiles a list of addresses, CIDR ranges and the names `loopback`, `private`, `linklocal`; throws if an entry is none of these. */
export function trustedProxies(list: readonly string[]): TrustedProxies {
  return list.length === 0 ? noProxies : compile(list.map((entry) => names[entry] ?? entry))
}

/** Returns the same proxies with the header in which they report their client's certificate. */
export function withCertificateHeader(proxies: TrustedProxies, header: string | undefined): TrustedProxies {
  if (proxies === noProxies || header === undefined) return proxies
  const named: TrustedProxies = (address, hop) => proxies(address, hop)
  return Object.assign(named, { certificateHeader: header.toLowerCase() })
}
