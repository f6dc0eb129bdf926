import type { LoginTexts } from '../texts.ts'

/** Spanish texts; see `en.ts`. */
export const loginEs: Partial<LoginTexts> = {}
