import dns from 'node:dns/promises'
import type { Outbound } from '../../../outbound/outbound.ts'
import type { ValidationType } from '../events.ts'

/** Resolves to true if the token is published at the domain, to false also if the domain cannot be reached. */
export type DomainProbe = (type: ValidationType, domain: string, token: string) => Promise<boolean>

/** Returns the place where the token must be published: the URL of a text file, or the name of a TXT record. */
export function proofLocation(type: ValidationType, domain: string, token: string): string {
  return type === 'http'
    ? `https://${domain}/.well-known/zitadel-challenge/${token}.txt`
    : `_zitadel-challenge.${domain}`
}

const limits = { timeout: 5_000, maxBytes: 4_096 }

/** Looks for the token over HTTPS, without redirects, or in the DNS. */
export function internetProbe(
  outbound: Pick<Outbound, 'request'>,
  txtRecords: (name: string) => Promise<readonly (readonly string[])[]> = (name) => dns.resolveTxt(name),
): DomainProbe {
  return async (type, domain, token) => {
    const location = proofLocation(type, domain, token)
    try {
      if (type === 'http') {
        const { status, body } = await outbound.request(location, limits)
        return status === 200 && body.toString().trim() === token
      }
      return (await txtRecords(location)).some((parts) => parts.join('') === token)
    } catch {
      return false
    }
  }
}
