import { loginRoot } from '../../access/hostedLinks.ts'
import { forgetAccounts, type HeldAccount } from '../../features/browsers/index.ts'
import { type AccountStanding, matchAccounts, readAccounts } from '../../features/login-flow/index.ts'
import { html } from '../kit/html.ts'
import { type Choice, choiceList, form, secondaryLink } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Leaving, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { shownName, whyOf } from '../pages/parts.ts'
import { proceed } from '../pages/proceed.ts'

/**
 * Lets the person choose among the accounts of this browser, also those that are signed out, and take accounts off the list. Without any,
 * the name page follows.
 */
export const accountsPage: PageDefinition = {
  path: `${loginRoot}/accounts`,
  show,
  acts: {
    choose: (context, _, about) => choose(context, about),
    forget: (context, _, about) => forget(context, about),
  },
}

async function show(context: ShownContext): Promise<View | Leaving> {
  const { t, link, facts } = context
  const standings = await readStandings(context)
  const other = link('loginname', { sessionId: undefined, loginName: undefined })
  if (standings.length === 0) return { kind: 'go', to: other }
  const fitting = matchAccounts(facts.request, standings)
  const unfit = standings.filter((one) => !fitting.includes(one))
  const app = facts.application?.name
  return {
    title: t('accounts.title'),
    heading: app ? t('accounts.title_app', { app }) : t('accounts.title'),
    intro: t('accounts.description'),
    why: whyOf(context),
    body: html`${form(
      html`${choiceList(fitting.map((standing) => choiceOf(context, standing)))}${
        unfit.length > 0 &&
        html`<p class="intro">${t('accounts.unfit')}</p>${choiceList(
          unfit.map((standing) => ({
            ...choiceOf(context, standing),
            detail: t('accounts.not_for_app'),
          })),
        )}`
      }`,
    )}<div class="actions">${secondaryLink({ href: other, text: t('accounts.other') })}</div>`,
  }
}

function readStandings({ deps, call, facts, browser }: PageContext): Promise<readonly AccountStanding[]> {
  const held = (browser?.accounts ?? []).filter(isOwn)
  return readAccounts(deps.database, call, held, facts.request)
}

/** A session without any proof says nothing about whose browser this is. */
function isOwn(account: HeldAccount): boolean {
  return !account.live || account.proved
}

function choiceOf({ t, look }: ShownContext, { person, sessionId, step }: AccountStanding): Choice {
  const name = shownName(look, person.loginName)
  return {
    text: person.displayName || name,
    detail: `${name} · ${t(stateOf(sessionId, step.kind === 'done' || step.kind === 'consent'))}`,
    icon: 'person',
    action: 'choose',
    value: person.userId,
    remove: { label: t('accounts.forget', { name }), action: 'forget', value: person.userId },
  }
}

function stateOf(sessionId: string | null, done: boolean) {
  if (sessionId === null) return 'accounts.signed_out' as const
  return done ? ('accounts.signed_in' as const) : ('accounts.prove_again' as const)
}

/** An account whose session this browser holds goes on where it stands; one that is signed out begins as if its name was typed. */
async function choose(context: PageContext, userId: string): Promise<Outcome> {
  const { browser, link } = context
  const account = browser?.accounts.find((one) => one.userId === userId)
  if (browser === undefined || account === undefined) return { kind: 'go', to: link('accounts') }
  if (account.live) return proceed(context, { userId, sessionId: account.sessionId, browser })
  return { kind: 'go', to: link('login', { loginName: account.loginName, sessionId: undefined }) }
}

async function forget({ deps, call, browser, link }: PageContext, userId: string): Promise<Outcome> {
  if (browser) await forgetAccounts(deps, call, browser, [userId])
  return { kind: 'go', to: link('accounts', { sessionId: undefined, loginName: undefined }) }
}
