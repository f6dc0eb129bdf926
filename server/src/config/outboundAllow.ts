import { trustedProxies } from './trustedProxies.ts'

/** The private hosts and addresses to which outbound connections are allowed. */
export interface OutboundAllow {
  readonly host: (name: string) => boolean
  readonly address: (address: string) => boolean
}

/** Compiles a list of host names, addresses, CIDR ranges and the names `loopback`, `private`, `linklocal`; throws if an entry is none of these. */
export function outboundAllow(list: readonly string[]): OutboundAllow {
  const isHost = (entry: string) => /[a-z]/i.test(entry) && !entry.includes(':') && !rangeNames.has(entry)
  const hosts = new Set(list.filter(isHost).map((host) => host.toLowerCase()))
  for (const host of hosts) {
    if (!/^[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?$/.test(host)) throw new Error(`${host} is not a host name`)
  }
  const trusts = trustedProxies(list.filter((entry) => !isHost(entry)))
  return { host: (name) => hosts.has(name.toLowerCase()), address: (address) => trusts(address, 0) }
}

const rangeNames: ReadonlySet<string> = new Set(['loopback', 'private', 'linklocal'])
