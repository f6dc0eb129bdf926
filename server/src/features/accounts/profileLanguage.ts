import { accept, refuse } from '../../kernel/refusal.ts'
import { canonicalLanguage } from '../../kernel/text/languageTag.ts'

const languageInvalid = refuse(
  'user.language_invalid',
  'invalid_argument',
  'the preferred language is no language tag (BCP 47); send one such as de or de-CH',
)

/** Returns the canonical form of a preferred language (RFC 5646 §4.5), `und` for an empty one. Throws invalid_argument. */
export function profileLanguage(text: string | undefined): string {
  return text ? accept(canonicalLanguage(text) ?? languageInvalid) : 'und'
}
