import type { ProblemTexts } from '../texts.ts'

/** Chinese texts; see `en.ts`. */
export const problemsZh: Partial<ProblemTexts> = {}
