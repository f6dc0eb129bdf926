import type { RequestHead } from '../contract/plainRoute.ts'

/** The host names a request carries: which instance it is for, and how its client names the server. */
export interface RequestHosts {
  /** Host with port as sent, of the instance. */
  readonly instanceHost: string
  /** Host with port under which the public reaches the instance; differs behind some proxies. */
  readonly publicHost: string
  readonly secure: boolean
}

/** Reads the hosts in the contract's order: `x-zitadel-instance-host`, the forwarded headers, then the authority. */
export function requestHosts(inbound: RequestHead, externalSecure: boolean): RequestHosts {
  const { headers } = inbound
  const header = headers.get('forwarded') ?? headers.get('x-zitadel-forwarded')
  const forwarded = header ? forwardedPairs(header) : undefined
  const instanceHost =
    firstOf(headers.get('x-zitadel-instance-host')) ||
    forwarded?.get('host') ||
    firstOf(headers.get('x-forwarded-host')) ||
    inbound.authority
  const proto = forwarded?.get('proto') || firstOf(headers.get('x-forwarded-proto'))
  return {
    instanceHost,
    publicHost: firstOf(headers.get('x-zitadel-public-host')) || instanceHost,
    secure: externalSecure || inbound.secure || proto === 'https',
  }
}

/** The host name without its port, in lower case; IPv6 literals keep their brackets. */
export function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '')
}

function firstOf(header: string | null): string {
  return header?.split(',')[0]?.trim() ?? ''
}

/** The members of the first element of a `Forwarded` header (RFC 7239 §4). */
function forwardedPairs(header: string): ReadonlyMap<string, string> {
  const pairs = firstOf(header)
    .split(';')
    .map((pair) => pair.split('='))
    .filter((pair): pair is [string, string] => pair.length === 2)
  return new Map(
    pairs.map(([name, value]) => [name.trim().toLowerCase(), value.trim().replace(/^"|"$/g, '')]),
  )
}
