/** A stream in the caller's instance. */
export interface StreamName {
  readonly type: string
  readonly id: string
}

/** What a method promises beside its handler. Without traits a request is tried exactly once and never run dry. */
export interface Traits<Request> {
  /**
   * Returns the stream that the request appends to; undefined if its message does not name one. A method with this trait
   * does nothing but append, so that running it twice is safe: the first try may use cached rows and streams, and counts
   * only if an append has confirmed them.
   */
  appendsTo?(request: Request): StreamName | undefined
  /**
   * The method can run all its checks and commit nothing. Never for checks and verifications: a guess that is not counted
   * could be repeated without end.
   */
  readonly dryRun?: true
  /**
   * The method only sets up the caller's own factors. Where MFA is forced and a person has no factor yet, their session
   * may call such methods and nothing else, without any of their roles: otherwise nobody could ever comply.
   */
  readonly enrols?: true
}
