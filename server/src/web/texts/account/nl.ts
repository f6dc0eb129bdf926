import type { AccountTexts } from '../texts.ts'

/** Dutch texts; see `en.ts`. */
export const accountNl: Partial<AccountTexts> = {}
