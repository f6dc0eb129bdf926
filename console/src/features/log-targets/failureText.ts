import { sentenceOf } from '../../api/problem.ts'
import type { DeliveryFailure } from './target.ts'
import { texts } from './texts.ts'

type Problem = keyof typeof texts.problems

/** Returns the sentence of a failure; that of the server for one that only a newer or older server knows. */
export function failureText(failure: DeliveryFailure | null, sentence: string): string {
  if (failure === null || !Object.hasOwn(texts.problems, failure.problem)) return sentenceOf(sentence)
  const text = texts.problems[failure.problem as Problem]
  if (typeof text === 'string') return text
  const detail = failure.status ?? failure.cause
  return detail === null ? sentenceOf(sentence) : text(String(detail))
}
