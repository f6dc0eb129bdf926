import type { ProblemTexts } from '../texts.ts'

/** Japanese texts; see `en.ts`. */
export const problemsJa: Partial<ProblemTexts> = {}
