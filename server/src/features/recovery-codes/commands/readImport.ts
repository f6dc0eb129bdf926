import { isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { readImportedHash } from '../../passwords/index.ts'
import { codesPerSet, significantCode } from '../recoveryCode.ts'
import { tooMany } from './changeCodes.ts'

const malformed = refuse(
  'second_factor.recovery_codes_import_malformed',
  'invalid_argument',
  'an imported recovery code has at least 8 letters, digits and signs of ASCII, spaces and hyphens not counted; leave others out',
)
const repeated = refuse(
  'second_factor.recovery_codes_import_repeated',
  'invalid_argument',
  'two of these recovery codes are the same; send each code once',
)
const tooCostly = refuse(
  'second_factor.recovery_codes_import_too_costly',
  'invalid_argument',
  'comparing a code with all these hashes takes more than a second of one core; leave some out, or generate new codes',
)

/** A code that a person has from another system, as text or as an encoded hash; undefined if the request left it out. */
export type ImportedCode =
  | { readonly case: 'raw' | 'hash'; readonly value: string }
  | { readonly case: undefined }

/** The codes of an import: texts to be hashed, and hashes that can be checked at a bounded cost. */
interface ReadCodes {
  readonly texts: readonly string[]
  readonly hashes: readonly string[]
}

/**
 * Reads the codes of an import. A check compares a code with all hashes, which together may cost as much as a password, and a second time if
 * it was typed with capitals: at most two seconds of one core, in the turn of its organization.
 */
export function readImport(codes: readonly ImportedCode[]): ReadCodes | Refusal {
  if (codes.length > codesPerSet) return tooMany
  const valuesOf = (kind: ImportedCode['case']) =>
    codes.flatMap((code) => (code.case !== undefined && code.case === kind ? [code.value] : []))
  const texts = valuesOf('raw').map(significantCode)
  const hashes = valuesOf('hash')
  if (texts.length + hashes.length < codes.length) return malformed
  if (!texts.every((text) => /^[!-~]{8,}$/.test(text))) return malformed
  if (new Set(texts).size < texts.length || new Set(hashes).size < hashes.length) return repeated
  let seconds = 0
  for (const encoded of hashes) {
    const hash = readImportedHash(encoded)
    if (isRefusal(hash)) return hash
    seconds += hash.seconds
  }
  return seconds > 1 ? tooCostly : { texts, hashes }
}
