import type { Call } from '../../../access/call.ts'
import type {
  ChallengeRequest,
  CheckRequest,
  FactorStep,
  RunStep,
  StepOutcome,
  StepReply,
} from '../../../access/factor.ts'
import { newTokenSecret, tokenDigest } from '../../../access/tokenSecret.ts'
import type { Config } from '../../../config/config.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { newId } from '../../../kernel/ids.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import { userUnlocked } from '../../users/index.ts'
import { openSession } from '../commands/openSession.ts'
import { setLifetime } from '../commands/setLifetime.ts'
import { setMetadata } from '../commands/setMetadata.ts'
import { sessionAdded, sessionTokenSet, type UserAgent } from '../events.ts'
import { factors } from '../factors.ts'
import { refuseInactiveOrganization } from '../organizationInactive.ts'
import { sessionToken } from '../sessionToken.ts'
import { refuseShownCodes } from '../shownCodes.ts'
import { isFailedResponse, type LiveSession, openChallenge, sessionFacet } from '../state.ts'
import { userStep } from '../userStep.ts'

/** A decoded CreateSession or SetSession. */
export interface SessionRequest {
  /** Made just now when a session is being created. */
  readonly sessionId: string
  /** Set for a session that is being created. */
  readonly create?: { readonly userAgent?: UserAgent }
  readonly checks: CheckRequest
  readonly challenges: ChallengeRequest
  /** Values in base64; '' deletes. */
  readonly metadata: Readonly<Record<string, string>>
  readonly lifetimeMs?: number | undefined
}

/** The result of a write. If nothing changed, there is no new token and the old one stays valid. */
export interface SessionWritten {
  readonly stream: Stream
  readonly token?: string
  readonly challenges: StepReply
}

/**
 * One request on a session in one unit of work: checks, challenges, metadata, lifetime, new token, in this order.
 * Everything is decided before anything is appended. The first refusal ends it: then the session stays as it was, except
 * that a refused response uses up its challenge, and the failing check's own events on the user are written.
 */
export async function writeSession(
  tx: Transaction,
  config: Config,
  call: Call,
  request: SessionRequest,
): Promise<SessionWritten | Refusal> {
  const ref = { type: 'session', id: request.sessionId }
  const [stream] = await Promise.all([request.create ? tx.begin(ref) : tx.load(ref), preload(tx, request)])
  const loaded = stream.state(sessionFacet)
  const open = request.create ? undefined : openSession(loaded, tx.now)
  if (isRefusal(open)) return open
  const start: FactorStep = {
    config,
    call,
    tx,
    session: stream,
    user: await boundUser(tx, open, request),
    open: (challenged) => openChallenge(loaded, challenged),
  }
  const stopped = start.user && (await refuseInactiveOrganization(tx, start.user))
  if (stopped) return stopped
  const taken = await takeSteps(start, request)
  if ('refusal' in taken) {
    if (taken.user && taken.userEvents.length > 0) await tx.append(taken.user, taken.userEvents)
    if (taken.sessionEvents.length > 0) await tx.append(stream, taken.sessionEvents)
    return taken.refusal
  }
  await refuseShownCodes(start, taken)
  const lifetime = setLifetime(open?.expiresAt ?? null, request.lifetimeMs, tx.now)
  if (isRefusal(lifetime)) return lifetime
  const metadata = setMetadata(open?.metadata ?? {}, request.metadata)
  if (isRefusal(metadata)) return metadata
  const events = [...added(request), ...taken.sessionEvents, ...metadata, ...lifetime]
  if (events.length === 0) return { stream, challenges: {} }
  for (const commit of taken.commits) commit()
  await appendToUser(tx, taken)
  const token = await setToken(tx, stream, events)
  return { stream, token, challenges: taken.reply }
}

/** Reads the user that the request names together with the session. */
async function preload(tx: Transaction, { checks }: SessionRequest): Promise<void> {
  if (checks.userId !== undefined) await tx.load({ type: 'user', id: checks.userId })
}

/** The user is loaded only when a step may need it. */
async function boundUser(
  tx: Transaction,
  session: LiveSession | undefined,
  { checks, challenges }: SessionRequest,
): Promise<Stream | undefined> {
  const asked = Object.keys(checks).length + Object.keys(challenges).length > 0
  return session?.user && asked ? tx.load({ type: 'user', id: session.user.id }) : undefined
}

/** All checks in the order in which they run; the first that fails ends the request. */
const sessionChecks: readonly RunStep<CheckRequest>[] = [
  (step, request) => request.user && userStep(step, request),
  ...factors.map(({ check }) => check),
]

/** All challenges in the order in which they run, after the checks. */
const sessionChallenges = factors.flatMap(({ challenge }) => challenge ?? [])

interface Taken {
  readonly sessionEvents: EventBody[]
  readonly userEvents: EventBody[]
  readonly commits: (() => void)[]
  readonly reply: StepReply
  readonly user: Stream | undefined
}

type Failed = Pick<Required<StepOutcome>, 'sessionEvents' | 'userEvents' | 'refusal'> & {
  readonly user: Stream | undefined
}

async function takeSteps(start: FactorStep, request: SessionRequest): Promise<Taken | Failed> {
  const checked = await runSteps(start, sessionChecks, request.checks, nothingTaken(start))
  if ('refusal' in checked) return checked
  return runSteps({ ...start, user: checked.user }, sessionChallenges, request.challenges, checked)
}

async function runSteps<Request>(
  start: FactorStep,
  steps: readonly RunStep<Request>[],
  request: Request,
  before: Taken,
): Promise<Taken | Failed> {
  let taken = before
  for (const run of steps) {
    const step = taken.user === start.user ? start : { ...start, user: taken.user }
    const running = run(step, request)
    if (running === undefined) continue
    const outcome = await running
    const { refusal, userEvents } = outcome
    if (refusal) {
      const sessionEvents = outcome.sessionEvents.filter(isFailedResponse)
      return { refusal, sessionEvents, userEvents, user: taken.user }
    }
    taken = {
      sessionEvents: [...taken.sessionEvents, ...outcome.sessionEvents],
      userEvents: [...taken.userEvents, ...withoutSecondRelease(taken.userEvents, userEvents)],
      commits: outcome.commit ? [...taken.commits, outcome.commit] : taken.commits,
      reply: { ...taken.reply, ...outcome.reply },
      user: outcome.user ?? taken.user,
    }
  }
  return taken
}

function nothingTaken({ user }: FactorStep): Taken {
  return { sessionEvents: [], userEvents: [], commits: [], reply: {}, user }
}

/** Every check decides from the user as it was loaded, so each of them would end an overdue lock. */
function withoutSecondRelease(
  before: readonly EventBody[],
  next: readonly EventBody[],
): readonly EventBody[] {
  const released = before.some(({ type }) => type === userUnlocked.type)
  return released ? next.filter(({ type }) => type !== userUnlocked.type) : next
}

/** Guards the user if a session event depends on it; a concurrent removal of a factor could otherwise miss this session. */
async function appendToUser(tx: Transaction, { user, userEvents, sessionEvents }: Taken): Promise<void> {
  if (user === undefined) return
  if (userEvents.length > 0) await tx.append(user, userEvents)
  else if (sessionEvents.length > 0) tx.guard(user)
}

function added({ create }: SessionRequest): readonly EventBody[] {
  return create === undefined ? [] : [sessionAdded({ ...create })]
}

async function setToken(tx: Transaction, stream: Stream, events: readonly EventBody[]): Promise<string> {
  const tokenId = newId()
  const secret = newTokenSecret()
  tx.seal(stream, tokenId, tokenDigest(secret))
  await tx.append(stream, [...events, sessionTokenSet({ tokenId })], {
    owner: tx.instanceId,
  })
  return sessionToken.format({ sessionId: stream.id, tokenId, secret })
}
