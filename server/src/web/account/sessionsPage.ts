import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { signOut } from '../../features/browsers/index.ts'
import { endOtherSessions, type OwnSession, ownSessions } from '../../features/sessions/index.ts'
import { type Html, html } from '../kit/html.ts'
import { actions, form, section, submit } from '../kit/parts.ts'
import type { Outcome } from '../pages/page.ts'
import { formatDistance, formatInstant, formatList } from '../texts/formats.ts'
import type { Translate } from '../texts/translate.ts'
import { type AccountContext, type AccountFormContext, type AccountView, accountPage } from './accountPage.ts'
import { deviceName } from './deviceName.ts'
import { doneNotice } from './doneNotice.ts'
import { entryList } from './entryList.ts'

/** The sessions in which the person is logged in, and the buttons that end them. */
export const sessionsPage = accountPage({ name: 'sessions', show, acts: { end, 'end-others': endOthers } })

async function show(context: AccountContext): Promise<AccountView> {
  const { t, deps, account } = context
  const sessions = await ownSessions(deps, account.me)
  const [here, elsewhere] = [
    sessions.filter(({ current }) => current),
    sessions.filter(({ current }) => !current),
  ]
  const list = (some: readonly OwnSession[]) => form(entryList(some.map((one) => entry(context, one))))
  return {
    title: t('account.sessions.title'),
    heading: t('account.sessions.title'),
    intro: t('account.sessions.description'),
    body: html`${doneNotice(context, { ended: 'account.sessions.end_done' })}${section({
      heading: t('account.sessions.this'),
      body: list(here),
    })}${section({
      heading: t('account.sessions.others'),
      body:
        elsewhere.length === 0
          ? html`<p>${t('account.sessions.none')}</p>`
          : html`${list(elsewhere)}${form(
              actions(submit(t('account.sessions.end_others'), { action: 'end-others', kind: 'secondary' })),
            )}`,
    })}`,
  }
}

function entry({ t, call }: AccountContext, session: OwnSession) {
  const { sessionId, userAgent } = session
  const ago = (at: string) => formatDistance(t.language, new Date(at), call.now)
  const expires = session.expiresAt
  return {
    heading: deviceName(t, userAgent),
    details: [
      t('account.sessions.last_active', { time: ago(session.lastProvedAt) }),
      t('account.sessions.signed_in', { time: formatInstant(t.language, new Date(session.createdAt)) }),
      proofs(t, session),
      userAgent?.ip && t('account.sessions.address', { address: userAgent.ip }),
      expires && t('account.sessions.expires', { time: ago(expires) }),
    ],
    action: endButton(t, sessionId),
  }
}

function proofs(t: Translate, { proofs }: OwnSession): string | undefined {
  const factors = proofs.map(({ kind }) => t(`factor.${kind}`))
  return factors.length === 0
    ? undefined
    : t('account.sessions.proofs', { factors: formatList(t.language, factors) })
}

function endButton(t: Translate, sessionId: string): Html {
  return submit(t('account.sessions.end'), {
    action: 'end',
    value: sessionId,
    kind: 'secondary',
    small: true,
  })
}

async function end(context: AccountFormContext, _: URLSearchParams, sessionId: string): Promise<Outcome> {
  const { deps, call, browser, facts, account } = context
  if (browser && sessionId === facts.session?.sessionId) {
    await signOut(deps, call, browser, [sessionId])
    return { kind: 'go', to: `${loginRoot}/logout/done` }
  }
  await deps.inProcess.client(SessionService, account.me).deleteSession({ sessionId })
  return { kind: 'go', to: account.at('sessions', { done: 'ended' }) }
}

async function endOthers({ deps, account }: AccountFormContext): Promise<Outcome> {
  await endOtherSessions(deps, account.me)
  return { kind: 'go', to: account.at('sessions', { done: 'ended' }) }
}
