import dns from 'node:dns/promises'
import type { ValidationType } from '../events.ts'
import { fetchPublicText } from './fetchPublicText.ts'

/** Answers whether the token is published at the domain; a domain that cannot be reached has not published it. */
export type DomainProbe = (type: ValidationType, domain: string, token: string) => Promise<boolean>

/** Where the token must be published: the URL of a text file, or the name of a TXT record. */
export function proofLocation(type: ValidationType, domain: string, token: string): string {
  return type === 'http'
    ? `https://${domain}/.well-known/zitadel-challenge/${token}.txt`
    : `_zitadel-challenge.${domain}`
}

/** Looks on the internet, with these two ways of asking it. */
export function internetProbe(
  fetchText: (url: string) => Promise<string> = fetchPublicText,
  txtRecords: (name: string) => Promise<readonly (readonly string[])[]> = (name) => dns.resolveTxt(name),
): DomainProbe {
  return async (type, domain, token) => {
    const location = proofLocation(type, domain, token)
    try {
      if (type === 'http') return (await fetchText(location)).trim() === token
      return (await txtRecords(location)).some((parts) => parts.join('') === token)
    } catch {
      return false
    }
  }
}
