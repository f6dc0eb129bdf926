import { domainToUnicode } from 'node:url'
import { hostName } from './hostName.ts'

/**
 * Returns a domain name in the one form in which domains are stored and compared: that of host names, without addresses.
 * Undefined if the text is no domain name.
 */
export function canonicalDomain(text: string): string | undefined {
  const name = hostName(text)
  return name !== undefined && /(^|\.)[a-z][^.]*$/.test(name) ? name : undefined
}

/** Returns the canonical form of a domain to look for; a text that is none is only put into lower case and fits no domain. */
export function domainToFind(text: string): string {
  return canonicalDomain(text) ?? text.trim().toLowerCase()
}

/** Returns a canonical domain in the form that people read, with U-labels. */
export function readableDomain(domain: string): string {
  return domainToUnicode(domain) || domain
}
