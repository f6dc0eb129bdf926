import type { ProblemTexts } from '../texts.ts'

/** Portuguese texts; see `en.ts`. */
export const problemsPt: Partial<ProblemTexts> = {}
