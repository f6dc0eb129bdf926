/** Why a request is refused, in the words of gRPC's canonical status codes. */
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
 * A decision against a command. `code` is a stable literal (`second_factor.not_found`),
 * unique over the code base; `message` tells the caller what to do and never holds a secret.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: true
  readonly code: Code
  readonly kind: RefusalKind
  readonly message: string
  /** Set for password checks only: how many failed in a row (`zitadel.v1.CredentialsCheckError`). */
  readonly failedAttempts?: number
  /** Milliseconds by which the reply is held back, so that guessing gets slower; waited once nothing is held any more. */
  readonly delayMs?: number
}

/** Builds a refusal value; only the edge of a command throws it. */
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

/** Distinguishes a refusal from any other outcome of a decision. */
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

/** Throws when the outcome is a refusal, else returns it: the one edge between values and exceptions. */
export function accept<T>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw new DomainError(outcome)
  return outcome
}
