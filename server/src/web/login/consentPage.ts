import { loginRoot } from '../../access/hostedLinks.ts'
import { refuseRequest } from '../../features/login-flow/index.ts'
import { notice } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, consentBody, scopeTexts, whyOf } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
import { finishRequest, toFinished } from '../pages/proceed.ts'

/** Shows which application, known only by its own document, asks for which access, and lets the person allow or deny it. */
export const consentPage: PageDefinition = {
  path: `${loginRoot}/consent`,
  fits: ({ kind }) => kind === 'consent',
  show,
  acts: { allow, deny },
}

function show(context: ShownContext): View {
  const { t, facts } = context
  const { clientId = '', scope = [], resources = [] } = facts.request ?? {}
  const apis = [...resources, ...scope.filter((one) => one.endsWith(':aud'))]
  const wanted = [...scopeTexts(t, scope), ...apis.map((api) => t('scope.other', { scope: api }))]
  const heading = t('consent.title')
  const { host } = new URL(clientId)
  return {
    title: heading,
    heading,
    intro: t('consent.description', { app: facts.application?.name || host, host }),
    account: accountChip(context),
    why: whyOf(context),
    body: consentBody(t, wanted, notice('warning', t('consent.check', { host }))),
  }
}

async function allow(context: PageContext): Promise<Outcome> {
  const { person, session } = context.facts
  const { browser } = context
  if (!person || !session || !browser) return { kind: 'go', to: context.link('login') }
  const progress = { userId: person.userId, sessionId: session.sessionId, browser }
  return toFinished(context, progress, await finishRequest(context, progress, { agrees: true }))
}

async function deny(context: PageContext): Promise<Outcome> {
  const { deps, login, query } = context
  const refused = await refuseRequest(deps, login, query.get('requestId') ?? '', 'access_denied')
  if (refused.kind === 'answered') return { kind: 'leave', to: refused.url }
  if (refused.kind === 'refused') return { kind: 'again', problems: [problemOf(context, refused.refusal)] }
  return { kind: 'go', to: context.link('login', { sessionId: undefined, loginName: undefined }) }
}
