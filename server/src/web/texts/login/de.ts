import type { LoginTexts } from '../texts.ts'

/** German texts; see `en.ts`. */
export const loginDe: Partial<LoginTexts> = {}
