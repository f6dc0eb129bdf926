import { newId } from '../../kernel/ids.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import type { Problem } from '../kit/view.ts'
import { type ProblemFacts, problemText } from '../texts/problemText.ts'
import type { PageContext } from './pageContext.ts'

/** The field at which a refusal is shown, and the values that its text names. */
export type ProblemPlace = Pick<Problem, 'field'> & Pick<ProblemFacts, 'maxAttempts' | 'until'>

/** Returns a refusal as a page shows it. The log has its code under the reference, for the operator to whom a person reads it. */
export function problemOf(
  { t, call, deps }: Pick<PageContext, 't' | 'call' | 'deps'>,
  refusal: Refusal,
  { field, ...facts }: ProblemPlace = {},
): Problem {
  const reference = newId()
  deps.logger.info({ reference, refusal: refusal.code }, 'a page refused a form')
  const text = problemText(t, refusal, { now: call.now, reference, ...facts })
  return { text, ...(field !== undefined && { field }) }
}
