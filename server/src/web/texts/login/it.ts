import type { LoginTexts } from '../texts.ts'

/** Italian texts; see `en.ts`. */
export const loginIt: Partial<LoginTexts> = {}
