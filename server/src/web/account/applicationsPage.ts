import { type GrantedApp, ownGrants, revokeOwnGrants } from '../../features/oidc-sessions/index.ts'
import { html } from '../kit/html.ts'
import { form, section, submit } from '../kit/parts.ts'
import type { Outcome } from '../pages/page.ts'
import { scopeTexts } from '../pages/parts.ts'
import { formatInstant, formatList } from '../texts/formats.ts'
import { type AccountContext, type AccountFormContext, type AccountView, accountPage } from './accountPage.ts'
import { doneNotice } from './doneNotice.ts'
import { type Entry, entryList } from './entryList.ts'

/** The applications that have tokens of the person, and the buttons that revoke them. */
export const applicationsPage = accountPage({ name: 'applications', show, acts: { revoke } })

async function show(context: AccountContext): Promise<AccountView> {
  const { t, deps, account } = context
  const apps = await ownGrants(deps, account.me)
  const heading = t('account.applications.title')
  return {
    title: heading,
    heading,
    intro: t('account.applications.description'),
    body: html`${doneNotice(context, { revoked: 'account.applications.revoke_done' })}${section({
      heading: t('account.applications.connected'),
      body:
        apps.length === 0
          ? html`<p>${t('account.applications.none')}</p>`
          : form(entryList(apps.map((app) => entry(context, app)))),
    })}`,
  }
}

function entry({ t }: AccountContext, app: GrantedApp): Entry {
  const name = app.name ?? app.clientId
  const may = scopeTexts(
    t,
    app.scopes.filter((scope) => scope !== 'offline_access'),
  )
  return {
    heading: name,
    details: [
      app.project !== null && app.project !== name && app.project,
      may.length > 0 && t('account.applications.scopes', { scopes: formatList(t.language, may) }),
      t('account.applications.since', { time: formatInstant(t.language, new Date(app.since)) }),
      app.renews && t('account.applications.offline'),
      app.actsFor && t('account.applications.acts_for'),
    ],
    action: submit(t('account.applications.revoke'), {
      action: 'revoke',
      value: app.clientId,
      kind: 'secondary',
      small: true,
    }),
  }
}

async function revoke(context: AccountFormContext, _: URLSearchParams, clientId: string): Promise<Outcome> {
  await revokeOwnGrants(context.deps, context.account.me, clientId)
  return { kind: 'go', to: context.account.at('applications', { done: 'revoked' }) }
}
