import { domainToASCII } from 'node:url'

/** ASCII that no host name contains; `domainToASCII` would read some of it as the rest of a URL. */
const foreign = /[\0-,/:-@[-`{-\x7f]/
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
/** `domainToASCII` returns this form for every name whose last label is a number, or nothing (URL standard, "ends in a number"). */
const ipv4 = /^\d+(\.\d+){3}$/
/** The full stop and the characters that UTS 46 maps to it. */
const finalDot = /[.\u3002\uff0e\uff61]$/

/**
 * Returns a host name in the one form in which it is stored and compared: mapped by UTS 46 (non-transitional), with A-labels
 * (RFC 5890 §2.3.2.1) in lower case, without the dot that ends a fully qualified name (RFC 3986 §3.2.2). An IPv4 address stays
 * as it is. Undefined for all else (RFC 1123 §2.1), such as names whose last label URLs read as a number.
 */
export function hostName(text: string): string | undefined {
  const written = text.trim().replace(finalDot, '')
  if (foreign.test(written)) return undefined
  const name = domainToASCII(written)
  if (ipv4.test(name)) return name === written ? name : undefined
  return name.length <= 253 && name.split('.').every((one) => label.test(one)) ? name : undefined
}

/** Returns the names by which a host may be stored: as it is written, in lower case, and in the one form of today. */
export function hostsToFind(text: string): readonly string[] {
  return [text.trim().toLowerCase(), hostName(text)].filter((name) => name !== undefined)
}

/** Returns the name by which a host is stored here; earlier versions stored some as they were written, such as `localhost.`. */
export function storedHost(hosts: Readonly<Record<string, unknown>>, text: string): string | undefined {
  return hostsToFind(text).find((name) => Object.hasOwn(hosts, name))
}

/** Whether a name ends in the dot of a fully qualified one. */
export function endsInDot(name: string): boolean {
  return finalDot.test(name)
}
