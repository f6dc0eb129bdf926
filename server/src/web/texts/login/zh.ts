import type { LoginTexts } from '../texts.ts'

/** Chinese texts; see `en.ts`. */
export const loginZh: Partial<LoginTexts> = {}
