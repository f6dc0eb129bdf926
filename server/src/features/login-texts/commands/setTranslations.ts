import type { Level } from '../../../access/level.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { canonicalJson, type Json, type JsonObject } from '../../../kernel/json.ts'
import { type Refusal, refuse } from '../../../kernel/refusal.ts'
import { canonicalLanguage } from '../../../kernel/text/languageTag.ts'
import { type HostedLoginEvent, type Translations, translationsSet } from '../events.ts'
import type { HostedLoginState } from '../state.ts'

const ownerMissing = refuse(
  'hosted_login.organization_not_found',
  'not_found',
  'this organization does not exist; check the organization id',
)
const notTree = refuse(
  'hosted_login.translations_invalid',
  'invalid_argument',
  'a translation is neither a text nor an object of texts; use at most 8 levels of objects',
)
const tooLarge = refuse(
  'hosted_login.translations_too_large',
  'invalid_argument',
  'the translations of this locale exceed 128 kB of JSON; shorten them',
)
const localeInvalid = refuse(
  'hosted_login.locale_invalid',
  'invalid_argument',
  'the locale is no language tag; use one such as de or de-CH',
)

const deepest = 8
const mostBytes = 128 * 1024

/** Returns the canonical form of a locale (BCP 47); its language must have two or three letters. */
export function parseLocale(text: string): string | Refusal {
  const locale = canonicalLanguage(text)
  return locale !== undefined && /^[a-z]{2,3}(-|$)/.test(locale) ? locale : localeInvalid
}

/** Replaces the hosted login's translations of a locale; an empty tree removes them. */
export function setTranslations(
  state: HostedLoginState,
  level: Level,
  locale: string,
  translations: JsonObject,
): Decision<HostedLoginEvent> {
  if (!state.exists) return ownerMissing
  if (!isTree(translations, deepest)) return notTree
  const json = canonicalJson(translations)
  if (new TextEncoder().encode(json).length > mostBytes) return tooLarge
  if (json === canonicalJson(state.locales[locale] ?? {})) return []
  return [translationsSet[level]({ locale, translations })]
}

function isTree(value: Json | undefined, depth: number): value is Translations {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) return false
  return Object.values(value).every((member) => typeof member === 'string' || isTree(member, depth - 1))
}
