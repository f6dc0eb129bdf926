import type { LoginTexts } from '../texts.ts'

/** Japanese texts; see `en.ts`. */
export const loginJa: Partial<LoginTexts> = {}
