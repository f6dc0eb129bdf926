const base64Form = /^[A-Za-z0-9+/]*$/

/**
 * Decodes base64 as hash generators write it: padded or not, `.` for `+` (passlib), or the URL-safe alphabet. Returns undefined for other
 * characters and lengths, and for nothing.
 */
export function readBase64(text: string | undefined): Buffer | undefined {
  if (text === undefined || text === '') return undefined
  const plain = text.replace(/={1,2}$/, '')
  const padded = plain.length !== text.length
  const standard = plain.replaceAll('.', '+').replaceAll('-', '+').replaceAll('_', '/')
  if (!base64Form.test(standard) || standard.length % 4 === 1) return undefined
  if (padded && text.length % 4 !== 0) return undefined
  return Buffer.from(standard, 'base64')
}

/** Decodes hexadecimal digits; undefined for others, for an odd number of them, and for none. */
export function readHex(text: string | undefined): Buffer | undefined {
  return text && /^(?:[0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : undefined
}

/** Reads a decimal number without sign and leading zeros; undefined if it is none or above 2^32 - 1. */
export function readCount(text: string | undefined): number | undefined {
  if (text === undefined || !/^(?:0|[1-9]\d{0,9})$/.test(text)) return undefined
  const value = Number(text)
  return value < 2 ** 32 ? value : undefined
}

/**
 * Reads the parameters of the PHC string format (`m=65536,t=3,p=4`) in any order. Returns undefined unless each of the
 * names occurs once, and no other except the optional ones.
 */
export function readParameters<Name extends string, Optional extends string = never>(
  text: string | undefined,
  names: readonly Name[],
  optional: readonly Optional[] = [],
): (Record<Name, string> & Partial<Record<Optional, string>>) | undefined {
  const known: readonly string[] = [...names, ...optional]
  const found: Record<string, string> = {}
  for (const part of (text ?? '').split(',')) {
    const [, name = '', value = ''] = /^([a-z]+)=([^=]+)$/.exec(part) ?? []
    if (!known.includes(name) || name in found) return undefined
    found[name] = value
  }
  if (!names.every((name) => name in found)) return undefined
  return found as Record<Name, string> & Partial<Record<Optional, string>>
}
