import type { ProblemTexts } from '../texts.ts'

/** Polish texts; see `en.ts`. */
export const problemsPl: Partial<ProblemTexts> = {}
