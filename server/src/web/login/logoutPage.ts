import { accountRoot, loginRoot } from '../../access/hostedLinks.ts'
import { type LiveAccount, signOut } from '../../features/browsers/index.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import { html } from '../kit/html.ts'
import { actions, type Choice, choiceList, form, secondaryLink, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Leaving, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { finishedView } from '../pages/parts.ts'
import { readLogoutRequest } from './readLogoutRequest.ts'

/** Signs accounts of this browser out: all, or one. Applications hear of it as of every ended session. */
export const logoutPage: PageDefinition = {
  path: `${loginRoot}/logout`,
  show,
  acts: { all: (context) => out(context, 'all'), one: (context, _, about) => out(context, [about]) },
}

/** Says that the person is signed out. */
export const signedOutPage: PageDefinition = {
  path: `${loginRoot}/logout/done`,
  show: ({ t }) => signedOutView(t, t('logout.done.description')),
}

async function show(context: ShownContext): Promise<View | Leaving> {
  const { t } = context
  const accounts = liveAccounts(context)
  const { target, hint } = await readLogoutRequest(context)
  if (accounts.length === 0) {
    return target === undefined ? signedOutView(t, t('logout.none')) : { kind: 'leave', to: target }
  }
  const [hinted] =
    hint === undefined ? [] : accounts.filter((one) => foldText(one.loginName) === foldText(hint))
  const [only] = accounts
  const one = hinted ?? (accounts.length === 1 ? only : undefined)
  return {
    title: t('logout.title'),
    heading: t('logout.title'),
    intro: t('logout.description'),
    body: form(
      html`${one ? '' : choiceList(accounts.map((account) => choice(t, account)))}${actions(
        one && submit(t('logout.one', { name: one.loginName }), { action: 'one', value: one.sessionId }),
        accounts.length > 1 &&
          submit(t('logout.all'), { action: 'all', kind: one ? 'secondary' : 'primary' }),
        secondaryLink({ href: target ?? accountRoot, text: t('logout.stay') }),
      )}`,
    ),
  }
}

/** Nobody is signed in; the link begins again. */
function signedOutView(t: ShownContext['t'], text: string): View {
  return finishedView(t('logout.done.title'), text, [{ href: accountRoot, text: t('common.sign_in') }])
}

function choice(t: ShownContext['t'], { loginName, displayName, sessionId }: LiveAccount): Choice {
  return { text: t('logout.one', { name: loginName }), detail: displayName, action: 'one', value: sessionId }
}

function liveAccounts({ browser }: PageContext): readonly LiveAccount[] {
  return (browser?.accounts ?? []).filter((account): account is LiveAccount => account.live)
}

async function out(context: PageContext, sessions: readonly string[] | 'all'): Promise<Outcome> {
  const { deps, call, browser } = context
  if (browser) await signOut(deps, call, browser, sessions)
  const { target } = await readLogoutRequest(context)
  if (target !== undefined) return { kind: 'leave', to: target }
  return { kind: 'go', to: `${loginRoot}/logout/done` }
}
