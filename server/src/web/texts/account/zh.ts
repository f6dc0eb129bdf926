import type { AccountTexts } from '../texts.ts'

/** Chinese texts; see `en.ts`. */
export const accountZh: Partial<AccountTexts> = {}
