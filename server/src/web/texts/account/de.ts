import type { AccountTexts } from '../texts.ts'

/** German texts; see `en.ts`. */
export const accountDe: Partial<AccountTexts> = {}
