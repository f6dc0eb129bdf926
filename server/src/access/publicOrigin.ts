import type { Config } from '../config/config.ts'
import type { RequestHead } from '../contract/endpoint.ts'
import { isLoopback } from '../kernel/text/isLoopback.ts'
import type { Origin } from './call.ts'

/** The settings that say how clients reach the server. */
export type PublicAddress = Pick<
  Config,
  'externalDomain' | 'externalSecure' | 'externalPort' | 'externalPortSet'
>

/** The host names of a request: the one that selects the instance, and the one that its clients use. */
export interface RequestHosts {
  /** Host of the instance, with its port as sent; in lower case, without the dot of a fully qualified name. */
  readonly instanceHost: string
  /** Host under which clients reach the instance, with its port as sent; differs behind some proxies. */
  readonly publicHost: string
}

/**
 * Reads the hosts of a request: `x-zitadel-instance-host`, else the authority that the client addressed. Both headers of
 * the contract need no trusted proxy: they select a host as freely as Host does, and access refuses a host that is
 * no domain of the instance and none that it trusts.
 */
export function requestHosts({ headers, authority }: RequestHead): RequestHosts {
  const instanceHost = writtenHost(firstOf(headers.get('x-zitadel-instance-host')) || authority)
  const publicHost = writtenHost(firstOf(headers.get('x-zitadel-public-host')))
  return { instanceHost, publicHost: publicHost || instanceHost }
}

/** Returns the public origin of an instance, given its domain: for links that are made without a request. A random port (0) is left out. */
export function publicOrigin(address: PublicAddress, domain: string): Origin {
  const { externalSecure: secure, externalPort: port } = address
  return originOf(secure, port === 0 ? domain : `${domain}:${port}`)
}

/** Returns the public origin for a request: a port that is set counts more than the port of the host. */
export function requestOrigin(address: PublicAddress, publicHost: string, secure: boolean): Origin {
  const host = address.externalPortSet ? `${withoutPort(publicHost)}:${address.externalPort}` : publicHost
  return originOf(secure || address.externalSecure, host)
}

/**
 * Returns the URL of the external domain for a request that this machine sent to itself by another name; undefined for all others, as
 * strangers need not know it.
 */
export function urlFromHere(address: PublicAddress, head: RequestHead): string | undefined {
  const { instanceHost } = requestHosts(head)
  const host = withoutPort(instanceHost)
  if (host === address.externalDomain || !isLoopback(host) || !isLoopback(head.clientAddress))
    return undefined
  const port = instanceHost.slice(host.length)
  return requestOrigin(address, `${address.externalDomain}${port}`, head.secure).url
}

/** Returns the host name without its port, in lower case; IPv6 literals keep their brackets. */
export function withoutPort(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '')
}

/** Lower case, and without the dot that ends a fully qualified name (RFC 3986 §3.2.2): both name the same host. */
function writtenHost(host: string): string {
  return host.toLowerCase().replace(/\.(?=$|:\d*$)/, '')
}

/** Serializes as browsers do (RFC 6454 §6.2): lower case, without the scheme's own port. */
function originOf(secure: boolean, host: string): Origin {
  const shown = host.toLowerCase().replace(secure ? /:443$/ : /:80$/, '')
  return { url: `${secure ? 'https' : 'http'}://${shown}`, domain: withoutPort(host), secure }
}

function firstOf(header: string | null): string {
  return header?.split(',')[0]?.trim() ?? ''
}
