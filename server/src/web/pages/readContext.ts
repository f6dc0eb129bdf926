import type { Call } from '../../access/call.ts'
import { loginCall, personCall } from '../../access/pagePrincipals.ts'
import type { Cookies } from '../../contract/endpoint.ts'
import {
  accountOfSession,
  type Browser,
  browserCookie,
  type LiveAccount,
  readBrowser,
} from '../../features/browsers/index.ts'
import {
  type FlowAccount,
  type FlowFacts,
  type FlowKey,
  type LoginStep,
  nextStep,
  readFlow,
} from '../../features/login-flow/index.ts'
import { orgId, sessionId, userId } from '../../kernel/ids.ts'
import { type LookOf, readLook } from '../kit/readLook.ts'
import { pageParameters } from '../links/pageParameters.ts'
import { chooseLanguage } from '../texts/chooseLanguage.ts'
import { directionOf } from '../texts/languageNames.ts'
import { readPageTexts } from '../texts/pageTexts.ts'
import { flowLink } from './flowLink.ts'
import { mayPreview } from './mayPreview.ts'
import type { PageContext } from './pageContext.ts'
import type { PageDeps } from './pageDeps.ts'

/** The parts of a request from which a page reads its context. */
export interface PageRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly cookies: Cookies
}

/** What addresses ask to look at: a branding that is not active yet, by its themes, or the pages as everybody has them. */
const previews: Readonly<Record<string, LookOf['preview']>> = {
  true: 'auto',
  light: 'light',
  dark: 'dark',
  live: 'live',
}

/** Reads everything that a page knows, through the reads of the call. Nothing is written. */
export async function readContext(deps: PageDeps, call: Call, on: PageRequest): Promise<PageContext> {
  const { read } = call.reads ?? deps.log.confirmed
  const query = pageParameters(on.query)
  const browser = await readBrowser(deps, call, on.cookies.get(browserCookie), read)
  const { found, facts, organization: named } = await readFlow(deps, read, call, flowKey(query, browser))
  const step = nextStep(facts)
  const organization = lookedLike(facts, named)
  const texts = await readPageTexts(deps, read, call, organization ?? '')
  const language = chooseLanguage(
    {
      uiLocales: query.get('ui_locales') ?? facts.request?.uiLocales.join(' '),
      chosen: browser?.language,
      preferred: provedLanguage(browser, facts),
      acceptLanguage: call.headers.get('accept-language') ?? undefined,
    },
    texts.offer,
  )
  const calling: Call = { ...call, language }
  const direction = directionOf(language)
  const asked = previews[query.get('preview') ?? '']
  const preview = asked && (await mayPreview(deps, call, browser, organization)) ? asked : undefined
  const look = await readLook(deps, read, call, { orgId: organization ?? '', language, direction, preview })
  return {
    deps,
    call: calling,
    read,
    path: on.path,
    query,
    browser,
    found,
    facts,
    step,
    look,
    t: texts.textsIn(language),
    languages: texts.offer.offered,
    login: loginCall(calling),
    person: callOfPerson(calling, browser, facts, step),
    link: (page, parameters) => flowLink(query, page, parameters),
  }
}

function flowKey(query: URLSearchParams, browser: Browser | undefined): FlowKey {
  const organization = query.get('organization') ?? undefined
  const held = accountOfSession(browser, query.get('sessionId') ?? '')
  return {
    requestId: query.get('requestId'),
    account: accountOf(query, held),
    codeProved: held?.codeProved ?? false,
    offered: browser?.accounts.length ?? 0,
    ...(organization !== undefined && { organization }),
  }
}

/** A session counts only if this browser holds it; a name in the address is no more than a typed name. */
function accountOf(query: URLSearchParams, held: LiveAccount | undefined): FlowAccount {
  if (held) return { by: 'held', userId: held.userId, sessionId: held.sessionId }
  const loginName = query.get('loginName')
  return loginName === null ? { by: 'nobody' } : { by: 'loginName', loginName }
}

/**
 * The organization that an application names comes before its project's private labeling (OIDC notes §6). Until something was proved a page
 * looks like its request or address says: the look must not show that a name is known. An organization that does not exist looks like the
 * instance, so that made-up addresses fill no cache.
 */
function lookedLike(
  { claim, person, application, request }: FlowFacts,
  named: string | undefined,
): string | undefined {
  if (request?.organization !== undefined) return named
  if (application?.branding === 'enforce') return application.orgId
  if (claim === 'held' && person) return person.orgId
  return named ?? (application?.branding === 'allow' ? application.orgId : undefined)
}

/** The language of a person who has proved who they are; that of a typed name would tell that it is known. */
function provedLanguage(browser: Browser | undefined, { session, person }: FlowFacts): string | undefined {
  const held = session && accountOfSession(browser, session.sessionId)
  return held?.proved ? person?.preferredLanguage : undefined
}

function callOfPerson(
  call: Call,
  browser: Browser | undefined,
  { session, person }: FlowFacts,
  step: LoginStep,
): Call | undefined {
  const held = session && accountOfSession(browser, session.sessionId)
  if (held === undefined || person === undefined || browser === undefined) return undefined
  const isSettingUp = step.kind === 'set_up_first' && step.proved
  if (!held.proved && !isSettingUp) return undefined
  const caller = personCall(call, {
    userId: userId(person.userId),
    orgId: orgId(person.orgId),
    sessionId: sessionId(held.sessionId),
    tokenId: held.tokenId,
    userAgentId: browser.id,
  })
  // Nothing can be proved before the first credential is set up; the code from the mail stands in for it.
  return held.proved ? caller : { ...caller, freshProofMinutes: 0 }
}
