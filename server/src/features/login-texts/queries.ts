import type { Source } from '../../database/search.ts'
import type { Translations } from './events.ts'

/** A level's own translations for a locale. */
export interface TranslationRow {
  readonly locale: string
  readonly is_default: boolean
  readonly translations: Translations
}

/** Reads own translations of the instance and, unless `orgId` is '', of an organization. */
export async function ownTranslations(
  source: Source,
  instanceId: string,
  orgId: string,
  locales: readonly string[],
): Promise<readonly TranslationRow[]> {
  return source.query<TranslationRow>(
    `select locale, is_default, translations from hosted_login_translations
      where instance_id = $1 and locale = any($2::text[])
        and ((owner = $3 and not is_default) or (owner = $1 and is_default))`,
    [instanceId, locales, orgId],
  )
}

/** Reads own translations in all locales, like `ownTranslations`. */
export async function allTranslations(
  source: Source,
  instanceId: string,
  orgId: string,
): Promise<readonly TranslationRow[]> {
  return source.query<TranslationRow>(
    `select locale, is_default, translations from hosted_login_translations
      where instance_id = $1 and ((owner = $2 and not is_default) or (owner = $1 and is_default))`,
    [instanceId, orgId],
  )
}
