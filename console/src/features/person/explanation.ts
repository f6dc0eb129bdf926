/** The step that the login pages would show, and the rules that demand it. */
export interface ExplainedStep {
  readonly kind: string
  readonly options?: readonly string[]
  readonly skippable?: boolean
  readonly reason?: string
  readonly until?: string
  readonly refusal?: { readonly id: string; readonly message: string }
  readonly because: readonly Because[]
}

/** A rule that demands a step, and where it was set. */
export interface Because {
  readonly rule: string
  readonly level: string
  readonly values?: Readonly<Record<string, string>>
}

/** The reply of `GET /sallyport/v1/users/{id}/explain`. */
export interface Explanation {
  readonly user: {
    readonly state: string
    readonly lockedUntil: string | null
    readonly lockedAutomatically: boolean
    readonly organizationActive: boolean
  }
  readonly policy: {
    readonly level: string
    readonly rules: readonly { readonly rule: string; readonly value: string; readonly level: string }[]
  }
  readonly steps: {
    readonly fresh: ExplainedStep
    readonly afterPassword: ExplainedStep | null
    readonly afterPasskey: ExplainedStep | null
  }
  readonly factors: readonly {
    readonly kind: string
    readonly id: string
    readonly name: string
    readonly counts: boolean
    readonly why: string
  }[]
  readonly failures: readonly { readonly at: string; readonly factor: string }[]
  readonly project?: {
    readonly projectId: string
    readonly name: string
    readonly state: string
    readonly authorizationRequired: boolean
    readonly accessRequired: boolean
    readonly requiredAcr: string | null
    readonly admitted: boolean
    readonly admittedBy: readonly string[]
    readonly refusal: { readonly id: string; readonly message: string } | null
  }
}

/** The address of the explanation of a person's login, for an application of a project if one is given. */
export function explainPath(userId: string, projectId = ''): string {
  const query = projectId === '' ? '' : `?${new URLSearchParams({ projectId })}`
  return `/sallyport/v1/users/${encodeURIComponent(userId)}/explain${query}`
}
