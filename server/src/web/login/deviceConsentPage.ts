import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { refuseRequest } from '../../features/login-flow/index.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { nothing } from '../kit/html.ts'
import { notice } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Act, Leaving, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, consentBody, finishedView, scopeTexts } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
import { finishRequest } from '../pages/proceed.ts'

/** Shows which application asks for which access on a device, and lets the person allow or deny it. */
export const deviceConsentPage: PageDefinition = {
  path: `${loginRoot}/device/consent`,
  fits: ({ kind }, { facts }) => kind === 'done' && facts.request?.kind === 'device',
  show,
  acts: { allow: withCode(allow), deny: withCode(deny) },
}

/**
 * Whether the code of the address is that of the request. A link that somebody else has made must not lead past the comparison of the
 * code, nor show another one (RFC 8628 §5.4).
 */
async function isCodeOf({ deps, login, query, facts }: PageContext): Promise<boolean> {
  const userCode = query.get('user_code')
  if (userCode === null) return false
  try {
    const oidc = deps.inProcess.client(OIDCService, login)
    const { deviceAuthorizationRequest } = await oidc.getDeviceAuthorizationRequest({ userCode })
    return deviceAuthorizationRequest?.id === facts.request?.id
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

/** Runs a button of the page, unless the code has to be entered first. */
function withCode(act: Act): Act {
  return async (context, form, about) =>
    (await isCodeOf(context)) ? act(context, form, about) : toCode(context)
}

function toCode({ link }: PageContext): Extract<Outcome, { kind: 'go' }> {
  return { kind: 'go', to: link('device', { requestId: undefined, user_code: undefined }) }
}

async function show(context: ShownContext): Promise<View | Leaving> {
  if (!(await isCodeOf(context))) return toCode(context)
  const { t, facts, query } = context
  const scopes = scopeTexts(t, facts.request?.scope ?? [])
  const code = query.get('user_code')
  return {
    title: t('device.consent.title'),
    heading: t('device.consent.title'),
    intro: t('device.consent.description', { app: facts.application?.name ?? '' }),
    account: accountChip(context),
    body: consentBody(
      t,
      scopes,
      code === null ? nothing : notice('warning', t('device.consent.check', { code })),
    ),
  }
}

async function allow(context: PageContext): Promise<Outcome> {
  const { t, facts, browser } = context
  const { person, session } = facts
  if (!person || !session || !browser) return { kind: 'go', to: context.link('login') }
  const finished = await finishRequest(context, {
    userId: person.userId,
    sessionId: session.sessionId,
    browser,
  })
  if (finished.kind === 'approved') {
    return { kind: 'view', view: finishedView(t('signedin.title'), t('signedin.device')) }
  }
  if (finished.kind === 'refused') return { kind: 'again', problems: [problemOf(context, finished.refusal)] }
  return { kind: 'go', to: context.link('login') }
}

async function deny(context: PageContext): Promise<Outcome> {
  const { t, deps, login, query } = context
  await refuseRequest(deps, login, query.get('requestId') ?? '', 'access_denied')
  return { kind: 'view', view: finishedView(t('device.denied.title'), t('device.denied.description')) }
}
