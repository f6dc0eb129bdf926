import type { X509Certificate } from 'node:crypto'

/** The name by which a client's certificate is recognized (RFC 8705 §2.1.2); a client registers one of them. */
export type CertificateName =
  | { readonly kind: 'subject_dn'; readonly value: string }
  | { readonly kind: 'san_dns' | 'san_uri' | 'san_ip' | 'san_email'; readonly value: string }

const labels = { san_dns: 'DNS', san_uri: 'URI', san_ip: 'IP Address', san_email: 'email' } as const

/** Whether the certificate has the name: the whole subject, or one of its alternative names, exactly. */
export function hasName(certificate: X509Certificate, name: CertificateName): boolean {
  if (name.kind === 'subject_dn') return isSameSubject(certificate.subject, name.value)
  const wanted = normalized(name)
  const label = labels[name.kind]
  return alternativeNames(certificate.subjectAltName ?? '').some(
    (one) => one.label === label && normalized({ ...name, value: one.value }) === wanted,
  )
}

/** Host names differ in case without a difference, IP addresses in their spelling. */
function normalized({ kind, value }: CertificateName): string {
  if (kind === 'san_dns') return value.toLowerCase()
  if (kind !== 'san_ip' || !value.includes(':')) return value
  const url = `http://[${value}]`
  return URL.canParse(url) ? new URL(url).hostname : value
}

const alternativeName = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/y

/** Parses Node.js's text of alternative names, in which unusual values are JSON; none if a part has another form. */
function alternativeNames(text: string): readonly { readonly label: string; readonly value: string }[] {
  const names: { label: string; value: string }[] = []
  alternativeName.lastIndex = 0
  while (alternativeName.lastIndex < text.length) {
    const [, label, value] = alternativeName.exec(text) ?? []
    if (label === undefined || value === undefined) return []
    names.push({ label, value: value.startsWith('"') ? String(JSON.parse(value)) : value })
  }
  return names
}

/** Compares Node.js's lines of a subject, most general first, with the text of RFC 4514, most specific first. */
function isSameSubject(lines: string, dn: string): boolean {
  const wanted = parseDn(dn)
  const held = parseDn(
    lines
      .split('\n')
      .reverse()
      .map((line) => line.replaceAll(/(?<!\\) \+ /g, '+'))
      .join(','),
  )
  return wanted !== undefined && held !== undefined && JSON.stringify(wanted) === JSON.stringify(held)
}

const attribute = /\s*([A-Za-z][\w-]*|[\d.]+)\s*=\s*((?:[^,+"\\]|\\[0-9A-Fa-f]{2}|\\[^0-9A-Fa-f])*)(,|\+|$)/y

const oids: Readonly<Record<string, string>> = {
  '2.5.4.3': 'cn',
  '2.5.4.6': 'c',
  '2.5.4.7': 'l',
  '2.5.4.8': 'st',
  '2.5.4.10': 'o',
  '2.5.4.11': 'ou',
  '0.9.2342.19200300.100.1.1': 'uid',
  '0.9.2342.19200300.100.1.25': 'dc',
  '1.2.840.113549.1.9.1': 'emailaddress',
}

/** Parses a distinguished name into its relative names, whose attributes have no order; undefined if malformed. */
function parseDn(text: string): readonly (readonly string[])[] | undefined {
  const names: string[][] = []
  let current: string[] = []
  let end: string | undefined = ','
  attribute.lastIndex = 0
  while (end !== '' && end !== undefined) {
    const [, type, value, separator] = attribute.exec(text) ?? []
    if (type === undefined || value === undefined) return undefined
    current.push(`${oids[type] ?? type.toLowerCase()}=${unescaped(value)}`)
    end = separator
    if (end !== '+') {
      names.push(current.sort())
      current = []
    }
  }
  return names
}

/** Resolves RFC 4514 §2.4's escapes: of a character, and of a byte of UTF-8; unescaped spaces at the ends do not count. */
function unescaped(value: string): string {
  const trimmed = value.replace(/^ +/, '').replace(/(?<!\\) +$/, '')
  const parts = trimmed.match(/(?:\\[0-9A-Fa-f]{2})+|\\.|[^\\]+/g) ?? []
  return parts
    .map((part) =>
      /^\\[0-9A-Fa-f]{2}/.test(part)
        ? Buffer.from(part.replaceAll('\\', ''), 'hex').toString('utf8')
        : part.startsWith('\\')
          ? part.slice(1)
          : part,
    )
    .join('')
}
