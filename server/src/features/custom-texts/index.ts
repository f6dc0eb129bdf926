import type { Feature } from '../manifest.ts'
import { customTextMigrations } from './migrations.ts'
import { customTextsFacet } from './state.ts'

export { effectiveTexts, type OwnTexts } from './effectiveTexts.ts'
export type { Level } from './events.ts'
export { levelTexts, type TextReading } from './levelTexts.ts'
export { ownTexts } from './queries.ts'
export type { TextKind } from './textKind.ts'

/** Texts that instances and organizations write in place of the product's: messages, login pages. */
export const customTexts: Feature = {
  name: 'custom-texts',
  migrations: customTextMigrations,
  tables: ['custom_texts'],
  facets: [customTextsFacet],
}
