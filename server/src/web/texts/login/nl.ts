import type { LoginTexts } from '../texts.ts'

/** Dutch texts; see `en.ts`. */
export const loginNl: Partial<LoginTexts> = {}
