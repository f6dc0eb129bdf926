import type { AccountTexts } from '../texts.ts'

/** Polish texts; see `en.ts`. */
export const accountPl: Partial<AccountTexts> = {}
