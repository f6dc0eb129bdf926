import type { Feature } from '../manifest.ts'
import { customTextMigrations } from './migrations.ts'
import { customTextsFacet } from './state.ts'

export { effectiveTexts, type OwnTexts } from './effectiveTexts.ts'
export { levelTexts, type TextReading } from './levelTexts.ts'
export { ownTexts } from './queries.ts'
export type { TextKind } from './textKind.ts'

/** Texts of messages and login pages that instances and organizations set in place of the product's. */
export const customTexts: Feature = {
  name: 'custom-texts',
  migrations: customTextMigrations,
  tables: ['custom_texts'],
  facets: [customTextsFacet],
}
