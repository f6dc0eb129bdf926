import { domainToASCII } from 'node:url'

const localPart = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}$/u
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

/** An address of one mailbox, as RFC 5321 bounds it (local part 64 bytes, name 253); international names allowed, display names not. */
export function isEmailAddress(value: string): boolean {
  const at = value.lastIndexOf('@')
  if (at < 1 || value.length > 254) return false
  const local = value.slice(0, at)
  if (!localPart.test(local) || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
    return false
  const host = domainToASCII(value.slice(at + 1))
  return host.length > 0 && host.length <= 253 && host.split('.').every((part) => label.test(part))
}

/** A URI or a relative reference (RFC 3986 §4.1): no control characters or spaces, whole percent escapes, a colon only after a scheme. */
export function isUriReference(value: string): boolean {
  if (/[\p{Cc}\s<>"\\^`]/u.test(value) || /%(?![0-9a-f]{2})/i.test(value)) return false
  const firstSegment = value.split(/[/?#]/, 1)[0] ?? ''
  return !firstSegment.includes(':') || /^[a-z][a-z0-9+.-]*:/i.test(firstSegment)
}
