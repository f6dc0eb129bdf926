import type { AccountTexts } from '../texts.ts'

/** French texts; see `en.ts`. */
export const accountFr: Partial<AccountTexts> = {}
