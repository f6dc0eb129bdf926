import type { Decision } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { canonicalLanguage } from '../../../kernel/text/languageTag.ts'
import { settingEvents } from '../events.ts'
import { type SettingValue, settingKinds } from '../kinds.ts'
import { supportedLanguages } from '../languages.ts'
import { ownSetting, type SettingsState } from '../state.ts'

const languageUnsupported = refuse(
  'restrictions.language_unsupported',
  'invalid_argument',
  'this language is not supported; allow only languages of the list of supported ones',
)
const languageRepeated = refuse(
  'restrictions.language_repeated',
  'invalid_argument',
  'a language is named twice; remove the repetition',
)
const nothingGiven = refuse(
  'restrictions.nothing_given',
  'invalid_argument',
  'the request names no restriction; send at least one',
)
const defaultLanguageMissing = refuse(
  'restrictions.default_language_missing',
  'failed_precondition',
  'the default language is missing; include it or choose another default language first',
)

/** Changes the given restrictions and keeps the others; present values again
 * succeed without an event (admin SetRestrictions). */
export function setRestrictions(
  state: SettingsState,
  input: Partial<SettingValue<'restrictions'>>,
  defaultLanguage: string,
): Decision {
  if (Object.keys(input).length === 0) return nothingGiven
  const languages = (input.allowedLanguages ?? []).map((language) => canonicalLanguage(language) ?? '')
  if (languages.some((language) => !supportedLanguages.includes(language))) return languageUnsupported
  if (new Set(languages).size < languages.length) return languageRepeated
  if (languages.length > 0 && !languages.includes(defaultLanguage)) return defaultLanguageMissing
  const before = ownSetting(state, 'restrictions') ?? settingKinds.restrictions.initial
  const value = { ...before, ...input, ...(input.allowedLanguages && { allowedLanguages: languages }) }
  if (sameJson(before, value)) return []
  return [settingEvents.instance.restrictions.set(value)]
}
