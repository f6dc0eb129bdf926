import { loginRoot } from '../../access/hostedLinks.ts'
import { signOut as endSessions } from '../../features/browsers/index.ts'
import { ownGrants } from '../../features/oidc-sessions/index.ts'
import { ownSessions } from '../../features/sessions/index.ts'
import { html } from '../kit/html.ts'
import { actions, type Choice, choiceList, form, submit } from '../kit/parts.ts'
import type { Outcome } from '../pages/page.ts'
import { formatDistance, formatList } from '../texts/formats.ts'
import { type AccountContext, type AccountFormContext, type AccountView, accountPage } from './accountPage.ts'

/** The first page of the account: what there is, each with its state. */
export const overviewPage = accountPage({ name: 'overview', show, acts: { 'sign-out': signOut } })

async function show(context: AccountContext): Promise<AccountView> {
  const { t, deps, account } = context
  const [sessions, grants] = await Promise.all([ownSessions(deps, account.me), ownGrants(deps, account.me)])
  const { person } = account
  const verified = (is: boolean) => t(is ? 'account.email.verified' : 'account.email.unverified')
  const choices: readonly Choice[] = [
    { ...to(context, 'profile'), icon: 'person', detail: person.displayName },
    {
      ...to(context, 'email'),
      icon: 'mail',
      detail: `${person.email} (${verified(person.emailVerified)})`,
    },
    {
      ...to(context, 'phone'),
      icon: 'message',
      detail: person.phone
        ? `${person.phone} (${verified(person.phoneVerified)})`
        : t('account.phone.missing'),
    },
    { ...to(context, 'password'), icon: 'password', detail: passwordState(context) },
    { ...to(context, 'factors'), icon: 'passkey', detail: factorState(context) },
    {
      ...to(context, 'sessions'),
      icon: 'device',
      detail: t('account.sessions.count', { count: sessions.length }),
    },
    {
      ...to(context, 'applications'),
      icon: 'app',
      detail: t('account.applications.count', { count: grants.length }),
    },
    { ...to(context, 'events'), icon: 'list' },
  ]
  return {
    title: t('account.title'),
    heading: t('account.title'),
    intro: t('account.description'),
    body: html`${choiceList(choices)}${form(actions(submit(t('common.sign_out'), { action: 'sign-out', kind: 'secondary', icon: 'out' })))}`,
  }
}

function to({ t, account }: AccountContext, page: Parameters<typeof area>[1]) {
  return area(t, page, account)
}

function area(
  t: AccountContext['t'],
  page: 'profile' | 'email' | 'phone' | 'password' | 'factors' | 'sessions' | 'applications' | 'events',
  { at }: Pick<AccountContext['account'], 'at'>,
) {
  return { text: t(`account.nav.${page}`), href: at(page) }
}

function passwordState({ t, call, account: { person } }: AccountContext): string {
  if (!person.hasPassword) return t('account.password.missing')
  if (person.passwordChangedAt === null) return ''
  const time = formatDistance(t.language, new Date(person.passwordChangedAt), call.now)
  return t('account.password.changed', { time })
}

function factorState({ t, account: { person } }: AccountContext): string {
  const names = person.factors.flatMap((kind) => t.find(`factor.${kind}`) ?? [])
  return names.length === 0 ? t('account.factors.none') : formatList(t.language, names)
}

async function signOut({ deps, call, browser, facts }: AccountFormContext): Promise<Outcome> {
  if (browser && facts.session) await endSessions(deps, call, browser, [facts.session.sessionId])
  return { kind: 'go', to: `${loginRoot}/logout/done` }
}
