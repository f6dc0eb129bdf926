import { create } from '@bufbuild/protobuf'
import { CheckPasswordSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { finishInitialization, takeMailedCode } from '../../features/accounts/index.ts'
import { type AdvanceRequest, advance, type LiveAccount } from '../../features/browsers/index.ts'
import { type FlowFacts, nextStep, readFacts } from '../../features/login-flow/index.ts'
import { userId as brandedUser } from '../../kernel/ids.ts'
import { DomainError, isRefusal, type Refusal } from '../../kernel/refusal.ts'
import { codeMissing, wrongCode } from '../pages/entries.ts'
import { linkInvalid } from '../pages/linkInvalid.ts'
import type { Outcome } from '../pages/page.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { isAboutNewPassword, refuseNewPassword } from '../pages/passwordRules.ts'
import { problemOf } from '../pages/problemOf.ts'
import { type Progress, proceed } from '../pages/proceed.ts'
import { blockedReason } from './blockedPage.ts'
import { addressedTo, isByLink, purposeOf, setsPassword } from './verification.ts'

/** Takes a mailed code and goes on with the login to which it belongs, if this browser is the one of that login. */
export async function enterCode(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const code = (entered.get('code') ?? '').trim()
  const userId = addressedTo(context)
  if (code === '') return refused(context, codeMissing)
  if (userId === undefined) return refused(context, wrongCode)
  const password = setsPassword(context) ? (entered.get('password') ?? '') : undefined
  const unfit = password === undefined ? undefined : refuseNewPassword(password)
  if (unfit) return refused(context, unfit)
  try {
    await take(context, userId, { code, ...(password !== undefined && { password }) })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return (await kept(context, userId, error.refusal)) ?? refused(context, error.refusal)
  }
  return password === undefined ? goOn(context, userId) : logIn(context, userId, password)
}

async function take(
  context: PageContext,
  userId: string,
  input: { readonly code: string; readonly password?: string },
): Promise<void> {
  const { deps, login, person } = context
  const target = { userId: brandedUser(userId) }
  if (purposeOf(context) === 'initialize') {
    await finishInitialization(deps, login, target, input)
    return
  }
  const isOwn = context.facts.person?.userId === userId
  await takeMailedCode(deps, (isOwn && person) || login, target, input.code)
}

/** The refusals of a right code that was not used, because nobody can log in to the account now. */
const keptCodes: ReadonlySet<string> = new Set([
  'user.account_locked',
  'user.account_inactive',
  'session.organization_inactive',
])

/** Says why a right code was not used, and that it can be used later. */
async function kept(context: PageContext, userId: string, refusal: Refusal): Promise<Outcome | undefined> {
  if (!keptCodes.has(refusal.code)) return undefined
  const { deps, call, t } = context
  const facts = await readFacts(deps.database, call, { account: { by: 'held', userId, sessionId: null } })
  const step = nextStep(facts)
  const name = facts.person?.loginName ?? ''
  const why =
    step.kind === 'blocked' ? { text: blockedReason(t, step, name, call.now) } : problemOf(context, refusal)
  return { kind: 'again', problems: [why, { text: t('problem.code_kept'), field: 'code' }] }
}

/** Nothing but a valid code tells whether there is such a user and in which state. */
function refused(context: PageContext, refusal: Refusal): Outcome {
  if (isAboutNewPassword(refusal)) {
    return { kind: 'again', problems: [problemOf(context, refusal, { field: 'password' })] }
  }
  context.deps.logger.info({ refusal: refusal.code }, 'a mailed code was refused')
  const shown = refusal === codeMissing ? codeMissing : isByLink(context) ? linkInvalid : wrongCode
  return { kind: 'again', problems: [problemOf(context, shown, { field: 'code' })] }
}

/** Goes on where this browser stands with the person: with their session, with their first credential, or nowhere. */
async function goOn(context: PageContext, userId: string): Promise<Outcome> {
  const { browser, link } = context
  const held = browser?.accounts.find((one): one is LiveAccount => one.live && one.userId === userId)
  if (browser && held?.proved) {
    return goOnWith(context, { userId, sessionId: held.sessionId, browser })
  }
  const facts = await factsOf(context, { userId, sessionId: null })
  if (nextStep(facts).kind === 'set_up_first') return settingUp(context, { userId, codeProved: true })
  // The reader of the mail may log in here without typing the name.
  const loginName = facts.person?.loginName
  return { kind: 'go', to: link('verify/success', { loginName, sessionId: undefined }) }
}

/** A login of this browser goes on; without one there is nothing more to do than to say that the code was right. */
async function goOnWith(context: PageContext, progress: Progress): Promise<Outcome> {
  const { facts, query, link } = context
  const account = { sessionId: progress.sessionId, loginName: undefined }
  const isLogin = facts.request !== undefined || !isByLink(context) || query.has('sessionId')
  if (isLogin || nextStep(await factsOf(context, progress)).kind !== 'done') return proceed(context, progress)
  return { kind: 'go', to: link('verify/success', account) }
}

function factsOf(
  { deps, call, facts: { request } }: PageContext,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string | null },
): Promise<FlowFacts> {
  const account = { by: 'held', userId, sessionId } as const
  return readFacts(deps.database, call, { account, request })
}

async function logIn(context: PageContext, userId: string, password: string): Promise<Outcome> {
  const { deps, call, browser } = context
  const checks = { password: create(CheckPasswordSchema, { password }) }
  const advanced = await advance(deps, call, browser, { userId, checks })
  return isRefusal(advanced) ? refused(context, advanced) : proceed(context, advanced)
}

/** The browser remembers the code, and the person chooses their first password or passkey. */
async function settingUp(context: PageContext, request: AdvanceRequest): Promise<Outcome> {
  const { deps, call, browser, link } = context
  const advanced = await advance(deps, call, browser, request)
  if (isRefusal(advanced)) return refused(context, advanced)
  const account = { sessionId: advanced.sessionId, loginName: undefined }
  const setCookies = advanced.setCookie ? [advanced.setCookie] : []
  return { kind: 'go', to: link('authenticator/set', account), setCookies }
}
