import type { ProblemTexts } from '../texts.ts'

/** French texts; see `en.ts`. */
export const problemsFr: Partial<ProblemTexts> = {}
