import type { ProblemTexts } from '../texts.ts'

/** Dutch texts; see `en.ts`. */
export const problemsNl: Partial<ProblemTexts> = {}
