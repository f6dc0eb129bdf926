/** Names a stream of the caller's instance. */
export interface StreamName {
  readonly type: string
  readonly id: string
}

/** Properties of a method that dispatch relies on. Without traits a request runs exactly once and never as a dry run. */
export interface Traits<Request> {
  /**
   * Returns the stream that the request appends to, `new` for one under an id that the request makes; undefined if neither is known
   * from its message. A method with this trait
   * has no effect but its append, so that it can run twice: the first try may use cached rows and streams, and counts only if
   * an append has confirmed them.
   */
  appendsTo?(request: Request): StreamName | 'new' | undefined
  /**
   * Returns the id of the user whose credential the request sets, or whose code for that the reply shows; undefined if it
   * sets none, or brings the user's own proof (a code, the present password). Dispatch demands the rights of that user.
   */
  credentialOf?(request: Request): string | undefined
  /**
   * The request adds, replaces or removes a factor, the password or an address of its caller (`self`), or of the user whose id
   * the function returns; undefined if it does not, or brings the user's own proof. People must have proved recently all that
   * their account demands (ADR 33). Without this trait the user of `credentialOf` counts.
   */
  readonly freshProof?: 'self' | ((request: Request) => string | undefined)
  /**
   * The method can run all its checks and commit nothing. Never for checks and verifications: a guess that is not counted
   * could be repeated without limit.
   */
  readonly dryRun?: true
  /**
   * The kind of factor that the method sets up for its caller, or `any` if it only reads their factors. Where MFA is forced and
   * a person has no factor yet, their session may call only such methods, for kinds that the policy allows and without any of
   * their roles; otherwise they could not set up a factor.
   */
  readonly enrols?: string
  /**
   * The handler checks the permission of the method again for the project or project grant that it finds, and lists leave out
   * the rows that the caller must not read. So roles that are held on one project or grant pass the check before the handler.
   */
  readonly resourceChecked?: true
}
