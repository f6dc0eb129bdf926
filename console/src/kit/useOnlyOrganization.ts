import { hasRight, type Rights } from '../api/rights.ts'
import type { Pickable } from './ServerPicker.tsx'
import { useOrganizations } from './useOrganizations.ts'
import { useRights } from './useRights.ts'

/** Returns the organization in which the caller has a right; undefined if there are several, or none, or it is not read yet. */
export function useOnlyOrganization(right: string): Pickable | undefined {
  const { rights } = useRights()
  const isEverywhere = hasRight(rights, right, { orgId: '' })
  const places = isEverywhere ? [] : organizationsWith(rights, right)
  const { organizations, total } = useOrganizations({
    limit: 1,
    id: places[0],
    enabled: isEverywhere || places.length === 1,
  })
  const [only] = organizations
  return only && total === 1 ? { id: only.id, name: only.name, detail: only.primaryDomain } : undefined
}

function organizationsWith(rights: Rights, right: string): readonly string[] {
  const { organizations, projects, grants } = rights
  const ids = [...organizations, ...projects, ...grants].map(({ orgId }) => orgId)
  return [...new Set(ids)].filter((orgId) => hasRight(rights, right, { orgId }))
}
