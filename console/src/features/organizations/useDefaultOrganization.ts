import { useRead, useRestChange } from '../../api/useRead.ts'
import { useRights } from '../../kit/useRights.ts'

/** The organization that counts where none is named, and how another one becomes it. */
export interface DefaultOrganization {
  /** Undefined for callers who may not read it, and until it is read. */
  readonly id: string | undefined
  readonly canSet: boolean
  set(organizationId: string): Promise<unknown>
}

/** Reads and sets the default organization of the instance. */
export function useDefaultOrganization(): DefaultOrganization {
  const { can } = useRights()
  const at = { orgId: '' }
  const { data } = useRead<{ readonly org?: { readonly id?: string } }>('/admin/v1/orgs/default', {
    ...at,
    enabled: can('iam.read', at),
  })
  const change = useRestChange<unknown>()
  return {
    id: data?.org?.id,
    canSet: can('iam.write', at),
    set: (organizationId) =>
      change.mutateAsync({
        ...at,
        method: 'PUT',
        path: `/admin/v1/orgs/default/${encodeURIComponent(organizationId)}`,
        body: {},
      }),
  }
}
