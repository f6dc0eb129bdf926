import type { Source } from '../../database/search.ts'
import { ownTexts } from '../custom-texts/index.ts'
import type { Translations } from './events.ts'
import { allTranslations } from './queries.ts'
import { loginKind } from './texts/loginTexts.ts'

/** A level's own texts of the login pages in one language. */
export interface OwnLoginTexts {
  readonly level: 'instance' | 'org'
  readonly locale: string
  /** By screen and name of `LoginCustomText`: `passwordText.title`. */
  readonly screens: Readonly<Record<string, string>>
  /** The translations of the hosted login. */
  readonly translations: Translations
}

/** Reads all own texts of the login pages of an instance and, unless `orgId` is '', of an organization. */
export async function ownLoginTexts(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<readonly OwnLoginTexts[]> {
  const [screens, translations] = await Promise.all([
    ownTexts(source, instanceId, orgId, loginKind.template),
    allTranslations(source, instanceId, orgId),
  ])
  return [
    ...screens.standing.map(({ is_default, language, texts }) => ({
      level: levelOf(is_default),
      locale: language,
      screens: texts,
      translations: {},
    })),
    ...translations.map((row) => ({
      level: levelOf(row.is_default),
      locale: row.locale,
      screens: {},
      translations: row.translations,
    })),
  ]
}

function levelOf(isDefault: boolean): OwnLoginTexts['level'] {
  return isDefault ? 'instance' : 'org'
}
