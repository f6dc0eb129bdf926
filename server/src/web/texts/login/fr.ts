import type { LoginTexts } from '../texts.ts'

/** French texts; see `en.ts`. */
export const loginFr: Partial<LoginTexts> = {}
