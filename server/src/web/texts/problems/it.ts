import type { ProblemTexts } from '../texts.ts'

/** Italian texts; see `en.ts`. */
export const problemsIt: Partial<ProblemTexts> = {}
