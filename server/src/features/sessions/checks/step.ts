import type { JsonObject } from '@bufbuild/protobuf'
import type { Call } from '../../../access/call.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { isRefusal, type Refusal } from '../../../kernel/refusal.ts'
import type { SessionEvent } from '../events.ts'
import type { SessionState } from '../state.ts'

/** Where a request on a session stands when its next check or challenge runs. */
export interface Step {
  readonly call: Call
  readonly tx: Transaction
  readonly stream: Stream
  /** As loaded; `none` while it is being created. */
  readonly session: SessionState
  /** The session's user, also when this very request named it. */
  readonly user: Stream | undefined
}

/** What one check or challenge came to; with a refusal, only `userEvents` are kept. */
export interface StepOutcome {
  readonly sessionEvents: readonly SessionEvent[]
  readonly userEvents: readonly EventBody[]
  readonly refusal?: Refusal
  /** The user that this step bound the session to. */
  readonly user?: Stream
  /** For the reply: a code, or the options of an assertion. */
  readonly reply?: StepReply
  /** Secrets and jobs; run only when the whole request succeeds. */
  readonly commit?: () => void
}

/** What challenges put into the reply. */
export type StepReply = {
  readonly webAuthN?: { readonly publicKeyCredentialRequestOptions: JsonObject }
  readonly otpSms?: string
  readonly otpEmail?: string
}

/** One named check or challenge of a request; undefined when the request does not ask for it. */
export interface SessionStep<Request> {
  readonly name: string
  run(step: Step, request: Request): Promise<StepOutcome> | undefined
}

/** A step that failed before anything was compared: nothing is recorded. */
export function refusedStep(refusal: Refusal): StepOutcome {
  return { sessionEvents: [], userEvents: [], refusal }
}

/** A step made of a decision about the session alone. */
export function decidedStep(decision: readonly SessionEvent[] | Refusal): StepOutcome {
  return isRefusal(decision) ? refusedStep(decision) : { sessionEvents: decision, userEvents: [] }
}
