import ipaddr from 'ipaddr.js'

/**
 * Returns the network that one client is taken to have: an IPv4 address, or the /64 of an IPv6 address, within which a client chooses
 * freely. Undefined for loopback, which is this machine or a proxy that nobody has named, and for no address.
 */
export function addressGroup(text: string): string | undefined {
  if (!ipaddr.isValid(text)) return undefined
  const address = ipaddr.process(text)
  if (address.range() === 'loopback') return undefined
  if (address instanceof ipaddr.IPv4) return address.toString()
  return address.parts.slice(0, 4).join(':')
}
