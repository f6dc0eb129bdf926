import type { ProblemTexts } from '../texts.ts'

/** Spanish texts; see `en.ts`. */
export const problemsEs: Partial<ProblemTexts> = {}
