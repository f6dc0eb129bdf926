import type { AccountTexts } from '../texts.ts'

/** Japanese texts; see `en.ts`. */
export const accountJa: Partial<AccountTexts> = {}
