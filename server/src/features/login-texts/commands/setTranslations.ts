import type { Decision } from '../../../kernel/facet.ts'
import { canonicalJson, type Json, type JsonObject } from '../../../kernel/json.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { HostedLoginState } from '../state.ts'

const ownerMissing = refuse(
  'hosted_login.organization_not_found',
  'not_found',
  'this organization does not exist; check the organization id',
)
const notTexts = refuse(
  'hosted_login.translations_invalid',
  'invalid_argument',
  'translations must be texts, or objects of texts, at most 8 levels deep',
)
const tooLarge = refuse(
  'hosted_login.translations_too_large',
  'invalid_argument',
  'the translations of one locale may have 128 kB at most, written as JSON',
)
const localeInvalid = refuse(
  'hosted_login.locale_invalid',
  'invalid_argument',
  'the locale must be a language tag such as de or de-CH',
)

const deepest = 8
const mostBytes = 128 * 1024

/** The canonical form of a locale (BCP 47) whose language has two or three letters. */
export function parseLocale(text: string): string | Refusal {
  if (!/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{1,8})*$/.test(text)) return localeInvalid
  try {
    return Intl.getCanonicalLocales(text)[0] ?? localeInvalid
  } catch (error) {
    if (error instanceof RangeError) return localeInvalid
    throw error
  }
}

/** Puts the hosted login's translations of a locale in place of those before; empty ones take them away. */
export function setTranslations(
  state: HostedLoginState,
  level: 'instance' | 'org',
  locale: string,
  translations: JsonObject,
): Decision {
  if (!state.exists) return ownerMissing
  if (!isTexts(translations, deepest)) return notTexts
  const json = canonicalJson(translations)
  if (new TextEncoder().encode(json).length > mostBytes) return tooLarge
  if (json === canonicalJson(state.locales[locale] ?? {})) return []
  return [{ type: `${level}.hosted_login_translation.set`, payload: { locale, translations } }]
}

function isTexts(value: Json | undefined, depth: number): boolean {
  if (typeof value === 'string') return true
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) return false
  return Object.values(value as JsonObject).every((member) => isTexts(member, depth - 1))
}
