import type { Call } from '../../access/call.ts'
import type { Find } from '../../database/batchedFind.ts'
import { foldText } from '../../kernel/text/foldText.ts'
import { acceptsUser } from '../auth-requests/index.ts'
import type { FlowPerson, FlowRequest } from './flowFacts.ts'
import type { LoginStep } from './loginStep.ts'
import { nextStep } from './nextStep.ts'
import { readFacts } from './readFacts.ts'
import type { ProtocolError } from './writes/finish.ts'

/** An account of this browser, and what it still needs for a request; `sessionId` is null if it is signed out. */
export interface AccountStanding {
  readonly person: FlowPerson
  readonly sessionId: string | null
  readonly step: LoginStep
  /** Whether the session has proved something since the request arrived, such as the password with which the account was created. */
  readonly isBegun: boolean
}

/** Where a login begins. */
export type Entry =
  /** This account may answer without any page. */
  | { readonly kind: 'finish'; readonly account: AccountStanding }
  /** The login goes on with this account. */
  | { readonly kind: 'continue'; readonly account: AccountStanding }
  | { readonly kind: 'choose_account'; readonly accounts: readonly AccountStanding[] }
  /** `loginName`: a hint, to be taken as if it was typed. */
  | { readonly kind: 'identify'; readonly loginName: string | null }
  | { readonly kind: 'register' }
  /** The client wants no page and cannot be answered without one. */
  | { readonly kind: 'refuse'; readonly error: ProtocolError }

/** Reads what each account of a browser still needs; users that are gone have no standing. All reads share a statement. */
export async function readAccounts(
  source: { readonly find: Find },
  call: Pick<Call, 'instance' | 'now'>,
  held: readonly { readonly userId: string; readonly sessionId: string | null }[],
  request: FlowRequest | undefined,
): Promise<readonly AccountStanding[]> {
  const standings = await Promise.all(
    held.map(async ({ userId, sessionId }) => {
      const facts = await readFacts(source, call, { account: { by: 'held', userId, sessionId }, request })
      const { person, session } = facts
      const since = Date.parse(request?.arrivedAt ?? '')
      const isBegun = (session?.proofs ?? []).some(({ at }) => Date.parse(at) > since)
      return person && { person, sessionId: session?.sessionId ?? null, step: nextStep(facts), isBegun }
    }),
  )
  return standings.filter((standing) => standing !== undefined)
}

/** Returns the accounts that the request accepts: of its organization, and its user if it names one. */
export function matchAccounts(
  request: FlowRequest | undefined,
  accounts: readonly AccountStanding[],
): readonly AccountStanding[] {
  const { organization } = request ?? {}
  return accounts.filter(
    ({ person: { orgId, userId } }) =>
      (organization === undefined || organization === orgId) && acceptsUser(request ?? {}, userId),
  )
}

/** Decides where a login begins, by the prompts and hints of its request and the accounts of the browser (hosted login notes §3). */
export function enter(request: FlowRequest | undefined, accounts: readonly AccountStanding[]): Entry {
  const prompt = request?.prompt ?? []
  const accepted = matchAccounts(request, accounts)
  const hinted = hintedAccount(request, accepted)
  if (prompt.includes('none')) return enterSilently(hinted === 'none' ? accepted : hinted ? [hinted] : [])
  // A new account is never the one that the application names. Nobody registers twice for one request.
  if (prompt.includes('create') && !namesUser(request)) {
    const begun = accepted.find(({ isBegun }) => isBegun)
    return begun ? goOn(begun) : { kind: 'register' }
  }
  const identify: Entry = { kind: 'identify', loginName: request?.loginHint ?? null }
  const choose: Entry = { kind: 'choose_account', accounts: accepted }
  if (prompt.includes('select_account')) return accepted.length > 0 ? choose : identify
  if (hinted !== 'none' && hinted !== undefined) return goOn(hinted)
  if (prompt.includes('login') || (hinted === undefined && identify.loginName !== null)) return identify
  // The client means somebody else than the people of this browser; the page says so.
  if (hinted === undefined) return accounts.length > 0 ? choose : identify
  const [only, ...others] = accepted.filter(({ sessionId }) => sessionId !== null)
  if (only !== undefined && others.length === 0) return goOn(only)
  return accepted.length > 0 ? choose : identify
}

/** Whether only the people that the request names by their ids may answer it. */
export function namesUser(request: FlowRequest | undefined): boolean {
  const { hintUserId, demandedUserId, demandedUserIds } = request ?? {}
  return [hintUserId, demandedUserId, demandedUserIds].some((named) => named !== undefined)
}

function goOn(account: AccountStanding): Entry {
  return account.step.kind === 'done' ? { kind: 'finish', account } : { kind: 'continue', account }
}

/**
 * Returns the account that the hints of a request mean: `none` without a hint, undefined if this browser does not have it. As for a typed
 * name, a verified address outranks the login name of somebody else.
 */
function hintedAccount(
  request: FlowRequest | undefined,
  accounts: readonly AccountStanding[],
): AccountStanding | undefined | 'none' {
  const { hintUserId, loginHint } = request ?? {}
  if (hintUserId !== undefined) return accounts.find(({ person }) => person.userId === hintUserId)
  if (loginHint === undefined) return 'none'
  const name = foldText(loginHint.trim())
  const named = accounts.filter(({ person }) => foldText(person.loginName) === name)
  const addressed = accounts.filter(({ person }) => foldText(person.email) === name)
  const owners = addressed.filter(({ person }) => person.emailVerified)
  const [holder] = owners.length === 0 ? named : named.filter((account) => owners.includes(account))
  const [address, ...others] = owners.length === 0 ? addressed : owners
  return holder ?? (others.length === 0 ? address : undefined)
}

/** Of several people who could answer, none is chosen for the client. */
function enterSilently(accounts: readonly AccountStanding[]): Entry {
  const live = accounts.filter(({ sessionId }) => sessionId !== null)
  const [done, ...others] = live.filter(({ step }) => step.kind === 'done')
  if (done !== undefined) {
    return others.length === 0
      ? { kind: 'finish', account: done }
      : { kind: 'refuse', error: 'account_selection_required' }
  }
  const [first] = live
  return { kind: 'refuse', error: first === undefined ? 'login_required' : errorOf(first.step) }
}

/** Returns the error that says which kind of page the client would have to allow. */
function errorOf({ kind }: LoginStep): ProtocolError {
  switch (kind) {
    case 'identify':
    case 'choose_account':
    case 'first_factor':
    case 'set_up_first':
    case 'initialize':
    case 'blocked':
      return 'login_required'
    case 'refused':
      return 'access_denied'
    case 'consent':
      return 'consent_required'
    case 'second_factor':
    case 'enrol':
    case 'change_password':
    case 'change_username':
    case 'verify_email':
    case 'done':
      return 'interaction_required'
  }
}
