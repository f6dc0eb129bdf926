import type { AccountTexts } from '../texts.ts'

/** Spanish texts; see `en.ts`. */
export const accountEs: Partial<AccountTexts> = {}
