/** The reply of `GET /sallyport/v1/rights`: what the caller may do, by where. */
export interface Rights {
  readonly userId: string | null
  readonly instance: Grant
  readonly organizations: readonly (Grant & { readonly orgId: string; readonly name: string })[]
  readonly projects: readonly (Grant & Place)[]
  readonly grants: readonly (Grant & Place & { readonly grantId: string })[]
}

interface Grant {
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
}

interface Place {
  readonly projectId: string
  readonly name: string
  readonly orgId: string
}

/** Where a right is asked for; the organization of the address unless given. */
export interface RightPlace {
  /** '' asks about the instance alone. */
  readonly orgId?: string | undefined
  readonly projectId?: string | undefined
  readonly grantId?: string | undefined
}

/**
 * Returns whether the caller has a right at a place: by the instance, whose rights hold everywhere, by the organization, or by the one
 * project or grant that is named. Without one, a right in any project of the organization counts, so that its pages can be opened.
 */
export function hasRight(rights: Rights, right: string, place: RightPlace): boolean {
  if (rights.instance.permissions.includes(right)) return true
  if (place.orgId === '') return false
  const isHere = (orgId: string) => place.orgId === undefined || place.orgId === orgId
  if (rights.organizations.some(({ orgId, permissions }) => isHere(orgId) && permissions.includes(right)))
    return true
  const isNamed = ({ projectId, orgId, grantId }: Place & { grantId?: string }) =>
    place.projectId === undefined && place.grantId === undefined
      ? isHere(orgId)
      : projectId === place.projectId || (grantId !== undefined && grantId === place.grantId)
  return [...rights.projects, ...rights.grants].some(
    (one) => isNamed(one) && one.permissions.some((name) => name === right || name.startsWith(`${right}:`)),
  )
}
