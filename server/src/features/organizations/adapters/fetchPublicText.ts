import { type LookupAddress, lookup } from 'node:dns'
import { get } from 'node:https'
import { BlockList, type LookupFunction } from 'node:net'

const timeoutMs = 5_000
const maxBytes = 4_096

/**
 * Reads a small text over HTTPS from a public address: no redirects, no private networks (OWASP SSRF),
 * 5 seconds, 4 KiB. Rejects otherwise.
 */
export function fetchPublicText(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { lookup: publicLookup, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      if (response.statusCode !== 200) {
        response.destroy()
        return reject(new Error(`status ${response.statusCode}`))
      }
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > maxBytes) response.destroy(new Error('text too long'))
      })
      response.on('end', () => resolve(text))
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

/** Resolves names to public addresses only; the connection is made to the address that was looked at. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const open = addresses.filter((address) => isPublic(address))
    const [first] = open
    if (first === undefined) return callback(new Error(`${hostname} has no public address`), '', 0)
    if (options.all) return callback(null, open)
    callback(null, first.address, first.family)
  })
}

const closed = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  closed.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  closed.addSubnet(network, bits, 'ipv6')
}

/** Whether an address is reachable from the whole internet (IANA special-purpose registries). */
export function isPublic({ address, family }: LookupAddress): boolean {
  return !closed.check(address, family === 6 ? 'ipv6' : 'ipv4')
}
