import type { Call } from '../../access/call.ts'
import { accountRoot } from '../../access/hostedLinks.ts'
import type { LiveAccount } from '../../features/browsers/index.ts'
import { accountRequestName, type FlowPerson, nextStep } from '../../features/login-flow/index.ts'
import type { LimitedAct } from '../../features/rate-limits/index.ts'
import { type UserId, userId } from '../../kernel/ids.ts'
import { DomainError } from '../../kernel/refusal.ts'
import type { View } from '../kit/view.ts'
import { accountLink } from '../pages/accountLink.ts'
import { limited } from '../pages/limited.ts'
import type { Act, Leaving, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
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
  /** The field that an act's refusals are about. */
  readonly fields?: Readonly<Record<string, string>>
  /** The acts that strangers could repeat to guess or to flood, by the budget that they share. */
  readonly limits?: Readonly<Record<string, LimitedAct>>
  /**
   * True if the page also opens while the e-mail address waits for its code and nothing else is missing, so that a mistyped address
   * can be changed.
   */
  readonly opensUnverified?: boolean
}

/**
 * Makes a page of the account. Only a person whose session this browser holds, and who needs nothing more to be logged in, enters it;
 * others log in first and come back. The address names the session, so that a form never acts for another account of the browser.
 */
export function accountPage(definition: AccountPageDefinition): PageDefinition {
  const { name, show, acts = {}, limits = {}, fields = {} } = definition
  return {
    path: name === 'overview' ? accountRoot : `${accountRoot}/${name}`,
    async show(context) {
      const account = enterAccount(definition, context)
      if ('kind' in account) return account
      const stale = await needsProofs(definition, context, account)
      if (stale) return stale
      const view = await show({ ...context, account })
      return 'kind' in view ? view : framedView(definition, context, account, view)
    },
    acts: Object.fromEntries(
      Object.entries(acts).map(([key, act]) => {
        const limit = limits[key]
        const run = asPerson(definition, act, fields[key])
        return [key, limit === undefined ? run : limited(limit, run)]
      }),
    ),
  }
}

/** The parts of a definition that decide who enters. */
type Entered = Pick<AccountPageDefinition, 'name' | 'opensUnverified'>

/** The code of the refusal that leads to the login for fresh proofs. */
export const freshProofNeeded = 'auth.fresh_proof_required'

/** Runs a form as the person. A change that needs fresh proofs leads to the login, which leads back to the page. */
function asPerson(definition: AccountPageDefinition, act: AccountAct, field: string | undefined): Act {
  return async (context, form, about) => {
    const account = enterAccount(definition, context)
    if ('kind' in account) return account
    const stale = await needsProofs(definition, context, account)
    if (stale) return stale
    try {
      const outcome = await act({ ...context, account }, form, about)
      if (outcome.kind !== 'view') return outcome
      return { ...outcome, view: framedView(definition, context, account, outcome.view) }
    } catch (error) {
      if (error instanceof DomainError && error.refusal.code === freshProofNeeded) {
        return toLogin(definition, context, { fresh: true })
      }
      if (error instanceof DomainError && field !== undefined) {
        return { kind: 'again', problems: [problemOf(context, error.refusal, { field })] }
      }
      throw error
    }
  }
}

/** Returns the account of the page's address; else where the browser goes: to the page with an account, or to the login. */
export function enterAccount(definition: Entered, context: PageContext): Account | Leaving {
  const { query, browser, facts, person: me } = context
  if (!query.has('sessionId')) {
    const [latest] = (browser?.accounts ?? []).filter(isProved)
    if (latest === undefined) return toLogin(definition, context, {})
    const rest = Object.fromEntries([...query].filter(([key]) => key !== 'requestId'))
    return {
      kind: 'go',
      to: accountLink({ page: definition.name }, { ...rest, sessionId: latest.sessionId }),
    }
  }
  if (facts.claim !== 'held' || !me || !facts.person || !facts.session || !mayEnter(definition, context)) {
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

function mayEnter({ opensUnverified = false }: Entered, { step, facts }: PageContext): boolean {
  const isVerified = step.kind !== 'verify_email' || !opensUnverified || facts.person === undefined
  const { kind, ...rest } = isVerified
    ? step
    : nextStep({ ...facts, person: { ...facts.person, emailVerified: true } })
  return kind === 'done' || (kind === 'enrol' && 'skippable' in rest && rest.skippable)
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
  { name }: Entered,
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
