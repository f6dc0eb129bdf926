/** The kind of a refusal, named like gRPC's status codes. */
export type RefusalKind =
  | 'invalid_argument'
  | 'failed_precondition'
  | 'out_of_range'
  | 'unauthenticated'
  | 'permission_denied'
  | 'not_found'
  | 'already_exists'
  | 'aborted'
  | 'resource_exhausted'
  | 'unimplemented'
  | 'unavailable'
  | 'deadline_exceeded'
  | 'internal'

/**
 * The refusal of a command. `code` is a stable literal (`second_factor.not_found`), unique in the code base. `message` states
 * the reason and the remedy, and never contains a secret.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: true
  readonly code: Code
  readonly kind: RefusalKind
  readonly message: string
  /** The number of consecutive failures, for password checks only (`zitadel.v1.CredentialsCheckError`). */
  readonly failedAttempts?: number
  /** The authentication that the caller must repeat before the request succeeds (RFC 9470). */
  readonly stepUp?: StepUp
  /** The nonce with which the next DPoP proof succeeds (RFC 9449 §9). */
  readonly dpopNonce?: string
  /** Milliseconds by which the reply is delayed to slow down guessing, after the request has released all resources. */
  readonly delayMs?: number
}

/** The authentication that a request demands (RFC 9470 §3). */
export interface StepUp {
  /** Seconds since which everything must have been proved. */
  readonly maxAge: number
  /** The level to ask for, if recent proofs alone reach a lower one. */
  readonly acr?: string
}

/** Creates a refusal; decisions return it, and `accept` throws it. */
export function refuse<const Code extends string>(
  code: Code,
  kind: RefusalKind,
  message: string,
  failedAttempts?: number,
): Refusal<Code> {
  return failedAttempts === undefined
    ? { refused: true, code, kind, message }
    : { refused: true, code, kind, message, failedAttempts }
}

/** Whether the outcome of a decision is a refusal. */
export function isRefusal(outcome: unknown): outcome is Refusal {
  return typeof outcome === 'object' && outcome !== null && 'refused' in outcome && outcome.refused === true
}

/** A refusal as an exception. Any other exception is a bug and is reported as INTERNAL. */
export class DomainError extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.message, cause === undefined ? undefined : { cause })
    this.name = 'DomainError'
    this.refusal = refusal
  }
}

/** Whether an exception says that the database or another service cannot be reached; whoever found out has logged it. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof DomainError && error.refusal.kind === 'unavailable'
}

/** Returns the outcome, or throws a `DomainError` if it is a refusal. */
export function accept<T>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw new DomainError(outcome)
  return outcome
}

/** Returns undefined instead of the refusal with this code: an object that does not exist has nothing to remove. */
export function whereItExists<Result>(write: Promise<Result>, code: string): Promise<Result | undefined> {
  return write.catch((error: unknown) => {
    if (error instanceof DomainError && error.refusal.code === code) return undefined
    throw error
  })
}
