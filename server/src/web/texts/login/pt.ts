import type { LoginTexts } from '../texts.ts'

/** Portuguese texts; see `en.ts`. */
export const loginPt: Partial<LoginTexts> = {}
