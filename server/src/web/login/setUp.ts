import type { Call } from '../../access/call.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import { enrollable, type LoginStep, parseAccountRequest } from '../../features/login-flow/index.ts'
import type { UserId } from '../../kernel/ids.ts'
import { userId } from '../../kernel/ids.ts'
import { accountLink } from '../pages/accountLink.ts'
import { flowLink } from '../pages/flowLink.ts'
import type { Act, Outcome } from '../pages/page.ts'
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

/**
 * Wraps the acts of a page that sets up a factor. If the proofs became too old while the page was open, the account asks for them and leads
 * back to it; a login that an application waits for goes on without the factor.
 */
export function withFreshProofs<Name extends string>(
  kind: FactorName,
  acts: Readonly<Record<Name, Act>>,
): Readonly<Record<Name, Act>> {
  const wrap =
    (act: Act): Act =>
    async (context, form, about) => {
      const isOwn = canSetUp(kind)(context.step, context)
      const stale = isOwn && (await ifStale(context, { page: 'factors-add', about: kind }))
      return stale || act(context, form, about)
    }
  const wrapped = Object.entries<Act>(acts).map(([name, act]) => [name, wrap(act)])
  return Object.fromEntries(wrapped) as Record<Name, Act>
}

/** Where the browser goes if the person's proofs are too old for a change: to a page of the account, or on in the login. */
export async function ifStale(
  context: PageContext,
  page: Parameters<typeof accountLink>[0],
): Promise<Outcome | undefined> {
  const { deps, query, facts } = context
  const refusal = await deps.inProcess.freshProofRefusal(actor(context).call)
  if (refusal === undefined) return undefined
  if (parseAccountRequest(query.get('requestId') ?? '')) {
    return { kind: 'go', to: accountLink(page, { sessionId: facts.session?.sessionId }) }
  }
  return proceed(context, progressOf(context))
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
