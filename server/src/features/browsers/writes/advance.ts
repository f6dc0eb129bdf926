import { create } from '@bufbuild/protobuf'
import { CheckUserSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { delayRefusal } from '../../../access/delayRefusal.ts'
import type { ChallengeRequest, CheckRequest, StepReply } from '../../../access/factor.ts'
import { loginCall } from '../../../access/pagePrincipals.ts'
import type { Config } from '../../../config/config.ts'
import type { SetCookie } from '../../../contract/endpoint.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId } from '../../../kernel/ids.ts'
import { later } from '../../../kernel/instant.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { isExpired, type SessionRequest, sessionFacet, writeSession } from '../../sessions/index.ts'
import { rememberAccount } from '../commands/rememberAccount.ts'
import { newBrowserId, newBrowserSecret } from '../cookie.ts'
import { type BrowserEvent, browserAdded, browserSecretSet } from '../events.ts'
import { accountOfSession, type Browser, type BrowserHandle, type LiveAccount } from '../queries.ts'
import { sessionNotHeld } from '../refusals.ts'
import type { KnownBrowser } from '../state.ts'
import { userAgentOf } from '../userAgentOf.ts'
import { endSessions } from './endSessions.ts'
import { type LoadedBrowser, loadBrowser } from './loadBrowser.ts'

const minute = 60_000
/** Milliseconds that a session lasts from its last proof; without any, the time for the first one. */
const lifetimes = { proved: 90 * 1440 * minute, unproved: 60 * minute } as const
/** Milliseconds in which the secret before a rotation still counts, for a lost reply or a second tab. */
const overlap = 30_000

/** A step of a login: on the session of that id, else on the one that this browser holds of the user, else on a new one. */
export interface AdvanceRequest {
  readonly sessionId?: string
  /** The user whose login it is; without `sessionId`, undefined stands for an unknown user. */
  readonly userId?: string | undefined
  readonly checks?: Omit<CheckRequest, 'user' | 'userId'>
  readonly challenges?: ChallengeRequest
  /** True for callers whose replies all take the same time, so that the delay would show that the name is known. */
  readonly undelayed?: boolean
  /** The caller has just taken a code that was mailed to the user, who has no credential to check yet. */
  readonly codeProved?: true
}

/** The result of a step. */
export interface Advanced {
  readonly sessionId: string
  readonly userId: string
  readonly challenges: StepReply
  /** The browser from now on, for what follows in the same request. */
  readonly browser: BrowserHandle
  /** Set if the browser has a new secret. */
  readonly setCookie?: SetCookie
}

/**
 * Takes a session of a browser through checks and challenges, as the login. Session, browser and the counted guesses commit in one
 * append; a refused check leaves the browser as it is. A user whose session the browser holds goes on with it, another user gets a new
 * one. Every proof, also a mailed code, rotates the secret: the old one ends at once if the session had none before, so that a planted cookie is
 * worth nothing. The refusal of a failed guess has been delayed.
 */
export async function advance(
  deps: Pick<Deps, 'log' | 'config' | 'clock'>,
  call: Call,
  browser: Browser | undefined,
  request: AdvanceRequest,
): Promise<Advanced | Refusal> {
  const login = loginCall(call)
  const account = accountFor(browser, request)
  if (request.sessionId !== undefined && account === undefined) return sessionNotHeld
  const userId = account?.userId ?? request.userId
  const counted = userId !== undefined && isProving(request) ? { type: 'user', id: userId } : undefined
  const primary = counted ?? (account && { type: 'session', id: account.sessionId })
  const { result } = await deps.log.transact(writing(login), primary, async (tx) => {
    const on = { config: deps.config, call: login, tx, browser, userId, request }
    const [before] = await Promise.all([
      browser && loadBrowser(tx, browser),
      userId !== undefined && tx.load({ type: 'user', id: userId }),
      account && tx.load({ type: 'session', id: account.sessionId }),
    ])
    return takeStep(on, before)
  })
  if (!isRefusal(result) || request.undelayed) return result
  return delayRefusal(deps.clock, result, call.signal())
}

/** The account that the request goes on with, as far as the page knows. */
function accountFor(
  browser: Browser | undefined,
  { sessionId, userId }: AdvanceRequest,
): LiveAccount | undefined {
  if (sessionId !== undefined) {
    const account = accountOfSession(browser, sessionId)
    return userId === undefined || userId === account?.userId ? account : undefined
  }
  return browser?.accounts.find((one): one is LiveAccount => one.live && one.userId === userId)
}

function isProving({ checks = {} }: AdvanceRequest): boolean {
  return Object.values(checks).some((check) => check !== undefined)
}

interface Step {
  readonly config: Config
  readonly call: Call
  readonly tx: Transaction
  readonly browser: Browser | undefined
  readonly userId: string | undefined
  readonly request: AdvanceRequest
}

async function takeStep(on: Step, before: LoadedBrowser | undefined): Promise<Advanced | Refusal> {
  const { tx, browser, userId, request } = on
  const known = before?.known
  const held = known?.accounts.find((account) => account.userId === userId)?.sessionId ?? undefined
  if (request.sessionId !== undefined && request.sessionId !== held) return sessionNotHeld
  const stream = before && known ? before.stream : tx.begin({ type: 'browser', id: newBrowserId() })
  const sessionId = request.sessionId ?? (await openOne(tx, held))
  const written = await writeSession(tx, on.config, on.call, sessionRequest(on, sessionId, stream.id))
  if (isRefusal(written)) return written
  const rotated = await remember(on, { stream, known }, written.stream)
  return {
    sessionId: written.stream.id,
    userId: boundUser(written.stream).id,
    challenges: written.challenges,
    browser: { id: stream.id, secretId: rotated?.secretId ?? browser?.secretId ?? '' },
    ...(rotated && { setCookie: rotated.setCookie }),
  }
}

/** Returns the id of the session if it can still go on. */
async function openOne(tx: Transaction, sessionId: string | undefined): Promise<string | undefined> {
  if (sessionId === undefined) return undefined
  const state = (await tx.load({ type: 'session', id: sessionId })).state(sessionFacet)
  return state.kind === 'live' && !isExpired(state, tx.now) ? sessionId : undefined
}

function sessionRequest(
  { call, request, userId }: Step,
  sessionId: string | undefined,
  browserId: string,
): SessionRequest {
  const { checks = {}, challenges = {} } = request
  const user = create(CheckUserSchema, { search: { case: 'userId', value: userId ?? '' } })
  const creation = { create: { userAgent: userAgentOf(call, browserId) } }
  const proving = isProving(request)
  return {
    sessionId: sessionId ?? newId(),
    ...(sessionId === undefined && creation),
    checks: { ...checks, ...(sessionId === undefined && { user, userId }) },
    challenges,
    metadata: {},
    lifetimeMs: proving ? lifetimes.proved : sessionId === undefined ? lifetimes.unproved : undefined,
  }
}

function boundUser(session: Stream): { readonly id: string; readonly orgId: string } {
  const state = session.state(sessionFacet)
  if (state.kind !== 'live' || state.user === null) throw new Error('a session of a browser has no user')
  return state.user
}

/** Appends to the browser that it holds the session, with a new secret if something was proved or the browser is new. */
async function remember(
  { tx, browser, request }: Step,
  { stream, known }: { readonly stream: Stream; readonly known: KnownBrowser | undefined },
  session: Stream,
): Promise<ReturnType<typeof newBrowserSecret> | undefined> {
  const { id: userId, orgId } = boundUser(session)
  const codeProved = isProving(request) ? undefined : request.codeProved
  const proving = isProving(request) || codeProved === true
  const isHeld = known?.accounts.some(({ sessionId }) => sessionId === session.id) === true
  if (isHeld && !proving) return undefined
  const { events, dropped } = rememberAccount(known?.accounts ?? [], {
    userId,
    orgId,
    sessionId: session.id,
    ...(codeProved && { codeProved }),
  })
  await endSessions(tx, dropped)
  const rotated = known === undefined || proving ? newBrowserSecret(tx, stream) : undefined
  const secret = rotated && [secretEvent(tx, rotated.secretId, known && browser, session.id)]
  await tx.append(stream, [...(secret ?? []), ...events], known ? {} : { owner: tx.instanceId })
  return rotated
}

/**
 * The secret before counts a little longer only if this session had a proof already. Otherwise whoever planted the cookie
 * knows it, even if somebody else had proved something in the browser.
 */
function secretEvent(
  tx: Transaction,
  secretId: string,
  browser: Browser | undefined,
  sessionId: string,
): BrowserEvent {
  if (browser === undefined) return browserAdded({ secretId })
  const proved = accountOfSession(browser, sessionId)?.proved === true
  const previousUntil = proved ? later(tx.now, overlap).toISOString() : null
  return browserSecretSet({ secretId, previousUntil })
}
