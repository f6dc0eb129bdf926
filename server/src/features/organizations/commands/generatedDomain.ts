import { sha256Hex } from '../../../kernel/crypto/sha256.ts'
import { canonicalDomain } from '../../../kernel/text/canonicalDomain.ts'
import { foldText, mapWidth } from '../../../kernel/text/foldText.ts'

const longestLabel = 63
const ascii = /^[\0-\x7f]*$/
const ignorable = /\p{Default_Ignorable_Code_Point}/gu
/** Characters that no label has; combining marks are part of the letters of many scripts. */
const foreign = /[^\p{L}\p{M}\p{Nd}-]/gu

/**
 * Generates an organization's domain from its name: a label of at most 63 octets (RFC 1035 §2.3.4) before the suffix. Spaces
 * become hyphens; letters, digits and hyphens stay, in any script as an A-label (RFC 5890 §2.3.2.1). If that loses characters
 * beyond ASCII or the label is not valid (too long, mixed directions), a digest of the name keeps similar names apart. Undefined
 * for a name of ASCII punctuation only.
 */
export function generatedDomain(name: string, suffix: string): string | undefined {
  const text = mapWidth(name.trim()).replace(ignorable, '').normalize('NFC').toLowerCase()
  const spaced = text.replace(/\s/gu, '-')
  const kept = trimHyphens(spaced.replace(foreign, ''))
  const isWhole = ascii.test(text.replace(/[\p{L}\p{M}\p{Nd}\s]/gu, ''))
  if (isWhole && kept === '') return undefined
  const label = isWhole ? validLabel(ascii.test(kept) ? shorten(kept, longestLabel) : kept) : undefined
  return `${label ?? labelWithDigest(name, kept)}.${suffix.toLowerCase()}`
}

/** The domain that version 0.2.0 generated: only ASCII letters, digits and hyphens stayed. */
export function formerDomain(name: string, suffix: string): string | undefined {
  const text = name.trim().toLowerCase().replace(/\s/g, '-')
  const label = shorten(trimHyphens(text.replace(/[^a-z0-9-]/g, '')), longestLabel)
  return label === '' ? undefined : `${label}.${suffix.toLowerCase()}`
}

function validLabel(text: string): string | undefined {
  return canonicalDomain(`${text}.example`)?.split('.')[0]
}

function labelWithDigest(name: string, kept: string): string {
  const digest = sha256Hex(foldText(name.trim())).slice(0, 8)
  const readable = trimHyphens(kept.replace(/[^a-z0-9-]/g, '').replace(/-+/g, '-'))
  return `${shorten(readable === '' ? 'org' : readable, longestLabel - digest.length - 1)}-${digest}`
}

function trimHyphens(label: string): string {
  return label.replace(/^-+/, '').replace(/-+$/, '')
}

function shorten(label: string, length: number): string {
  return label.slice(0, length).replace(/-+$/, '')
}
