/** A session of a user (`GET /sallyport/v1/users/{id}/access`). */
export interface AccessSession {
  readonly sessionId: string
  readonly userAgent: {
    readonly description: string
    readonly ip: string
    readonly fingerprintId: string
  } | null
  readonly createdAt: string
  readonly lastProvedAt: string | null
  readonly expiresAt: string | null
  readonly live: boolean
  readonly current: boolean
  readonly proofs: readonly { readonly kind: string; readonly at: string }[]
  readonly assurance: {
    readonly acr: string
    readonly amr: readonly string[]
    readonly allowed: boolean
  }
}

/** Tokens of an application in a user's name. */
export interface AccessGrant {
  readonly grantId: string
  readonly clientId: string
  readonly application: string | null
  readonly projectId: string | null
  readonly project: string | null
  readonly sessionId: string | null
  readonly scopes: readonly string[]
  readonly createdAt: string
  readonly lastIssuedAt: string | null
  readonly accessExpiresAt: string | null
  readonly refreshExpiresAt: string | null
  readonly live: boolean
  readonly deadBecause: string | null
}

/** Everything that gives access in a user's name, but personal access tokens and keys. */
export interface Access {
  readonly sessions: readonly AccessSession[]
  readonly grants: readonly AccessGrant[]
}

/** How much was ended. */
export interface Ended {
  readonly sessions: number
  readonly grants: number
}

/** The address of what gives access in a user's name. */
export function accessPath(userId: string): string {
  return `/sallyport/v1/users/${encodeURIComponent(userId)}/access`
}
