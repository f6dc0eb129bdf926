import type { LoginTexts } from '../texts.ts'

/** Polish texts; see `en.ts`. */
export const loginPl: Partial<LoginTexts> = {}
