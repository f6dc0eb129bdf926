import { useRights } from './useRights.ts'

/** The rights that together open the events of an organization (`GET /sallyport/v1/events`, docs/console-api.md). */
export const organizationTrailRights = [
  'org.read',
  'org.member.read',
  'org.idp.read',
  'user.read',
  'user.membership.read',
  'policy.read',
  'project.read',
  'project.app.read',
]

/** Whether the caller may read the events of an organization. */
export function useSeesTrail(orgId: string): boolean {
  const { can } = useRights()
  return (
    can('events.read', { orgId: '' }) ||
    organizationTrailRights.every((right) => can(right, { orgId, projectId: '' }))
  )
}
