import { isAllowedKind } from '../../access/assurance.ts'
import { type FactorName, ownKinds } from '../../access/factorKinds.ts'
import type { SetCookie } from '../../contract/endpoint.ts'
import { type BrowserHandle, heldBy } from '../../features/browsers/index.ts'
import {
  type Finished,
  type FlowFacts,
  finish,
  type LoginStep,
  nextStep,
  parseAccountRequest,
  readFacts,
} from '../../features/login-flow/index.ts'
import { linkSession } from '../../features/sessions/index.ts'
import { isAppLink } from '../../kernel/linkScheme.ts'
import { accountLink } from './accountLink.ts'
import type { Outcome } from './page.ts'
import type { PageContext } from './pageContext.ts'
import { problemOf } from './problemOf.ts'
import { stepPage } from './stepPage.ts'

/** A session that the browser holds, and the cookie if this request has changed it. */
export interface Progress {
  readonly userId: string
  readonly sessionId: string
  readonly browser: BrowserHandle
  readonly setCookie?: SetCookie
  /** The factor that this request has checked. */
  readonly proved?: FactorName | undefined
}

/**
 * Goes on with a session: to the page of the next step or, if nothing is left to do, back to the application. A device is only answered
 * by a button of its own, because the person at the page may not be the one at the device (RFC 8628 §5.4).
 */
export async function proceed(context: PageContext, progress: Progress): Promise<Outcome> {
  const setCookies = progress.setCookie ? [progress.setCookie] : []
  const { request } = context.facts
  const offer = await offeredCodes(context, progress)
  if (offer) return { ...offer, setCookies }
  const further = furtherStep(context, progress)
  if (further) return { ...toStep(context, progress, further), setCookies }
  if (request?.kind === 'oidc') {
    return { ...toFinished(context, progress, await finishRequest(context, progress)), setCookies }
  }
  const { userId, sessionId } = progress
  const account = { by: 'held', userId, sessionId } as const
  const facts = await readFacts(context.deps.database, context.call, { account, request })
  const step = nextStep(facts)
  const home = step.kind === 'done' ? homeOf(facts) : undefined
  if (home !== undefined) return { kind: 'leave', to: home, setCookies }
  return { ...toStep(context, progress, step), setCookies }
}

/**
 * Returns where a login leads that nobody has asked for: the address that the login policy of the person's organization names. Its scheme
 * is checked again, because older versions may have stored any text.
 */
function homeOf({ request, policy: { defaultRedirectUri: uri } }: FlowFacts): string | undefined {
  return request === undefined && isAppLink(uri) ? uri : undefined
}

/**
 * Returns the step that surely follows a check, by the facts of before and what was checked, so that no answer is tried that would be
 * refused. Its page reads the facts again.
 */
function furtherStep({ facts, call }: PageContext, { sessionId, proved }: Progress): LoginStep | undefined {
  if (proved === undefined || facts.person === undefined) return undefined
  const proofs = [...(facts.session?.proofs ?? []), { kind: proved, at: call.now.toISOString() }]
  const step = nextStep({ ...facts, claim: 'held', session: { ...facts.session, sessionId, proofs } })
  return step.kind === 'done' ? undefined : step
}

/**
 * After a set-up, recovery codes are offered before the login ends, to people with a password and a factor for which codes can stand in.
 */
async function offeredCodes(
  context: PageContext,
  { userId, sessionId }: Progress,
): Promise<Outcome | undefined> {
  const { deps, call, query, facts } = context
  if (!query.has('set_up')) return undefined
  const account = { by: 'held', userId, sessionId } as const
  const next = await readFacts(deps.database, call, { account, request: facts.request })
  const { hasPassword = false, factors = [] } = next.person ?? {}
  const offers =
    hasPassword &&
    !factors.includes('recovery_code') &&
    isAllowedKind(next.policy, 'recovery_code') &&
    factors.some((kind) => ownKinds.some((own) => own === kind))
  if (!offers || nextStep(next).kind !== 'done') return undefined
  return { kind: 'go', to: context.link('otp/recovery/set', { sessionId, loginName: undefined }) }
}

/** Answers the request of the page with a session; `agrees` if the person has pressed a button that says what the request asks for. */
export function finishRequest(
  { deps, login, query }: PageContext,
  { sessionId, browser }: Progress,
  { agrees = false } = {},
): Promise<Finished> {
  const claim = { sessionId, heldBy: heldBy(browser) }
  const answer = { requestName: query.get('requestId') ?? '', agrees }
  return finish(deps, login, answer, (tx) => linkSession(deps, tx, claim))
}

function toStep(context: PageContext, { sessionId }: Progress, step: LoginStep): Outcome {
  const account = { sessionId, loginName: undefined }
  if (step.kind === 'done') {
    return { kind: 'go', to: afterLogin(context, sessionId) }
  }
  const { page, parameters } = stepPage(step)
  return { kind: 'go', to: context.link(page, { ...account, ...parameters }) }
}

/** Returns where a login ends that answers no application by itself. */
function afterLogin({ facts, query, link }: PageContext, sessionId: string): string {
  const account = parseAccountRequest(query.get('requestId') ?? '')
  if (account) return accountLink(account, { sessionId })
  const page = facts.request?.kind === 'device' ? 'device/consent' : 'signedin'
  return link(page, { sessionId, loginName: undefined })
}

/** Returns where an answered request leads, or what is still in its way. */
export function toFinished(context: PageContext, progress: Progress, finished: Finished): Outcome {
  switch (finished.kind) {
    case 'answered':
      return { kind: 'leave', to: finished.url, signedIn: true }
    case 'step':
      return toStep(context, progress, finished.step)
    case 'refused':
      return { kind: 'again', problems: [problemOf(context, finished.refusal)] }
    case 'approved':
    case 'handled':
    case 'expired':
    case 'unknown':
      return { kind: 'go', to: context.link('login', { sessionId: undefined, loginName: undefined }) }
  }
}
