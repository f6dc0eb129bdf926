import type { Call } from '../../access/call.ts'
import { accountRoot } from '../../access/hostedLinks.ts'
import type { LiveAccount } from '../../features/browsers/index.ts'
import { accountRequestName, type FlowPerson } from '../../features/login-flow/index.ts'
import { type UserId, userId } from '../../kernel/ids.ts'
import { DomainError } from '../../kernel/refusal.ts'
import type { View } from '../kit/view.ts'
import { accountLink } from '../pages/accountLink.ts'
import type { Act, Leaving, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip } from '../pages/parts.ts'
import { navigationOf } from './navigation.ts'

/** The account whose pages are shown: the person who has logged in, and their caller. */
export interface Account {
  /** The caller for everything on the pages: the person, without their roles. */
  readonly me: Call
  readonly userId: UserId
  readonly person: FlowPerson
  /** Returns the address of a page of this account. */
  at(page: string, parameters?: Readonly<Record<string, string | undefined>>): string
}

/** The context of a page of the account that is shown. */
export interface AccountContext extends ShownContext {
  readonly account: Account
}

/** The context of a form of the account. */
export interface AccountFormContext extends PageContext {
  readonly account: Account
}

/** Handles one button of a page of the account. */
export type AccountAct = (
  context: AccountFormContext,
  form: URLSearchParams,
  about: string,
) => Promise<Outcome>

/** What a page of the account shows; the frame adds the person and the navigation. */
export type AccountView = Omit<View, 'account' | 'width' | 'navigation' | 'problems'>

/** A page of the account. */
export interface AccountPageDefinition {
  /** The last part of its path; `overview` for the first page. */
  readonly name: string
  /** The page of the navigation that it belongs to, unless it is itself one. */
  readonly within?: string
  /** Whether the page changes factors, the password or addresses: then everything must have been proved recently (ADR 33). */
  readonly fresh?: boolean
  readonly show: (context: AccountContext) => Promise<AccountView | Leaving> | AccountView | Leaving
  readonly acts?: Readonly<Record<string, AccountAct>>
}

/**
 * Makes a page of the account. Only a person whose session this browser holds, and who needs nothing more to be logged in, enters it;
 * others log in first and come back. The address names the session, so that a form never acts for another account of the browser.
 */
export function accountPage(definition: AccountPageDefinition): PageDefinition {
  const { name, show, acts = {} } = definition
  return {
    path: name === 'overview' ? accountRoot : `${accountRoot}/${name}`,
    async show(context) {
      const account = enter(definition, context)
      if ('kind' in account) return account
      const stale = await needsProofs(definition, context, account)
      if (stale) return stale
      const view = await show({ ...context, account })
      return 'kind' in view ? view : framedView(definition, context, account, view)
    },
    acts: Object.fromEntries(Object.entries(acts).map(([key, act]) => [key, asPerson(definition, act)])),
  }
}

/** Runs a form as the person. A change that needs fresh proofs leads to the login, which leads back to the page. */
function asPerson(definition: AccountPageDefinition, act: AccountAct): Act {
  return async (context, form, about) => {
    const account = enter(definition, context)
    if ('kind' in account) return account
    try {
      const outcome = await act({ ...context, account }, form, about)
      if (outcome.kind !== 'view') return outcome
      return { ...outcome, view: framedView(definition, context, account, outcome.view) }
    } catch (error) {
      if (error instanceof DomainError && error.refusal.code === 'auth.fresh_proof_required') {
        return toLogin(definition, context, { fresh: true })
      }
      throw error
    }
  }
}

function enter(definition: AccountPageDefinition, context: PageContext): Account | Leaving {
  const { query, browser, facts, step, person: me } = context
  if (!query.has('sessionId')) {
    const [latest] = (browser?.accounts ?? []).filter(isProved)
    if (latest === undefined) return toLogin(definition, context, {})
    const rest = Object.fromEntries([...query].filter(([key]) => key !== 'requestId'))
    return {
      kind: 'go',
      to: accountLink({ page: definition.name }, { ...rest, sessionId: latest.sessionId }),
    }
  }
  const isIn = step.kind === 'done' || (step.kind === 'enrol' && step.skippable)
  if (facts.claim !== 'held' || !me || !facts.person || !facts.session || !isIn) {
    return toLogin(definition, context, {})
  }
  const { sessionId } = facts.session
  return {
    me,
    userId: userId(facts.person.userId),
    person: facts.person,
    at: (page, parameters) => accountLink({ page }, { ...parameters, sessionId }),
  }
}

function isProved(account: { readonly live: boolean }): account is LiveAccount {
  return account.live && (account as LiveAccount).proved
}

async function needsProofs(
  definition: AccountPageDefinition,
  context: PageContext,
  { me }: Account,
): Promise<Leaving | undefined> {
  if (definition.fresh !== true) return undefined
  const refusal = await context.deps.inProcess.freshProofRefusal(me)
  return refusal && toLogin(definition, context, { fresh: true })
}

/** Leads to the login, which leads back to this page: with the session of the page if this browser holds it, else as the person chooses. */
function toLogin(
  { name }: AccountPageDefinition,
  { query, facts, link }: PageContext,
  { fresh = false }: { readonly fresh?: boolean },
): Leaving {
  const requestId = accountRequestName({ page: name, about: query.get('about') ?? undefined, fresh })
  const sessionId = facts.claim === 'held' ? facts.session?.sessionId : undefined
  return { kind: 'go', to: link('login', { requestId, sessionId, loginName: undefined }) }
}

function framedView(
  { name, within }: AccountPageDefinition,
  context: PageContext,
  { at }: Account,
  view: AccountView,
): View {
  const requestId = accountRequestName({ page: 'overview', about: undefined, fresh: false })
  const change = context.link('accounts', { requestId, sessionId: undefined, loginName: undefined })
  return {
    ...view,
    width: 'wide',
    account: { ...accountChip(context), change },
    navigation: navigationOf(context.t, within ?? name, at),
  }
}
