import type { Call } from '../../access/call.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import { enrollable, type LoginStep } from '../../features/login-flow/index.ts'
import type { UserId } from '../../kernel/ids.ts'
import { userId } from '../../kernel/ids.ts'
import { flowLink } from '../pages/flowLink.ts'
import type { Outcome } from '../pages/page.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { type Progress, proceed } from '../pages/proceed.ts'

/**
 * Whether the person can set up a factor of this kind: the step demands or offers it, or nothing is left to do and they come by
 * themselves. The session holds proofs in each case, so an existing second factor was proved.
 */
export function canSetUp(kind: FactorName) {
  return (step: LoginStep, { facts, person }: PageContext): boolean => {
    if (person === undefined) return false
    if (step.kind === 'enrol') return step.options.includes(kind)
    if (step.kind === 'set_up_first') return step.proved && step.options.some((option) => option === kind)
    return step.kind === 'done' && enrollable(facts).includes(kind)
  }
}

/** The person who sets something up, and the call that acts as them. */
export function actor({ person, facts }: PageContext): { readonly call: Call; readonly userId: UserId } {
  if (person === undefined || facts.person === undefined) throw new Error('a set-up without a person')
  return { call: person, userId: userId(facts.person.userId) }
}

/** Returns the session of the page, for going on without another proof. */
export function progressOf({ facts, browser }: PageContext): Progress {
  if (!facts.person || !facts.session || !browser) throw new Error('a page without a session')
  return { userId: facts.person.userId, sessionId: facts.session.sessionId, browser }
}

/** Goes on after something was set up: a new second factor is checked next, and then recovery codes are offered. */
export function afterSetUp(context: PageContext, progress = progressOf(context)): Promise<Outcome> {
  return proceed(afterwards(context), progress)
}

/** Returns the context of a page after a set-up, whose links remember it. */
export function afterwards(context: PageContext): PageContext {
  const query = new URLSearchParams(context.query)
  query.set('set_up', 'true')
  return { ...context, query, link: (page, parameters) => flowLink(query, page, parameters) }
}
