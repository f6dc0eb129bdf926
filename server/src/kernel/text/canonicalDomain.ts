import { domainToASCII, domainToUnicode } from 'node:url'

/** ASCII that no host name contains; `domainToASCII` would read some of it as the rest of a URL. */
const foreign = /[\0-,/:-@[-`{-\x7f]/
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Returns a host name in the one form in which domains are stored and compared: mapped by UTS 46 (non-transitional), with
 * A-labels (RFC 5890 §2.3.2.1) in lower case. Undefined if the text is not a host name (RFC 1123 §2.1), or an address.
 */
export function canonicalDomain(text: string): string | undefined {
  const trimmed = text.trim()
  if (foreign.test(trimmed)) return undefined
  const name = domainToASCII(trimmed)
  const labels = name.split('.')
  const valid = labels.every((one) => label.test(one))
  return valid && name.length <= 253 && /^[a-z]/.test(labels.at(-1) ?? '') ? name : undefined
}

/** Returns the canonical form of a domain to look for; a text that is none is only put into lower case and fits no domain. */
export function domainToFind(text: string): string {
  return canonicalDomain(text) ?? text.trim().toLowerCase()
}

/** Returns a canonical domain in the form that people read, with U-labels. */
export function readableDomain(domain: string): string {
  return domainToUnicode(domain) || domain
}
