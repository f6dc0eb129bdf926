import type { Decision } from '../../../kernel/facet.ts'
import { sameJson } from '../../../kernel/json.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { settingEventType } from '../events.ts'
import { type SettingValue, settingKinds } from '../kinds.ts'
import { supportedLanguages } from '../languages.ts'
import { ownSetting, type SettingsState } from '../state.ts'

const languageUnsupported = refuse(
  'restrictions.language_unsupported',
  'invalid_argument',
  'only supported languages can be allowed; ask for the list of supported languages',
)
const languageRepeated = refuse(
  'restrictions.language_repeated',
  'invalid_argument',
  'a language may be named once only; leave the repetition out',
)
const defaultLanguageMissing = refuse(
  'restrictions.default_language_missing',
  'failed_precondition',
  'the default language must stay allowed; include it or choose another default language first',
)

/** Changes the restrictions that are given and leaves the others; nothing new is no event (admin SetRestrictions). */
export function setRestrictions(
  state: SettingsState,
  given: Partial<SettingValue<'restrictions'>>,
  defaultLanguage: string,
): Decision {
  const languages = given.allowedLanguages ?? []
  if (languages.some((language) => !supportedLanguages.includes(language))) return languageUnsupported
  if (new Set(languages).size < languages.length) return languageRepeated
  if (languages.length > 0 && !languages.includes(defaultLanguage)) return defaultLanguageMissing
  const before = ownSetting(state, 'restrictions') ?? settingKinds.restrictions.initial
  const value = { ...before, ...given }
  if (sameJson(before, value)) return []
  return [{ type: settingEventType('instance', 'restrictions', 'set'), payload: value }]
}
