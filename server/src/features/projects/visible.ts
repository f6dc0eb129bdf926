import type { Call } from '../../access/call.ts'
import { type Reached, reachOf } from '../../access/permission.ts'
import type { SearchConditions } from '../../database/search.ts'

/** The columns that decide who may read a row. */
export interface VisibleBy {
  /** The organization that owns the project. */
  readonly org?: string
  readonly project?: string
  readonly grantedOrg?: string
  readonly grant?: string
}

/** Returns where the caller has the permission; see `visibleRows`. */
export function callersReach({ principal, instance }: Call, permission: string): Reached {
  return reachOf(principal, permission, instance.id)
}

/** The condition for rows that the caller may read: in its organizations, or on the projects and grants it has a role on. */
export function visibleRows(search: SearchConditions, reached: Reached, by: VisibleBy): string {
  if (reached === 'all') return 'true'
  const orgs = search.param(reached.orgs)
  const ways = [
    by.org && `${by.org} = any(${orgs}::text[])`,
    by.project && `${by.project} = any(${search.param(reached.projects)}::text[])`,
    by.grantedOrg && `${by.grantedOrg} = any(${orgs}::text[])`,
    by.grant && `${by.grant} = any(${search.param(reached.grants)}::text[])`,
  ]
  return `(${ways.filter(Boolean).join(' or ')})`
}
