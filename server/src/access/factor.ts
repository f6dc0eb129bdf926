import type { JsonObject as WireJson } from '@bufbuild/protobuf'
import type { Checks } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import type { RequestChallenges } from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import type { Config } from '../config/config.ts'
import type { Stream, Transaction } from '../eventlog/types.ts'
import type { EventDefinition } from '../kernel/events.ts'
import type { EventBody } from '../kernel/facet.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Refusal } from '../kernel/refusal.ts'
import type { Call } from './call.ts'
import type { FactorField, FactorName } from './factorKinds.ts'

type Fields<Message> = Omit<Partial<Message>, '$typeName' | '$unknown'>

/** The checks of a request, and the user that it names, already looked up. */
export type CheckRequest = Omit<Fields<Checks>, 'recoveryCode'> & {
  readonly userId?: string | undefined
  readonly recoveryCode?: { readonly code: string } | undefined
  /** The answer to a challenge of a page, which no session holds; whoever passes it on has checked that the challenge is ours and open. */
  readonly passkey?: { readonly challenge: string; readonly credential: unknown }
}

/** The challenges of a request. */
export type ChallengeRequest = Fields<RequestChallenges>

/** A request on a session, at the point where a factor is checked or challenged. */
export interface FactorStep {
  readonly config: Config
  readonly call: Call
  readonly tx: Transaction
  readonly session: Stream
  /** The session's user, also if this very request named it. */
  readonly user: Stream | undefined
  /** Returns the session's open challenge of this type. */
  open<Payload extends JsonObject>(challenged: EventDefinition<string, Payload>): Payload | undefined
}

/** The outcome of a check or challenge; with a refusal, only `userEvents` and events of type `Factor.session.failed` are kept. */
export interface StepOutcome {
  readonly sessionEvents: readonly EventBody[]
  readonly userEvents: readonly EventBody[]
  readonly refusal?: Refusal
  /** The user to which this step bound the session. */
  readonly user?: Stream
  /** For the reply: a code, or the options of an assertion. */
  readonly reply?: StepReply
  /** Seals secrets and enqueues jobs; runs only if the whole request succeeds. */
  readonly commit?: () => void
}

/** The part of a reply that challenges fill. */
export type StepReply = {
  readonly webAuthN?: { readonly publicKeyCredentialRequestOptions: WireJson }
} & { readonly [Field in FactorField & `otp${string}`]?: string }

/** Returns undefined if the request does not contain this step. */
export type RunStep<Request> = (step: FactorStep, request: Request) => Promise<StepOutcome> | undefined

/** The payload of a session event that proves a factor; `kind` is needed only for a field with several kinds. */
export type ProofPayload = {
  readonly kind?: FactorName
  /** The credential that proved it; its removal takes the proof away. */
  readonly tokenId?: string
  readonly userVerified?: boolean
  readonly deviceBound?: boolean
}

/** Events of users that give and take one kind. */
export interface KindEvents {
  /** From this event on the person can use the factor. */
  readonly added?: EventDefinition
  /** The factor, or the credential that `tokenId` names, is removed. */
  readonly removed?: EventDefinition
  /** Other events after which sessions no longer hold a proof of it. */
  readonly voided?: readonly EventDefinition[]
  /**
   * Events of the address to which its codes go. A change ends open challenges, and proofs unless the person made it: their session
   * still has to enter the code that verifies the new address, and loses its proof with that.
   */
  readonly address?: { readonly changed: readonly EventDefinition[]; readonly verified: EventDefinition }
  /** A wrong proof of it was counted. */
  readonly failed?: EventDefinition
  /** Whether the person can use it; of each kind that a recovery code stands in for. */
  readonly isReady?: (user: Stream) => boolean
}

/** A way to prove something on a session. The feature that owns the factor gives it; `sessions/factors.ts` lists it. */
export interface Factor {
  readonly field: FactorField
  readonly kinds: Readonly<Partial<Record<FactorName, KindEvents>>>
  /** Events of sessions: they are stored with the session's own. */
  readonly session: {
    readonly checked: EventDefinition<string, ProofPayload>
    readonly challenged?: EventDefinition
    readonly sent?: EventDefinition
    /** A refused response has used up the open challenge. */
    readonly failed?: EventDefinition
  }
  readonly check: RunStep<CheckRequest>
  readonly challenge?: RunStep<ChallengeRequest>
}

/** The outcome of a step that failed before anything was compared; nothing is recorded. */
export function refusedStep(refusal: Refusal): StepOutcome {
  return { sessionEvents: [], userEvents: [], refusal }
}
