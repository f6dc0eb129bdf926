/** One result of `GET /sallyport/v1/search`. */
export interface Found {
  readonly kind: 'person' | 'machine' | 'organization' | 'project' | 'application'
  readonly id: string
  readonly name: string
  readonly detail: string
  readonly orgId: string
  readonly orgName: string
  readonly projectId?: string
}

/** The reply of the search, best first. */
export interface Search {
  readonly results: readonly Found[]
  readonly more: boolean
}

/** Returns the address of the page of a result, in its organization. */
export function addressOf({ kind, id, orgId, projectId = '' }: Found): string {
  const paths = {
    person: `/people/${id}`,
    machine: `/people/${id}`,
    organization: `/organizations/${id}`,
    project: `/projects/${id}`,
    application: `/projects/${projectId}/applications/${id}`,
  }
  return `${paths[kind]}?${new URLSearchParams({ org: kind === 'organization' ? id : orgId })}`
}
