import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useContextOrganization } from '../api/useContextOrganization.ts'
import { useRights } from '../kit/useRights.ts'

/** Chooses an organization for callers who have no right over the whole instance: one in which they may do something. */
export function useOwnOrganization(): void {
  const { rights, seesInstance } = useRights()
  const current = useContextOrganization()
  const navigate = useNavigate()
  const [first] = [...rights.organizations, ...rights.projects, ...rights.grants]
  const missing = current === undefined && !seesInstance ? first?.orgId : undefined
  useEffect(() => {
    if (missing === undefined) return
    void navigate({
      to: '.',
      replace: true,
      search: (before: object) => ({ ...before, org: missing }) as never,
    })
  }, [missing, navigate])
}
