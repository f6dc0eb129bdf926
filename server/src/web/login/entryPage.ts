import { accountRoot, loginRoot } from '../../access/hostedLinks.ts'
import { homeOfClient, readClient } from '../../features/applications/index.ts'
import { type AccountStanding, enter, readAccounts, refuseRequest } from '../../features/login-flow/index.ts'
import { nothing } from '../kit/html.ts'
import { actions, mainLink } from '../kit/parts.ts'
import type { Link, Problem, View } from '../kit/view.ts'
import type { Leaving, PageDefinition } from '../pages/page.ts'
import type { ShownContext } from '../pages/pageContext.ts'
import { problemOf } from '../pages/problemOf.ts'
import { proceed } from '../pages/proceed.ts'
import { stepPage } from '../pages/stepPage.ts'

/**
 * Where a login begins, and where every page leads that does not know the next one: it sends the browser to the page of the next step. An
 * account that needs no page answers here, as an OpenID Provider does (OpenID Connect Core §3.1.2.1).
 */
export const entryPage: PageDefinition = { path: `${loginRoot}/login`, show }

async function show(context: ShownContext): Promise<View | Leaving> {
  const { query, found, facts, step } = context
  if (found && found.kind !== 'open') return closedView(context)
  if (query.has('sessionId') && facts.claim === 'held') return goOn(context)
  if (query.has('loginName')) {
    const { page, parameters } = stepPage(step)
    return { kind: 'go', to: context.link(page, parameters) }
  }
  return begin(context)
}

async function goOn(context: ShownContext): Promise<View | Leaving> {
  const { facts, step, browser } = context
  if (step.kind === 'done' && facts.session && facts.person && browser) {
    return finishWith(context, facts.person.userId, facts.session.sessionId)
  }
  const { page, parameters } = stepPage(step)
  return { kind: 'go', to: context.link(page, parameters) }
}

async function begin(context: ShownContext): Promise<View | Leaving> {
  const { deps, call, browser, facts, query } = context
  const accounts = await readAccounts(deps.database, call, browser?.accounts ?? [], facts.request)
  const entry = enter(facts.request, accounts)
  switch (entry.kind) {
    case 'finish':
      return finishWith(context, entry.account.person.userId, entry.account.sessionId ?? '')
    case 'continue':
      return { kind: 'go', to: addressOf(context, entry.account) }
    case 'choose_account':
      return { kind: 'go', to: context.link('accounts') }
    case 'identify':
      return {
        kind: 'go',
        to: context.link(entry.loginName === null ? 'loginname' : 'login', {
          loginName: entry.loginName ?? undefined,
        }),
      }
    case 'register':
      return { kind: 'go', to: context.link('register') }
    case 'refuse': {
      const refused = await refuseRequest(deps, context.login, query.get('requestId') ?? '', entry.error)
      if (refused.kind === 'answered') return { kind: 'leave', to: refused.url }
      return closedView(context, refused.kind === 'refused' ? problemOf(context, refused.refusal) : undefined)
    }
  }
}

function addressOf(context: ShownContext, { sessionId, person, step }: AccountStanding): string {
  const account = sessionId === null ? { loginName: person.loginName } : { sessionId }
  const { page, parameters } = stepPage(step)
  return context.link(page, { ...account, ...parameters })
}

async function finishWith(context: ShownContext, userId: string, sessionId: string): Promise<View | Leaving> {
  const { browser } = context
  if (browser === undefined) return closedView(context)
  const outcome = await proceed(context, { userId, sessionId, browser })
  if (outcome.kind === 'go' || outcome.kind === 'leave') return outcome
  return closedView(context, outcome.kind === 'again' ? outcome.problems[0] : undefined)
}

/** Shows a request that is unknown, over or answered, or why it cannot be answered. */
async function closedView(context: ShownContext, problem?: Problem): Promise<View> {
  const { t, found, link } = context
  const key = found?.kind === 'handled' ? 'problem.request_answered' : 'problem.request_unknown'
  const heading = t('login.over.title')
  const over = { requestId: undefined, sessionId: undefined, loginName: undefined, user_code: undefined }
  const links = [
    { href: link('loginname', over), text: t('common.start_over') },
    { href: accountRoot, text: t('common.to_account') },
  ]
  const back = await backToApplication(context)
  const body = back ? actions(mainLink(back)) : nothing
  return { title: heading, heading, intro: problem?.text ?? t(key), body, links, status: 400 }
}

async function backToApplication(context: ShownContext): Promise<Link | undefined> {
  const { t, found, call, deps, read } = context
  const asker = found && 'asker' in found ? found.asker : undefined
  if (!asker?.clientId) return undefined
  const client = await readClient(
    { instanceId: call.instance.id, kept: read, find: deps.database.find },
    asker.clientId,
  )
  if (client === undefined) return undefined
  const href = homeOfClient(client, asker.redirectUri)
  return href === undefined ? undefined : { href, text: t('common.back_to_app', { app: client.name }) }
}
