import type { AccountTexts } from '../texts.ts'

/** Portuguese texts; see `en.ts`. */
export const accountPt: Partial<AccountTexts> = {}
