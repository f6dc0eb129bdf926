import { refuseRequest } from '../../features/login-flow/index.ts'
import type { Outcome } from './page.ts'
import type { PageContext } from './pageContext.ts'
import { problemOf } from './problemOf.ts'

/** Refuses the request of the page: the application learns that the person did not want to go on (RFC 6749 §4.1.2.1). */
export async function cancel(context: PageContext): Promise<Outcome> {
  const { deps, login, query } = context
  const refused = await refuseRequest(deps, login, query.get('requestId') ?? '', 'access_denied')
  if (refused.kind === 'answered') return { kind: 'leave', to: refused.url }
  if (refused.kind === 'refused') return { kind: 'again', problems: [problemOf(context, refused.refusal)] }
  return { kind: 'go', to: context.link('login') }
}
