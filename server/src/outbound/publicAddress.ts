import ipaddr from 'ipaddr.js'

/** Whether the address is reachable from the internet (IANA special-purpose registries); false for a malformed one. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  // Only 2000::/3 is assigned for the internet; the library reports unassigned ranges as unicast too.
  if (address instanceof ipaddr.IPv6 && !address.match(ipaddr.IPv6.parseCIDR('2000::/3'))) return false
  return address.range() === 'unicast'
}
