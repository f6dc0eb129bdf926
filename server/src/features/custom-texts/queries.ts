import type { Source } from '../../database/search.ts'
import type { OwnTexts } from './effectiveTexts.ts'

/** The own texts of one template: the organization's and the instance's, in all languages. */
export interface OwnTextsRead {
  /** Empty for a level that has none. */
  readonly levels: readonly [org: OwnTexts, instance: OwnTexts]
  /** One row per level and language. */
  readonly standing: readonly TextRow[]
}

/** One entry of own texts. */
export interface TextRow {
  readonly language: string
  readonly is_default: boolean
  readonly texts: Readonly<Record<string, string>>
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

/** Reads the own texts of a template; `orgId` '' leaves out the organization's level. */
export async function ownTexts(
  source: Source,
  instanceId: string,
  orgId: string,
  template: string,
): Promise<OwnTextsRead> {
  const rows = await source.query<TextRow>(
    `select language, is_default, texts, created_at, changed_at, sequence from custom_texts
      where instance_id = $1 and template = $2
        and ((owner = $3 and not is_default) or (owner = $1 and is_default))`,
    [instanceId, template, orgId],
  )
  const level = (isDefault: boolean): OwnTexts =>
    Object.fromEntries(
      rows.filter((row) => row.is_default === isDefault).map(({ language, texts }) => [language, texts]),
    )
  return { levels: [level(false), level(true)], standing: rows }
}
