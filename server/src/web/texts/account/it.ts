import type { AccountTexts } from '../texts.ts'

/** Italian texts; see `en.ts`. */
export const accountIt: Partial<AccountTexts> = {}
