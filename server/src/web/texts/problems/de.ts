import type { ProblemTexts } from '../texts.ts'

/** German texts; see `en.ts`. */
export const problemsDe: Partial<ProblemTexts> = {}
