import type { CheckRequest } from '../../access/factor.ts'
import { advance } from '../../features/browsers/index.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Outcome } from './page.ts'
import type { PageContext } from './pageContext.ts'
import { problemOf } from './problemOf.ts'
import { proceed } from './proceed.ts'

/**
 * Checks a factor of the page's person and goes on. The session is made by the first check; a refused check is shown at `field`.
 */
export async function check(
  context: PageContext,
  checks: Omit<CheckRequest, 'user' | 'userId'>,
  field: string,
): Promise<Outcome> {
  const { deps, call, browser, facts } = context
  const { person, session } = facts
  if (person === undefined) throw new Error('a check without a person')
  const target = session ? { sessionId: session.sessionId } : { userId: person.userId }
  const advanced = await advance(deps, call, browser, { ...target, checks })
  if (isRefusal(advanced)) return { kind: 'again', problems: [problemOf(context, advanced, { field })] }
  return proceed(context, advanced)
}
