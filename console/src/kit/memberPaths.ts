import type { RightPlace } from '../api/rights.ts'

/** A place that has administrators. */
export type MemberPlace =
  | { readonly level: 'instance' }
  | { readonly level: 'organization'; readonly orgId: string }
  | { readonly level: 'project'; readonly orgId: string; readonly projectId: string }
  | { readonly level: 'grant'; readonly orgId: string; readonly projectId: string; readonly grantId: string }

/** The addresses and rights of the members of a place. */
interface MemberPaths {
  readonly all: string
  readonly search: string
  readonly orgId: string
  /** The right to change members. */
  readonly write: string
  readonly at: RightPlace
  one(userId: string): string
}

/** Returns where the members of a place are read and written. */
export function memberPaths(place: MemberPlace): MemberPaths {
  const all = pathOf(place)
  return {
    all,
    search: `${all}/_search`,
    orgId: place.level === 'instance' ? '' : place.orgId,
    one: (userId) => `${all}/${encodeURIComponent(userId)}`,
    ...rightOf(place),
  }
}

function pathOf(place: MemberPlace): string {
  switch (place.level) {
    case 'instance':
      return '/admin/v1/members'
    case 'organization':
      return '/management/v1/orgs/me/members'
    case 'project':
      return `/management/v1/projects/${place.projectId}/members`
    case 'grant':
      return `/management/v1/projects/${place.projectId}/grants/${place.grantId}/members`
  }
}

function rightOf(place: MemberPlace): Pick<MemberPaths, 'write' | 'at'> {
  switch (place.level) {
    case 'instance':
      return { write: 'iam.member.write', at: { orgId: '' } }
    case 'organization':
      return { write: 'org.member.write', at: { orgId: place.orgId } }
    case 'project':
      return { write: 'project.member.write', at: { orgId: place.orgId, projectId: place.projectId } }
    case 'grant':
      return { write: 'project.grant.member.write', at: { orgId: place.orgId, grantId: place.grantId } }
  }
}
