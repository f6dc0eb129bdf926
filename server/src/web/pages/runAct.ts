import { DomainError } from '../../kernel/refusal.ts'
import type { Act, Outcome } from './page.ts'
import type { PageContext } from './pageContext.ts'
import { problemOf } from './problemOf.ts'

/** Runs an act; a refusal that it throws is shown on the page. */
export async function runAct(
  act: Act,
  context: PageContext,
  form: URLSearchParams,
  about: string,
): Promise<Outcome> {
  try {
    return await act(context, form, about)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { kind: 'again', problems: [problemOf(context, error.refusal)] }
  }
}
