import type { PageContext } from '../pages/pageContext.ts'
import { shownPolicy } from '../pages/parts.ts'

/** What the code of a mail is for. */
export type Purpose = 'email' | 'invite' | 'initialize'

/** Returns what the page's code is for: as the link says, else as the login needs it. */
export function purposeOf({ query, step, ...context }: PageContext): Purpose {
  if (isByLink({ query, ...context })) {
    if (query.get('initialization') === 'true') return 'initialize'
    return query.get('invite') === 'true' ? 'invite' : 'email'
  }
  if (step.kind === 'initialize') return 'initialize'
  return step.kind === 'set_up_first' ? 'invite' : 'email'
}

/** Whether the page was opened by the link of a mail, which names its user and brings the code. */
export function isByLink({ query }: Pick<PageContext, 'query'>): boolean {
  return query.has('userId') && query.has('code')
}

/** Returns the user whose code it is: of the link, else of the login. */
export function addressedTo(context: Pick<PageContext, 'query' | 'facts'>): string | undefined {
  const { query, facts } = context
  return (isByLink(context) ? query.get('userId') : undefined) ?? facts.person?.userId
}

/** Whether the code comes with the first password: an initialization sets one wherever passwords are allowed. */
export function setsPassword(context: PageContext): boolean {
  if (purposeOf(context) !== 'initialize') return false
  const { facts } = context
  const policy = isByLink(context) ? facts.context : shownPolicy(facts)
  return policy.allowUsernamePassword
}
