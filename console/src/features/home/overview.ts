/** The figures of one day (UTC). */
export interface Day {
  readonly date: string
  readonly logins: number
  readonly failedChecks: number
  readonly locks: number
  readonly factorsAdded: number
  readonly factorsRemoved: number
}

/** How many people have which factors. */
export interface Coverage {
  readonly people: number
  readonly withSecondFactor: number
  readonly withPhishingResistant: number
}

/** The first rows of a list; its total stops at a limit, and then it is capped. */
export interface Capped<Row> {
  readonly total: number
  readonly capped: boolean
  readonly rows: readonly Row[]
}

export interface AttentionPerson {
  readonly userId: string
  readonly displayName: string
  readonly loginName: string
}

export interface Expiring {
  readonly kind: 'application_key' | 'machine_key' | 'personal_access_token'
  readonly id: string
  readonly ownerId: string
  readonly ownerName: string
  readonly expiresAt: string
}

/** The reply of `GET /sallyport/v1/expiring`. */
export interface ExpiringList {
  readonly total: number
  readonly rows: readonly ListedCredential[]
}

export interface ListedCredential extends Expiring {
  /** The project of an application. */
  readonly projectId?: string
  readonly orgId: string
  readonly expired: boolean
}

export interface FailingJobs {
  readonly task: string
  readonly jobs: number
  readonly lastError: string
  readonly nextAttemptAt: string
}

export interface Attention {
  readonly locked: Capped<AttentionPerson>
  readonly withoutFactorUnderForcedMfa: Capped<AttentionPerson>
  readonly expiring: Capped<Expiring>
  /** Absent for callers who may not read them. */
  readonly failingJobs?: readonly FailingJobs[]
}

/** The reply of `GET /sallyport/v1/overview`. */
export interface Overview {
  readonly days: readonly Day[]
  readonly countedSince: string
  readonly people: Coverage
  readonly organizations?: {
    readonly total: number
    readonly rows: readonly (Coverage & { readonly orgId: string; readonly name: string })[]
  }
  readonly attention: Attention
}

/** The share of a whole in per cent; '–' of nothing. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.floor((part / whole) * 100)} %`
}
