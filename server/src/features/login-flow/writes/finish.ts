import type { Call } from '../../../access/call.ts'
import type { Transaction } from '../../../eventlog/types.ts'
import { DomainError, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { type AnswerWithTokens, answerRequest } from '../../auth-requests/index.ts'
import { answerDevice } from '../../device-authorizations/index.ts'
import type { Deps } from '../../manifest.ts'
import type { LinkedSession } from '../../sessions/index.ts'
import type { FlowRequest } from '../flowFacts.ts'
import type { LoginStep } from '../loginStep.ts'
import { nextStep } from '../nextStep.ts'
import { readFacts } from '../readFacts.ts'
import {
  deviceRequest,
  type FoundRequest,
  oidcRequest,
  parseRequestName,
  type RequestName,
  readRequest,
} from '../readRequest.ts'

/** What finishing a login needs; `withTokens` signs the tokens of implicit answers. */
export type FlowDeps = Pick<Deps, 'log' | 'database'> & { readonly withTokens: AnswerWithTokens }

/** How a person answers a request. */
export interface Answer {
  /** Names the request, with its prefix. */
  readonly requestName: string
  /** The person has agreed to what the request asks for. */
  readonly agrees: boolean
}

/** Takes the session that answers in the unit of work, which guards it: one that this browser holds. */
export type TakeSession = (tx: Transaction) => Promise<LinkedSession | Refusal>

/** The outcome of finishing a login. */
export type Finished =
  /** The address in the application to which the browser goes. */
  | { readonly kind: 'answered'; readonly url: string }
  /** The device may fetch its tokens. */
  | { readonly kind: 'approved' }
  /** Something is still demanded; nothing was written. */
  | { readonly kind: 'step'; readonly step: LoginStep }
  /** The request was answered before, has expired or is none. */
  | Exclude<FoundRequest, { readonly kind: 'open' }>
  /** The session cannot answer, such as one that was ended meanwhile. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }

const notDone = refuse(
  'login_flow.not_done',
  'failed_precondition',
  'something is still demanded of this login; go on with its next step',
)

/**
 * Answers a request with a session of this browser. The facts are read again in the unit of work: unless the next step is `done`,
 * nothing is written and the step is returned. A request that was answered before is an outcome of its own, so that a repeated form
 * or a second tab ends in a friendly page.
 */
export async function finish(
  on: FlowDeps,
  call: Call,
  { requestName, agrees }: Answer,
  take: TakeSession,
): Promise<Finished> {
  const name = parseRequestName(requestName)
  if (name === undefined) return { kind: 'unknown' }
  let step: LoginStep | undefined
  const demand = async (tx: Transaction, linked: LinkedSession, asked: FlowRequest) => {
    const { asksConsent, ...agreed } = asked
    const request = agrees ? agreed : asked
    const account = { by: 'held', userId: linked.user.id, sessionId: linked.sessionId } as const
    step = nextStep(await readFacts(tx, call, { account, request }))
    return step.kind === 'done' ? undefined : notDone
  }
  return settle(on, call, requestName, async () => {
    try {
      return await answer(on, call, name, take, demand)
    } catch (error) {
      const undone = error instanceof DomainError && error.refusal === notDone
      if (undone && step !== undefined) return { kind: 'step', step }
      throw error
    }
  })
}

type Demand = (tx: Transaction, linked: LinkedSession, request: FlowRequest) => Promise<Refusal | undefined>

async function answer(
  on: FlowDeps,
  call: Call,
  { kind, id }: RequestName,
  link: TakeSession,
  demand: Demand,
): Promise<Finished> {
  if (kind === 'device') {
    await answerDevice(on, call, id, {
      kind: 'session',
      link,
      demand: (tx, linked, open) => demand(tx, linked, deviceRequest(id, open)),
    })
    return { kind: 'approved' }
  }
  const { url } = await answerRequest(
    on,
    call,
    id,
    {
      kind: 'session',
      link,
      demand: (tx, linked, open) => demand(tx, linked, oidcRequest(id, open)),
    },
    on.withTokens,
  )
  return { kind: 'answered', url }
}

/** The errors with which a login can refuse a request (OpenID Connect Core §3.1.2.6, RFC 6749 §4.1.2.1). */
export type ProtocolError =
  | 'access_denied'
  | 'account_selection_required'
  | 'consent_required'
  | 'interaction_required'
  | 'login_required'

/** Refuses a request: the client receives the error. A device only learns that it was denied. */
export async function refuseRequest(
  on: FlowDeps,
  call: Call,
  requestName: string,
  error: ProtocolError,
): Promise<Exclude<Finished, { kind: 'approved' | 'step' }> | { readonly kind: 'denied' }> {
  const name = parseRequestName(requestName)
  if (name === undefined) return { kind: 'unknown' }
  const { kind, id } = name
  return settle(on, call, requestName, async () => {
    if (kind === 'device') {
      await answerDevice(on, call, id, { kind: 'deny' })
      return { kind: 'denied' }
    }
    const { url } = await answerRequest(on, call, id, { kind: 'error', error }, on.withTokens)
    return { kind: 'answered', url }
  })
}

type Unanswerable = Extract<Finished, { kind: 'handled' | 'expired' | 'unknown' | 'refused' }>

/** Turns a refusal into an outcome: why the request is not open any more, else the refusal itself. */
async function settle<Outcome>(
  on: FlowDeps,
  call: Call,
  requestName: string,
  run: () => Promise<Outcome>,
): Promise<Outcome | Unanswerable> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const found = await readRequest(on, call, requestName)
    return found.kind === 'open' ? { kind: 'refused', refusal: error.refusal } : found
  }
}
