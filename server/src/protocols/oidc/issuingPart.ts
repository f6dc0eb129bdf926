import type { TokenLifetimes } from '../../features/oidc-sessions/index.ts'
import { oidcSettingsOf, oidcSettingsSql } from '../../features/settings/index.ts'
import type { LookupPart } from './lookup.ts'

/** The columns of the instance that issuing tokens needs. */
export interface IssuingColumns {
  readonly oidc_settings: TokenLifetimes | null
  /** The project of Sallyport's own APIs. */
  readonly iam_project_id: string | null
}

/** SQL of the id of the project of Sallyport's own APIs. */
export const iamProjectSql =
  '(select ip.project_id from iam_projects ip where ip.instance_id = i.instance_id)'

/** Reads the lifetimes of tokens and the project of Sallyport's own APIs. */
export const issuingPart: LookupPart<never, IssuingColumns> = {
  keys: [],
  joins: '',
  columns: {
    oidc_settings: oidcSettingsSql('i.instance_id'),
    iam_project_id: iamProjectSql,
  },
  reads: () => ({}),
}

/** Returns the lifetimes that the instance has set, else the product's. */
export function lifetimesOf({ oidc_settings }: IssuingColumns): TokenLifetimes {
  return oidcSettingsOf(oidc_settings)
}
